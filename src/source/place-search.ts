/** Searches for a place to read on from when the API does not know a position. */

import type { Clock, Log } from '../engine/walls.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { timeOfLogId } from './log-id.ts';
import { timeOfLog } from './log-time.ts';
import type { LogsClient, LogsReadOutcome } from './logs-client.ts';
import { MAX_SEARCH_PAGES, MAX_TAKE, searchBackUrl, searchUrl } from './logs-request.ts';
import { type Place, placeIn } from './search-place.ts';

/** Events happen up to this long before their id is given: a search by date begins earlier by it. */
const SEARCH_MARGIN_MS = 60_000;

export type PlaceOutcome =
  | { readonly status: 'place'; readonly place: Place | undefined; readonly answer: HttpAnswer }
  | Exclude<LogsReadOutcome, { status: 'logs' }>;

/**
 * Looks at the logs from a minute before the position on and, when none of them is before it, at
 * those with earlier dates too: one of them is a place to continue after, or came late and is wanted.
 */
export async function searchPlace(
  origin: string,
  client: LogsClient,
  clock: Clock,
  after: string,
  maxResponseBytes: number,
  endsAtMs: number,
): Promise<PlaceOutcome> {
  const search = (url: string) => client.read(url, maxResponseBytes, endsAtMs - clock.now());

  async function searchLater(fromMs: number): Promise<LogsReadOutcome> {
    const logs: Log[] = [];
    for (let page = 0; ; page += 1) {
      const read = await search(searchUrl(origin, fromMs, page));
      if (read.status !== 'logs') return read;
      logs.push(...read.logs);
      const isLast = read.logs.length < MAX_TAKE || page + 1 === MAX_SEARCH_PAGES;
      if (isLast || isSettled(logs, after)) return { ...read, logs };
    }
  }

  const fromMs = Math.max(0, (timeOfLogId(after) ?? 0) - SEARCH_MARGIN_MS);
  const later = await searchLater(fromMs);
  if (later.status !== 'logs') return later;
  const place = placeIn(later.logs, after);
  if (place?.kind === 'after') return { status: 'place', place, answer: later.answer };

  const earlier = await search(searchBackUrl(origin, fromMs, MAX_TAKE));
  if (earlier.status !== 'logs') return earlier;
  const { answer, logs } = earlier;
  return { status: 'place', place: placeIn([...later.logs, ...logs], after), answer };
}

/**
 * Whether the place that these logs tell can no longer change with those that follow by date. A log
 * with a smaller id was taken in no later, so that it did not happen later either; ids tell their
 * time to the second.
 */
function isSettled(logs: readonly Log[], after: string): boolean {
  const place = placeIn(logs, after);
  const last = logs.at(-1);
  if (place === undefined || place.kind === 'after' || last === undefined) return true;
  const takenInMs = timeOfLogId(place.log.log_id);
  const reachedMs = timeOfLog(last);
  return takenInMs === undefined || reachedMs === undefined || reachedMs > takenInMs + 1_000;
}
