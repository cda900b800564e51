/** Where to read on when the API does not know a position, by the logs that a search found around it. */

import type { Log } from '../engine/walls.ts';
import { isSmallerId } from './log-id.ts';

export type Place =
  /** A log at or before the position: everything wanted comes after it. */
  | { readonly kind: 'after'; readonly log: Log }
  /** The first log found, and none before the position: it is wanted too. */
  | { readonly kind: 'from'; readonly log: Log };

/**
 * The place from which nothing after the position is missed, and as little as possible is read
 * twice: the last id up to it, else the smallest id. Never by date, in whose order a search gives
 * its logs: a late event would hide those before it. `undefined` when nothing was found.
 */
export function placeIn(logs: readonly Log[], after: string): Place | undefined {
  let before: Log | undefined;
  let smallest: Log | undefined;
  for (const log of logs) {
    const isBefore = log.log_id === after || isSmallerId(log.log_id, after);
    if (isBefore && (before === undefined || isSmallerId(before.log_id, log.log_id))) before = log;
    if (smallest === undefined || isSmallerId(log.log_id, smallest.log_id)) smallest = log;
  }
  if (before !== undefined) return { kind: 'after', log: before };
  return smallest === undefined ? undefined : { kind: 'from', log: smallest };
}
