/** What the Management API says about its rate limit, as waits. */

import type { HttpHead } from '../http/http-client.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { serverTimeMs } from '../http/server-time.ts';

/**
 * How long to wait after a 429: `Retry-After` if it comes, else until `x-ratelimit-reset`, the
 * Unix time in seconds at which more requests are expected. `undefined` when neither says.
 */
export function rateLimitWaitMs(answer: HttpHead, nowMs: number): number | undefined {
  return retryAfterMs(answer, nowMs) ?? msUntilReset(answer, nowMs);
}

/** How long to pause after an accepted request that used up the allowance, so that no 429 is provoked. */
export function pauseAfterMs(answer: HttpHead, nowMs: number): number | undefined {
  const remaining = answer.header('x-ratelimit-remaining')?.trim();
  if (remaining === undefined || !/^\d+$/.test(remaining) || Number(remaining) > 0)
    return undefined;
  return msUntilReset(answer, nowMs);
}

function msUntilReset(answer: HttpHead, nowMs: number): number | undefined {
  const reset = answer.header('x-ratelimit-reset')?.trim();
  if (reset === undefined || !/^\d{1,11}$/.test(reset)) return undefined;
  return Math.max(0, Number(reset) * 1000 - serverTimeMs(answer, nowMs));
}
