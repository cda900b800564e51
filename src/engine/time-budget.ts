/** How the time of a run is divided, so that it always ends before its deadline with its state stored. */

export interface TimeBudget {
  readonly startedAtMs: number;
  /** From then on no page is asked for. */
  readonly fetchUntilMs: number;
  /** From then on no delivery is attempted. */
  readonly deliverUntilMs: number;
  /** The end of the run, its last state write included. */
  readonly deadlineMs: number;
}

const DELIVERY_SHARE = 0.15;
const STATE_SHARE = 0.075;

/** Divides a run of `maxRunMs`: the last 7.5 % are for the state, the 15 % before that for what is still to be delivered. */
export function timeBudget(startedAtMs: number, maxRunMs: number): TimeBudget {
  const deadlineMs = startedAtMs + maxRunMs;
  const deliverUntilMs = deadlineMs - maxRunMs * STATE_SHARE;
  const fetchUntilMs = deliverUntilMs - maxRunMs * DELIVERY_SHARE;
  return { startedAtMs, fetchUntilMs, deliverUntilMs, deadlineMs };
}
