/** How long to wait before the next attempt. */

import type { RandomSource } from './walls.ts';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

/**
 * The wait after attempt number `attempt` (from 1): doubling, at most 8 s, and half of it left to
 * chance, so that exporters which failed together do not come back together. A wait that the other
 * side asked for is kept in full.
 */
export function retryDelayMs(
  attempt: number,
  random: RandomSource,
  askedWaitMs: number | undefined,
): number {
  const fullMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  const jitteredMs = Math.round(fullMs * (0.5 + 0.5 * random()));
  return askedWaitMs === undefined ? jitteredMs : Math.max(askedWaitMs, jitteredMs);
}
