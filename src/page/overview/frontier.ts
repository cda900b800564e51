/** How far the export has come, and how fast it goes on. */

import sum from 'lodash/sum';
import { exportsOf, type State } from '../../engine/state.ts';
import type { Run } from '../runs/run.ts';
import { isTime } from '../words/time.ts';

/** How many of the last runs tell the present speed. */
const SPEED_RUNS = 6;

/** A longer time between two runs was a pause or an outage, and says nothing of the speed. */
const MAX_GAP_INTERVALS = 3;

/** So little faster than time itself would take ages to catch up. */
const MIN_GAIN = 0.02;

/** A run, and up to when everything was exported at its end. */
interface Mark {
  readonly run: Run;
  readonly frontierMs: number | undefined;
}

/** Up to when everything is exported; `undefined` while no run tells. */
export function lastFrontierMs(state: State): number | undefined {
  return marksOf(state)[0]?.frontierMs;
}

/** The runs since the checkpoint was last moved, the newest first, with what they reached. */
function marksOf(state: State): readonly Mark[] {
  const marks: Mark[] = [];
  for (const run of [...runsSinceMove(state)].reverse()) {
    marks.push({ run, frontierMs: frontierAfter(run, marks.at(-1)) });
  }
  return marks.reverse();
}

function frontierAfter(run: Run, before: Mark | undefined): number | undefined {
  // What had happened by its start is exported, however long ago the last log happened.
  if (run.outcome === 'caught-up') return run.startedAtMs;
  const { lastExportedAtMs } = run;
  if (!isTime(lastExportedAtMs)) return before?.frontierMs;
  const hasExported = lastExportedAtMs !== before?.run.lastExportedAtMs;
  return hasExported ? lastExportedAtMs : before.frontierMs;
}

interface Step {
  /** How much log time the export went on by. */
  readonly logMs: number;
  /** How much time that took, with the wait for the run. */
  readonly timeMs: number;
}

/**
 * How many milliseconds of logs are exported in a millisecond, over the last runs: above 1 the
 * export catches up, below it falls behind. `undefined` while that is not known.
 */
export function exportSpeed(state: State, intervalMs: number): number | undefined {
  const steps = lastSteps(state, intervalMs);
  const speed = sum(steps.map(({ logMs }) => logMs)) / sum(steps.map(({ timeMs }) => timeMs));
  return Number.isFinite(speed) ? speed : undefined;
}

function lastSteps(state: State, intervalMs: number): readonly Step[] {
  const marks = marksOf(state);
  const [newest] = marks;
  if (newest === undefined) return [];
  const steps: Step[] = [];
  for (const [index, mark] of marks.slice(0, SPEED_RUNS).entries()) {
    const before = marks[index + 1];
    // An export that goes on again is as fast as its last runs, not as slow as those that failed before.
    if (before === undefined || (hasGoneOn(newest.run) && !hasGoneOn(mark.run))) break;
    const step = stepBetween(before, mark, intervalMs);
    // The clock went backwards, or a destination was added that is further behind.
    if (step === undefined) break;
    steps.push(step);
  }
  return steps;
}

function hasGoneOn({ outcome }: Run): boolean {
  return outcome !== 'stopped' && outcome !== 'misconfigured';
}

function stepBetween(before: Mark, after: Mark, intervalMs: number): Step | undefined {
  if (before.frontierMs === undefined || after.frontierMs === undefined) return undefined;
  const logMs = after.frontierMs - before.frontierMs;
  const passedMs = after.run.endedAtMs - before.run.endedAtMs;
  if (logMs < 0 || passedMs <= 0) return undefined;
  return { logMs, timeMs: passedMs > MAX_GAP_INTERVALS * intervalMs ? intervalMs : passedMs };
}

/** When an administrator last moved a checkpoint. */
export function lastMoveMs({ actions }: State): number | undefined {
  return actions.find(({ kind }) => kind === 'move')?.atMs;
}

/** The runs after the last move of a checkpoint, across which a speed means nothing. */
function runsSinceMove(state: State): readonly Run[] {
  const movedAtMs = lastMoveMs(state) ?? Number.NEGATIVE_INFINITY;
  return exportsOf(state).filter(({ startedAtMs }) => startedAtMs >= movedAtMs);
}

/** How long it takes to catch up at a speed; `undefined` when that never happens, or is not known. */
export function untilCaughtUpMs(behindMs: number, speed: number | undefined): number | undefined {
  if (speed === undefined || !(speed - 1 >= MIN_GAIN)) return undefined;
  return Math.max(0, behindMs) / (speed - 1);
}
