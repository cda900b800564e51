/** Whether logs were deleted before they could be read, and how a person is told. */

import type { Log } from '../engine/walls.ts';
import { GAP_WORDS } from '../engine/warnings.ts';
import { isSmallerId, syntheticId, timeOfLogId } from './log-id.ts';
import { timeOfLog } from './log-time.ts';
import { placeIn } from './search-place.ts';
import { BEGINNING_MS } from './start-position.ts';

/** Auth0 keeps logs for a day at least (deploy-monitor/logs/log-data-retention), so younger ones are there. */
const SHORTEST_RETENTION_MS = 24 * 3_600_000;

const BEGINNING = syntheticId(BEGINNING_MS);

/**
 * Until when nothing was missed: the time of the place, or a later one at which nothing was left
 * after it. The beginning is no such time, because whatever is gone by the first run was not wanted.
 */
export function knownUntilMs(after: string, confirmedAtMs: number | undefined): number | undefined {
  const placeMs = after === BEGINNING ? undefined : timeOfLogId(after);
  if (placeMs === undefined || confirmedAtMs === undefined) return placeMs ?? confirmedAtMs;
  return Math.max(placeMs, confirmedAtMs);
}

/** Whether something after that time may have been deleted already. */
export function mayBeDeleted(knownMs: number, nowMs: number): boolean {
  return nowMs - knownMs > SHORTEST_RETENTION_MS;
}

/**
 * What to tell when the oldest logs that are left do not show that everything after the place is.
 * `emptyAtMs`: when there was nothing after the place, so that no log at all means that all is gone.
 */
export function gapWarning(
  after: string,
  knownMs: number,
  oldestLogs: readonly Log[],
  emptyAtMs: number | undefined,
): string | undefined {
  const untilMs = deletedUntilMs(after, oldestLogs, emptyAtMs);
  if (untilMs === undefined || untilMs <= knownMs) return undefined;
  return (
    `${GAP_WORDS}: Auth0 no longer retains what came between ${isoTime(knownMs)} and ` +
    `${isoTime(untilMs)}, and what of it was not exported before cannot be fetched any more. See to it that ` +
    "the exporter never stands still for longer than the tenant's log retention, which is 1 to " +
    '30 days by plan.'
  );
}

/** The time of the oldest log that is left after a place; of the look at it if none is left at all. */
function deletedUntilMs(
  after: string,
  oldestLogs: readonly Log[],
  emptyAtMs: number | undefined,
): number | undefined {
  const place = placeIn(oldestLogs, after);
  if (place === undefined) return emptyAtMs;
  if (place.kind !== 'from' || !isSmallerId(after, place.log.log_id)) return undefined;
  return timeOfLogId(place.log.log_id) ?? timeOfLog(place.log);
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
