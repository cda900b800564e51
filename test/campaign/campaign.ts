/** A seeded story of everything that goes wrong at once, and of how it is put right again. */

import sum from 'lodash/sum';
import { unstoredRecords } from './accounts.ts';
import { type Chance, createChance } from './chance.ts';
import { judge } from './promises.ts';
import { placeIn } from './storage.ts';
import { createWorld, MAX_BATCH_RECORDS, type World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a campaign, or many of them, came to. */
export interface Tally {
  readonly runs: number;
  /** Runs whose process died. */
  readonly deaths: number;
  /** Calls that failed, were slow, or were answered wrongly. */
  readonly faults: number;
  readonly conflicts: number;
  readonly logs: number;
  /** Logs that were deleted before anything could read them, each told by a warning. */
  readonly deletedUnread: number;
  readonly lost: number;
  readonly deadLetters: number;
  /** Of these, what was replayed in the end; the others had lost their content, and Auth0 their log. */
  readonly replayed: number;
  readonly requests: number;
  /** The most records of accepted batches that a run was ahead of what it had stored, in batches. */
  readonly mostUnstoredBatches: number;
}

export interface Played {
  readonly tally: Tally;
  /** Every promise that was broken, in a sentence. */
  readonly broken: readonly string[];
}

/** Plays the campaign of a seed. */
export async function playCampaign(seed: number): Promise<Played> {
  const chance = createChance(seed);
  const world = createWorld(chance);
  const requests = await storm(world, chance);
  const deadLetters = await drain(world);
  const { broken, lost, deletedUnread } = judge(world);
  const { accounts, faults, storage, tenant } = world;
  const tally: Tally = {
    runs: accounts.length,
    deaths: accounts.filter(({ life }) => !life.isAlive).length,
    faults: faults.count(),
    conflicts: storage.conflicts(),
    logs: tenant.logs.length,
    deletedUnread,
    deadLetters,
    replayed: deadLetters - storage.state().deadLetters.length,
    requests,
    lost,
    mostUnstoredBatches: mostUnstored(world) / MAX_BATCH_RECORDS,
  };
  return { tally, broken };
}

/** A checkpoint that was moved back makes everything behind it look unstored. */
function mostUnstored({ accounts, watch }: World): number {
  return watch.moves() > 0 ? 0 : Math.max(0, ...accounts.map(unstoredRecords));
}

/** Runs again and again while everything goes wrong; resolves to how often an administrator acted. */
async function storm(world: World, chance: Chance): Promise<number> {
  const { clock, tenant, workspace, storage, toldOnce } = world;
  const isAdministered = chance.isOneIn(2);
  const going: Promise<unknown>[] = [];
  let requests = 0;
  for (let count = chance.between(4, 10); count > 0; count -= 1) {
    const first = tenant.logs.length;
    tenant.addLogs(chance.between(0, 150));
    for (const { log_id: id } of tenant.logs.slice(first)) {
      if (chance.isOneIn(200)) workspace.poison.add(id);
    }
    workspace.refusesAll = chance.isOneIn(15);
    if (chance.isOneIn(10)) toldOnce.noteDamage(storage.damage(chance));
    const skewMs = chance.isOneIn(3) ? chance.between(-5 * MINUTE_MS, 5 * MINUTE_MS) : 0;
    going.push(world.export({ skewMs, dies: chance.isOneIn(3) }));
    if (isAdministered && chance.isOneIn(3)) {
      await clock.sleep(chance.between(0, 5_000));
      requests += 1;
      going.push(administer(world, chance, `administrator ${requests}`));
    }
    const isLongPause = chance.isOneIn(12);
    const pauseMs = isLongPause ? 40 * HOUR_MS : chance.oneOf(0, 2_000, 15_000, 2 * MINUTE_MS);
    await clock.sleep(pauseMs);
  }
  await Promise.all(going);
  return requests;
}

function administer(world: World, chance: Chance, by: string): Promise<unknown> {
  const { storage, tenant } = world;
  const { deadLetters } = storage.state();
  const [after] = [tenant.logs[chance.between(0, tenant.logs.length)]?.log_id];
  const isBack = after !== undefined && after <= placeIn(storage.state());
  const asked = { by, atMs: world.clock.now() };
  return chance.oneOf<() => Promise<unknown>>(
    () => world.ask({ kind: 'pause', ...asked }),
    () => world.ask({ kind: 'resume', ...asked }),
    () => world.ask({ kind: 'discard', ...asked, deadLetters: deadLetters.slice(0, 2) }),
    () => world.ask({ kind: 'note', ...asked, action: 'view', detail: 'x'.repeat(200) }),
    () => world.replay(),
    () => world.export({ trigger: 'administrator' }),
    async () => {
      if (isBack) await world.ask({ kind: 'move', ...asked, destination: 'data-collector', after });
    },
  )();
}

/**
 * Runs on until everything is exported, while nothing goes wrong any more, and replays what was set
 * aside; resolves to how much that was.
 */
async function drain(world: World): Promise<number> {
  const { clock, faults, storage, tenant, workspace, watch } = world;
  faults.cease();
  workspace.refusesAll = false;
  // Longer than a lease of a clock that was ahead lasts, and than what proves that a place is lost.
  await clock.sleep(2 * HOUR_MS);
  await world.ask({ kind: 'resume', by: 'the last administrator', atMs: clock.now() });
  watch.expect(await runUntilCaughtUp(world), 'the drain did not come to its end');
  workspace.poison.clear();
  const { deadLetters } = storage.state();
  if (deadLetters.length > 0) await world.replay();
  for (const { logId, content } of storage.state().deadLetters) {
    const log = tenant.logs.find((candidate) => candidate.log_id === logId);
    const isGone = content === undefined && log !== undefined && !tenant.isRetained(log);
    watch.expect(isGone, `the dead letter ${logId} was not replayed`);
  }
  return deadLetters.length;
}

async function runUntilCaughtUp(world: World): Promise<boolean> {
  for (let count = 0; count < 40; count += 1) {
    const { result } = await world.export();
    const outcome = result?.status === 'ran' ? result.report.outcome : undefined;
    if (outcome === 'caught-up') return true;
    // Too much of one batch was poison: somebody puts the cause right.
    if (outcome === 'misconfigured') world.workspace.poison.clear();
    await world.clock.sleep(MINUTE_MS);
  }
  return false;
}

/** Many tallies as one. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const total = (figure: keyof Tally): number => sum(tallies.map((tally) => tally[figure]));
  return {
    runs: total('runs'),
    deaths: total('deaths'),
    faults: total('faults'),
    conflicts: total('conflicts'),
    logs: total('logs'),
    deletedUnread: total('deletedUnread'),
    lost: total('lost'),
    deadLetters: total('deadLetters'),
    replayed: total('replayed'),
    requests: total('requests'),
    mostUnstoredBatches: Math.max(0, ...tallies.map((tally) => tally.mostUnstoredBatches)),
  };
}
