/** Whether an empty page is the end of the logs, or the place to continue after is lost. */

import type { Log } from '../engine/walls.ts';
import { hasKnownOrder, isSmallerId, isSyntheticId, timeOfLogId } from './log-id.ts';

/** Only then is a look worth a request: a tenant that is in use has logs more often. */
const STANDSTILL_MS = 3_600_000;

/**
 * Search and checkpoint mode may lag behind one another; by how much is not documented. A log
 * younger than this is no proof, because checkpoint mode may yet give it.
 */
const SETTLED_MS = 5 * 60_000;

/**
 * Whether a place is worth a look when nothing comes after it: no log came for an hour, or none
 * ever. An id that tells no time may have stood still as well; what ids of another form mean
 * beside that of another log cannot be told.
 */
export function standsStill(after: string, nowMs: number): boolean {
  if (isSyntheticId(after)) return true;
  const placeMs = timeOfLogId(after);
  return placeMs === undefined ? hasKnownOrder(after) : nowMs - placeMs > STANDSTILL_MS;
}

/** The time up to which checkpoint mode surely gives what a search finds. */
export function settledUntilMs(nowMs: number): number {
  return nowMs - SETTLED_MS;
}

/**
 * Whether one of the logs that a search found shows that something comes after the place. It must
 * have been taken in long enough ago: an event with an old date may have come late.
 */
export function proveLogsAfter(found: readonly Log[], after: string, settledMs: number): boolean {
  return found.some(({ log_id: id }) => {
    const takenInMs = timeOfLogId(id);
    return takenInMs !== undefined && takenInMs <= settledMs && isSmallerId(after, id);
  });
}
