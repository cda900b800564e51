/** When a run has read enough. */

import type { Log, Page } from './walls.ts';

/**
 * Whether nothing is left to read: at an empty page, or after a page that was not full and whose
 * newest log is younger than the run. The second spares a busy tenant's run from following the
 * tail, a few logs at a time, to its deadline.
 */
export function isCaughtUp(
  page: Page,
  runStartedAtMs: number,
  timeOf: (log: Log) => number | undefined,
): boolean {
  if (page.logs.length === 0) return true;
  if (page.isFull) return false;
  return page.logs.some((log) => (timeOf(log) ?? 0) > runStartedAtMs);
}
