/** When a log happened. */

import type { Log } from '../engine/walls.ts';

/** The `date` of a log in milliseconds since 1970; `undefined` when it is absent or no ISO 8601 date. */
export function timeOfLog(log: Log): number | undefined {
  const { date } = log;
  if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(date)) return undefined;
  const timeMs = Date.parse(date);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
