/** Repeats an attempt that may succeed later: a wrapper around a function that builds and sends. */

import { retryDelayMs } from './retry-delay.ts';
import type { Clock, RandomSource, RetryOutcome } from './walls.ts';

export interface Retried<Outcome> {
  /** The outcome of the last attempt; a `retry` when the time ran out. */
  readonly outcome: Outcome | RetryOutcome;
  /** Attempts beyond the first. */
  readonly retries: number;
  /** The only attempt had less time than an attempt should have, so its failure says nothing. */
  readonly wasCutShort: boolean;
}

export interface RetryLimits {
  /** No attempt is begun at or after this time. */
  readonly untilMs: number;
  /** The most that one attempt may take. */
  readonly attemptTimeoutMs: number;
  /** Ends the waiting, and with it the retries. */
  readonly signal: AbortSignal;
}

/**
 * Makes attempts until one has another outcome than `retry`, or until the wait before the next one
 * no longer fits the time.
 */
export async function retrying<Outcome extends { readonly status: string }>(
  attempt: (timeoutMs: number) => Promise<Outcome | RetryOutcome>,
  limits: RetryLimits,
  clock: Clock,
  random: RandomSource,
): Promise<Retried<Outcome>> {
  let last: Retried<Outcome> = { outcome: NO_TIME, retries: 0, wasCutShort: true };
  for (let retries = 0; ; retries += 1) {
    const timeoutMs = Math.min(limits.attemptTimeoutMs, limits.untilMs - clock.now());
    // A sleep may take longer than it should; what the other side said last is still the reason.
    if (timeoutMs <= 0) return last;
    const outcome = await attempt(timeoutMs);
    const wasCutShort = retries === 0 && timeoutMs < limits.attemptTimeoutMs;
    const retried = { outcome, retries, wasCutShort };
    if (!isRetry(outcome)) return retried;
    // An attempt that the end of the time cut off tells nothing; the one before told the reason.
    if (retries > 0 && clock.now() >= limits.untilMs) return { ...last, retries };
    last = retried;
    const delayMs = retryDelayMs(retries + 1, random, outcome.waitMs);
    if (clock.now() + delayMs >= limits.untilMs) return retried;
    await clock.sleep(delayMs, limits.signal);
    if (limits.signal.aborted) return retried;
  }
}

const NO_TIME: RetryOutcome = { status: 'retry', reason: 'no time was left' };

function isRetry(outcome: { readonly status: string }): outcome is RetryOutcome {
  return outcome.status === 'retry';
}
