/** The run that is under way, as far as its lease tells. */

import { isHeld } from '../../engine/lease.ts';
import type { State } from '../../engine/state.ts';
import { isTime } from '../words/time.ts';

/** No run takes longer; an earlier start was written by a clock that is wrong. */
const MAX_RUN_MS = 3_600_000;

/** Clocks differ by so much. */
const MAX_SKEW_MS = 60_000;

export interface RunUnderWay {
  /** Not known when the id of the run does not tell it. */
  readonly startedAtMs: number | undefined;
}

/** The run that holds the lease; `undefined` when none is under way. */
export function runUnderWay({ lease }: State, nowMs: number): RunUnderWay | undefined {
  if (lease === null || !isHeld(lease, nowMs)) return undefined;
  const startedAtMs = startOfRunId(lease.holder);
  const sinceMs = nowMs - (startedAtMs ?? Number.NaN);
  const isLikely = sinceMs >= -MAX_SKEW_MS && sinceMs <= MAX_RUN_MS;
  return { startedAtMs: isLikely ? startedAtMs : undefined };
}

/** The time in the id of a run, which begins with it in base 36; `undefined` for any other text. */
export function startOfRunId(runId: string): number | undefined {
  const startedAtMs = Number.parseInt(/^([0-9a-z]{1,11})-/.exec(runId)?.[1] ?? '', 36);
  return isTime(startedAtMs) ? startedAtMs : undefined;
}
