/** How the time of a run is divided, so that it always ends before its deadline with its state stored. */

export interface TimeBudget {
  readonly startedAtMs: number;
  /** From then on no page is asked for. */
  readonly fetchUntilMs: number;
  /** From then on no delivery is attempted. */
  readonly deliverUntilMs: number;
  /** From then on only the last write of the state is attempted, which holds the report. */
  readonly saveUntilMs: number;
  /** By then all work has ended, unless it never does. */
  readonly overtimeMs: number;
  /** The end of the run. */
  readonly deadlineMs: number;
  /** The most that one request may take. */
  readonly attemptTimeoutMs: number;
  /** Records are sent at the latest when the first of them has waited for so long. */
  readonly maxUnsentMs: number;
}

const STATE_SHARE = 0.075;
const DELIVERY_SHARE = 0.15;

/** Long enough for a large batch on a slow line; a run has time for a second attempt. */
const MAX_ATTEMPT_MS = 8_000;
const ATTEMPT_SHARE = 0.4;

/** Long enough for full batches from a fast tenant; a slow one's must not wait for the end of the run. */
const MAX_UNSENT_MS = 2_000;
const UNSENT_SHARE = 0.2;

/** Divides a run of `maxRunMs`: the last 7.5 % are for the state, the 15 % before that for what is still to be delivered. */
export function timeBudget(startedAtMs: number, maxRunMs: number): TimeBudget {
  const deadlineMs = startedAtMs + maxRunMs;
  const deliverUntilMs = deadlineMs - maxRunMs * STATE_SHARE;
  const saveUntilMs = (deliverUntilMs + deadlineMs) / 2;
  return {
    startedAtMs,
    fetchUntilMs: deliverUntilMs - maxRunMs * DELIVERY_SHARE,
    deliverUntilMs,
    saveUntilMs,
    overtimeMs: (saveUntilMs + deadlineMs) / 2,
    deadlineMs,
    attemptTimeoutMs: Math.min(MAX_ATTEMPT_MS, maxRunMs * ATTEMPT_SHARE),
    maxUnsentMs: Math.min(MAX_UNSENT_MS, maxRunMs * UNSENT_SHARE),
  };
}
