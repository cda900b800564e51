/** Which time a row gets. */

const DAY_MS = 86_400_000;
const OLDEST_MS = 2 * DAY_MS;
const FURTHEST_AHEAD_MS = DAY_MS;

/** The record's own time, unless it is absent, unreadable, too old or too far ahead: then the receipt. */
export function timeGenerated(value: unknown, receivedMs: number): number {
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(timeMs)) return receivedMs;
  const isTaken = timeMs >= receivedMs - OLDEST_MS && timeMs <= receivedMs + FURTHEST_AHEAD_MS;
  return isTaken ? timeMs : receivedMs;
}
