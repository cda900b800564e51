/**
 * A calm story in which one destination is down, told twice: with both destinations, and with the
 * working one alone. It must get the same logs, once, in the same runs and as soon.
 */

import max from 'lodash/max';
import memoize from 'lodash/memoize';
import type { DestinationKind } from '../../src/engine/walls.ts';
import { type Account, outcomeAt } from './accounts.ts';
import type { Choice } from './campaign-settings.ts';
import { createChance } from './chance.ts';
import { keptIn, nameOf } from './letters.ts';
import { calmPlan } from './plan.ts';
import type { Receiver } from './receiver.ts';
import { placeIn } from './storage.ts';
import { PAGE_LOGS } from './tenant.ts';
import { RULE_TROUBLES, type Trouble, WORKSPACE_TROUBLES } from './troubles.ts';
import { createWorld, type World } from './world.ts';

const RUN_EVERY_MS = 5 * 60_000;

/** What is wrong with the other destination. */
export type Outage = Trouble | 'defective' | undefined;

export interface OutageStory {
  readonly seed: number;
  /** The one that works. */
  readonly working: 0 | 1;
  readonly outage: Outage;
  /** What is stored when it begins. */
  readonly document?: unknown;
  /** Each destination refuses one log in so many for good, and not the same. */
  readonly poisonOnceIn?: number;
}

/** What the working destination got, run by run. */
interface Told {
  readonly broken: readonly string[];
  /** For each run, how long after its start the last log had come. */
  readonly lastCameMs: readonly number[];
  /** The places after which a full page was asked for twice in the same run. */
  readonly askedTwice: readonly string[];
}

/** So much later than alone a log may come: the state is written for the other destination, too. */
const MAX_DELAY_MS = 1_000;

export interface OutageVerdict {
  /** Every promise that was broken, in a sentence. */
  readonly broken: readonly string[];
  /** The places after which a full page was asked for twice in the same run. */
  readonly askedTwice: readonly string[];
  /** By how much the last log of a run came later than alone, at the most. */
  readonly mostDelayMs: number;
}

export async function playOutage(story: OutageStory): Promise<OutageVerdict> {
  const together = await tell(story, 'both');
  const kind = kindOf(story.working);
  const alone = await tellAlone(story.seed, story.working, story.poisonOnceIn);
  const delaysMs = together.lastCameMs.map((ms, run) => ms - (alone.lastCameMs[run] ?? 0));
  const mostDelayMs = max(delaysMs) ?? 0;
  return {
    broken: [
      ...together.broken,
      ...alone.broken.map((reason) => `alone: ${reason}`),
      ...(mostDelayMs > MAX_DELAY_MS ? [`a log came to ${kind} ${mostDelayMs} ms later`] : []),
    ],
    askedTwice: together.askedTwice,
    mostDelayMs,
  };
}

/** A story of chance. */
export function playOutageOf(seed: number): Promise<OutageVerdict> {
  const chance = createChance(seed);
  const working = chance.oneOf<0 | 1>(0, 1);
  const troubles = working === 0 ? RULE_TROUBLES : WORKSPACE_TROUBLES;
  const outage = chance.oneOf<Outage>('defective', ...troubles);
  return playOutage({ seed, working, outage, poisonOnceIn: 90 });
}

/** What would be without the other destination; told once for many outages. */
const tellAlone = memoize(
  (seed: number, working: 0 | 1, poisonOnceIn = Number.POSITIVE_INFINITY) =>
    tell({ seed, working, outage: undefined, poisonOnceIn }, kindOf(working)),
  (seed, working, poisonOnceIn) => `${seed} ${working} ${poisonOnceIn}`,
);

function kindOf(number: 0 | 1): DestinationKind {
  return number === 0 ? 'data-collector' : 'logs-ingestion';
}

async function tell(story: OutageStory, choice: Choice): Promise<Told> {
  const { seed, working, outage, document, poisonOnceIn = Number.POSITIVE_INFINITY } = story;
  const chance = createChance(seed);
  const world = createWorld(createChance(seed + 1), calmPlan(document), choice);
  const { tenant, clock } = world;
  const receiver = world.receivers[working];
  const other = world.receivers[working === 0 ? 1 : 0];
  if (outage !== 'defective') other.trouble = outage;
  const defective = outage === 'defective' ? other.kind : undefined;
  const lastCameMs: number[] = [];
  const askedTwice: string[] = [];
  for (let count = chance.between(2, 4); count > 0; count -= 1) {
    const startsAtMs = clock.now();
    tenant.addLogs(chance.between(0, 300));
    tenant.logs.forEach(({ log_id: id }, index) => {
      if (index % poisonOnceIn === 1) other.poison.add(id);
      if (index % poisonOnceIn === 2) receiver.poison.add(id);
    });
    tenant.pagesAsked.clear();
    receiver.lastTakenAtMs = startsAtMs;
    const account = await world.export({ defective });
    lastCameMs.push(receiver.lastTakenAtMs - startsAtMs);
    askedTwice.push(...fullPagesAskedTwice(world));
    expectAllCame(world, receiver, account);
    clock.set(startsAtMs + RUN_EVERY_MS);
  }
  return { broken: world.watch.broken, lastCameMs, askedTwice };
}

function fullPagesAskedTwice({ tenant }: World): readonly string[] {
  const isFull = (after: string): boolean =>
    tenant.logs.filter(({ log_id: id }) => id > after).length >= PAGE_LOGS;
  return [...tenant.pagesAsked]
    .filter(([after, times]) => times > 1 && isFull(after))
    .map(([after]) => after);
}

/** After each run: it has all logs that there are, or keeps them as dead letters, and each of them once. */
function expectAllCame(
  { tenant, storage, watch, accounts }: World,
  { kind, received }: Receiver,
  account: Account,
): void {
  const { expect } = watch;
  const outcome = outcomeAt(account, kind);
  expect(outcome === 'caught-up', `${kind} ended as ${outcome} in a run beside an outage`);
  const kept = keptIn(storage.state());
  const missing = tenant.logs.filter(
    ({ log_id: id }) => !received.has(id) && !kept.has(nameOf({ destination: kind, logId: id })),
  );
  expect(missing.length === 0, `${kind} did not get ${missing.length} logs in their run`);
  const came = accounts.flatMap(({ deliveries }) =>
    deliveries.filter((one) => one.kind === kind).flatMap(({ batches }) => batches.flat()),
  );
  expect(came.length === received.size, `${kind} got ${came.length - received.size} repeats`);
  const last = tenant.logs.at(-1)?.log_id ?? '';
  const place = placeIn(storage.state(), kind);
  expect(last === '' || place === last, `${kind} stands at ${place} instead of ${last}`);
}
