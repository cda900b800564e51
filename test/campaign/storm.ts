/** The first part of a campaign: one run after another while everything goes wrong. */

import { DESTINATION_KINDS } from '../../src/engine/walls.ts';
import { CHOICES, type Choice } from './campaign-settings.ts';
import type { Chance } from './chance.ts';
import type { Receiver } from './receiver.ts';
import { openedIn, placeIn } from './storage.ts';
import { REFUSING_RULE, REFUSING_WORKSPACE, type Trouble } from './troubles.ts';
import type { RunHow, World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What happens in a storm besides the faults. */
export interface StormPlan {
  /** What the settings choose at first. */
  readonly choice: Choice;
  /** Whether an administrator changes that between runs. */
  readonly isSwitching: boolean;
  /** Whether an administrator asks for this and that. */
  readonly isAdministered: boolean;
  /** Which destination, by its number, does not work all the time; `undefined`: none. */
  readonly down: 0 | 1 | undefined;
}

/** Half of the storms have the one destination that is chosen by default. */
export function planStorm(chance: Chance): StormPlan {
  const isPlain = chance.isOneIn(2);
  const choice = isPlain ? 'data-collector' : chance.oneOf(...CHOICES, 'both');
  return {
    choice,
    isSwitching: !isPlain && chance.isOneIn(2),
    isAdministered: chance.isOneIn(2),
    down: !isPlain && chance.isOneIn(6) ? chance.oneOf(0, 1) : undefined,
  };
}

/** What administrators did in a storm. */
export interface StormFigures {
  readonly requests: number;
  /** How often they changed the settings. */
  readonly switches: number;
}

export async function storm(world: World, plan: StormPlan, chance: Chance): Promise<StormFigures> {
  const { clock, storage, toldOnce } = world;
  const going: Promise<unknown>[] = [];
  let requests = 0;
  let switches = 0;
  for (let count = chance.between(4, 10); count > 0; count -= 1) {
    addLogs(world, chance);
    for (const [number, receiver] of world.receivers.entries()) {
      changeTrouble(receiver, number === plan.down, chance);
    }
    if (chance.isOneIn(10)) toldOnce.noteDamage(storage.damage(chance));
    if (plan.isSwitching && chance.isOneIn(3)) {
      world.choice = chance.oneOf(...CHOICES, 'both');
      switches += 1;
    }
    going.push(world.export(howToRun(chance)));
    if (plan.isAdministered && chance.isOneIn(3)) {
      await clock.sleep(chance.between(0, 5_000));
      requests += 1;
      going.push(administer(world, chance, `administrator ${requests}`));
    }
    const isLongPause = chance.isOneIn(12);
    const pauseMs = isLongPause ? 40 * HOUR_MS : chance.oneOf(0, 2_000, 15_000, 2 * MINUTE_MS);
    await clock.sleep(pauseMs);
  }
  await Promise.all(going);
  return { requests, switches };
}

/** Some of which a destination refuses, and perhaps not the other. */
function addLogs({ tenant, receivers }: World, chance: Chance): void {
  const first = tenant.logs.length;
  tenant.addLogs(chance.between(0, 150));
  for (const { log_id: id } of tenant.logs.slice(first)) {
    for (const { poison } of receivers) if (chance.isOneIn(200)) poison.add(id);
  }
}

function howToRun(chance: Chance): Partial<RunHow> {
  return {
    skewMs: chance.isOneIn(3) ? chance.between(-5 * MINUTE_MS, 5 * MINUTE_MS) : 0,
    dies: chance.isOneIn(3),
    defective: chance.isOneIn(40) ? chance.oneOf(...DESTINATION_KINDS) : undefined,
  };
}

/** A trouble may last for several runs, and one that is down has one all the time. */
function changeTrouble(receiver: Receiver, isDown: boolean, chance: Chance): void {
  const isLasting = receiver.trouble !== undefined && (isDown || chance.isOneIn(2));
  if (isLasting) return;
  if (isDown || chance.isOneIn(20)) receiver.trouble = chance.oneOf(...receiver.troubles);
  else receiver.trouble = chance.isOneIn(15) ? refusingOf(receiver) : undefined;
}

function refusingOf({ kind }: Receiver): Trouble {
  return kind === 'data-collector' ? REFUSING_WORKSPACE : REFUSING_RULE;
}

function administer(world: World, chance: Chance, by: string): Promise<unknown> {
  const { storage, tenant } = world;
  const state = storage.state();
  const { deadLetters } = state;
  const [after] = [tenant.logs[chance.between(0, tenant.logs.length)]?.log_id];
  const [first = 'data-collector', ...others] = openedIn(state);
  const destination = chance.oneOf(first, ...others);
  const isBack = after !== undefined && after <= placeIn(state, destination);
  const asked = { by, atMs: world.clock.now() };
  return chance.oneOf<() => Promise<unknown>>(
    () => world.ask({ kind: 'pause', ...asked }),
    () => world.ask({ kind: 'resume', ...asked }),
    () => world.ask({ kind: 'discard', ...asked, deadLetters: deadLetters.slice(0, 2) }),
    () => world.ask({ kind: 'note', ...asked, action: 'view', detail: 'x'.repeat(200) }),
    () => world.replay(),
    () => world.export({ trigger: 'administrator' }),
    async () => {
      if (isBack) await world.ask({ kind: 'move', ...asked, destination, after });
    },
  )();
}
