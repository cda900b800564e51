/** Worlds with two destinations. */

import type { DeadLetter } from '../../src/engine/dead-letters.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { DeliveryOutcome, DestinationKind } from '../../src/engine/walls.ts';
import { sharingPages } from '../../src/source/shared-pages.ts';
import {
  createDestination,
  createWorld,
  logId,
  type RunWorld,
  runWorld,
  type SimulatedDestination,
  type World,
} from './simulation.ts';

export const WRONG: DeliveryOutcome = { status: 'misconfigured', problem: 'The role is missing.' };

export interface Both {
  readonly world: World;
  readonly second: SimulatedDestination;
  /** What a run to both needs; made anew for each run, as pages are shared for one run only. */
  both(): RunWorld;
  /** A run to both. */
  run(): Promise<RunResult>;
  /** The ids of all logs that the tenant had at first. */
  readonly all: readonly string[];
}

/** A world with both destinations, the second with batches of another size. */
export function createBoth(count: number): Both {
  const world = createWorld(count);
  const second = createDestination(world.clock, 70, 'logs-ingestion');
  const both = (): RunWorld => ({
    ...world,
    second,
    tenant: sharingPages(world.tenant, 2, world.clock),
  });
  return { world, second, both, run: () => runWorld(both()), all: idsTo(count) };
}

export function idsTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => logId(index + 1));
}

/** Dead letters of these logs. */
export function lettersOf(
  destination: DestinationKind,
  ids: readonly string[],
): readonly DeadLetter[] {
  return ids.map((id) => ({
    logId: id,
    logType: 'fp',
    destination,
    reason: 'no',
    refusedAtMs: 0,
  }));
}
