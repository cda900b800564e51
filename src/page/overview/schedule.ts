/** When scheduled runs come, and whether they have ceased to. */

import max from 'lodash/max';
import { exportsOf, type State } from '../../engine/state.ts';
import { median } from './median.ts';

/** As in `webtask.json`. */
export const DEFAULT_INTERVAL_MS = 5 * 60_000;

/** Enough that a few calls that did not come, or came late, do not count. */
const MAX_STARTS = 20;

/** No schedule is finer: what comes sooner was called by hand. */
const MIN_INTERVAL_MS = 60_000;

/** With fewer, one call out of turn would be taken for the schedule. */
const CERTAIN_GAPS = 3;

/** A scheduler may miss a call, and the one after it may be late. */
const SILENT_INTERVALS = 3;

/** The time between scheduled runs: the median of the last ones, or the default while too few are known. */
export function scheduleIntervalMs(state: State): number {
  const starts = scheduledStarts(state).slice(0, MAX_STARTS);
  const gaps = starts
    .slice(1)
    .map((startedAtMs, index) => (starts[index] ?? startedAtMs) - startedAtMs)
    .filter((gapMs) => gapMs > 0);
  const intervalMs = median(gaps);
  if (intervalMs === undefined) return DEFAULT_INTERVAL_MS;
  return Math.max(intervalMs, gaps.length < CERTAIN_GAPS ? DEFAULT_INTERVAL_MS : MIN_INTERVAL_MS);
}

/** When the next scheduled run is due; `undefined` while paused, or before the first run. */
export function nextRunAtMs(state: State, nowMs: number, intervalMs: number): number | undefined {
  const [lastAtMs] = scheduledStarts(state);
  if (state.pausedAtMs !== null || lastAtMs === undefined || !(intervalMs > 0)) return undefined;
  const sinceMs = nowMs - lastAtMs;
  // The clock that wrote this was ahead by more than any schedule can be.
  if (sinceMs < 0) return nowMs + intervalMs;
  return lastAtMs + Math.ceil(sinceMs / intervalMs) * intervalMs;
}

export interface ScheduleFacts {
  readonly nowMs: number;
  readonly intervalMs: number;
  /** A scheduler's call this soon after a run with nothing left to do is answered without a run. */
  readonly minIntervalMs?: number;
}

export interface Silence {
  readonly sinceMs: number;
  /** Whether a scheduled run has ever come. */
  readonly hasRun: boolean;
}

/**
 * The silence of a scheduler that has missed several runs in a row. Runs that an administrator
 * began do not count: somebody who helps himself with them would never learn that the schedule is dead.
 */
export function silence(state: State, facts: ScheduleFacts): Silence | undefined {
  const { nowMs, intervalMs, minIntervalMs = 0 } = facts;
  const [lastStartMs] = scheduledStarts(state);
  const heardAtMs = lastStartMs ?? exportsOf(state).at(-1)?.startedAtMs;
  const sinceMs = max([heardAtMs, lastBeginningMs(state)]);
  // Nothing tells since when runs should have come.
  if (sinceMs === undefined) return undefined;
  const isOverdue = nowMs >= sinceMs + minIntervalMs + SILENT_INTERVALS * intervalMs;
  if (!isOverdue || nowMs < calledOffUntilMs(state, facts)) return undefined;
  return { sinceMs, hasRun: lastStartMs !== undefined };
}

/** Until when calls may come and be answered without a run, because any run had nothing left to do. */
function calledOffUntilMs(state: State, { intervalMs, minIntervalMs = 0 }: ScheduleFacts): number {
  const [last] = exportsOf(state);
  if (last === undefined || minIntervalMs <= intervalMs) return Number.NEGATIVE_INFINITY;
  return last.endedAtMs + minIntervalMs + intervalMs;
}

/** When an administrator last did what lets runs come from then on. */
function lastBeginningMs(state: State): number | undefined {
  return state.actions.find(({ kind }) => ['resume', 'install', 'update'].includes(kind))?.atMs;
}

/** When the runs of the schedule began, the newest first. */
function scheduledStarts(state: State): readonly number[] {
  return exportsOf(state)
    .filter(({ trigger }) => trigger === 'schedule')
    .map(({ startedAtMs }) => startedAtMs);
}
