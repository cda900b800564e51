/** The figures of the overview, drawn from the runs that are kept. */

import max from 'lodash/max';
import sum from 'lodash/sum';
import { exportsOf, type State } from '../../engine/state.ts';
import { DESTINATION_KINDS } from '../../engine/walls.ts';
import { lagOf, type Run } from '../runs/run.ts';
import { asCount } from '../words/count.ts';
import { exportSpeed, lastFrontierMs } from './frontier.ts';
import { nextRunAtMs, scheduleIntervalMs, silence } from './schedule.ts';
import { runUnderWay } from './under-way.ts';

const DAY_MS = 24 * 3_600_000;

export interface Estimates {
  /** Between scheduled runs. */
  readonly intervalMs: number;
  /** Not known while paused, or before the first scheduled run. */
  readonly nextRunAtMs: number | undefined;
  /** The last run that exported new logs, or tried to. */
  readonly lastRun: Run | undefined;
  /** Up to when everything is exported. */
  readonly frontierMs: number | undefined;
  /** How many milliseconds of logs are exported in a millisecond; 0 while no runs come. */
  readonly speed: number | undefined;
  readonly lastDay: DayFigures;
}

/** What happened in the last 24 hours, as far as the runs that are kept tell. */
export interface DayFigures {
  /** Whether they go back so far. */
  readonly isComplete: boolean;
  readonly runs: number;
  /** Destinations get the same logs, so it is the most that one of them got. */
  readonly logs: number;
}

export function estimates(state: State, nowMs: number): Estimates {
  const intervalMs = scheduleIntervalMs(state);
  return {
    intervalMs,
    nextRunAtMs: nextRunAtMs(state, nowMs, intervalMs),
    lastRun: exportsOf(state)[0],
    frontierMs: lastFrontierMs(state),
    speed: isStill(state, nowMs, intervalMs) ? 0 : exportSpeed(state, intervalMs),
    lastDay: lastDay(exportsOf(state), nowMs - DAY_MS),
  };
}

/** How far behind the export is by now; `undefined` when that is not known. */
export function presentLagMs(
  { speed, lastRun, frontierMs }: Estimates,
  nowMs: number,
): number | undefined {
  // What a run saw at its end is old once no run follows it, or the last one failed.
  if (speed !== 0 && lastRun?.outcome === 'caught-up') return lagOf(lastRun);
  return frontierMs === undefined ? undefined : nowMs - frontierMs;
}

/** Whether nothing goes on at present, however fast the last runs were. */
function isStill(state: State, nowMs: number, intervalMs: number): boolean {
  if (runUnderWay(state, nowMs) !== undefined) return false;
  return state.pausedAtMs !== null || silence(state, { nowMs, intervalMs }) !== undefined;
}

function lastDay(kept: readonly Run[], dayAgoMs: number): DayFigures {
  const runs = kept.filter(({ startedAtMs }) => startedAtMs >= dayAgoMs);
  const oldest = kept.at(-1);
  const deliveries = runs.flatMap((run) => run.deliveries);
  const byDestination = DESTINATION_KINDS.map((kind) =>
    sum(deliveries.map(({ destination, logs }) => (destination === kind ? asCount(logs) : 0))),
  );
  return {
    isComplete: oldest !== undefined && oldest.startedAtMs < dayAgoMs,
    runs: runs.length,
    logs: max(byDestination) ?? 0,
  };
}
