/** The time by the clock of the other side. */

import type { HttpHead } from './http-client.ts';

/** How far the two clocks may differ before the server's own date is believed. */
const MAX_CLOCK_DIFFERENCE_MS = 5_000;

/**
 * The local time, unless it is far from the server's own `Date`: a point in time that an answer
 * names is one on the server's clock.
 */
export function serverTimeMs(answer: HttpHead, nowMs: number): number {
  const dateMs = Date.parse(answer.header('date') ?? '');
  const isFar = Math.abs(dateMs - nowMs) > MAX_CLOCK_DIFFERENCE_MS;
  return isFar ? dateMs : nowMs;
}
