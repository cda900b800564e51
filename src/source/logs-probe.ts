/** Looks for the oldest and the newest log that a tenant retains, outside any run. */

import type { Log } from '../engine/walls.ts';
import { timeOfLogId } from './log-id.ts';
import { timeOfLog } from './log-time.ts';
import type { LogsClient } from './logs-client.ts';
import { newestUrl, oldestUrl } from './logs-request.ts';

/**
 * A search orders by date, and a late event may stand before the log that is looked for. So a few
 * are looked at; ordinary ones have some kilobytes, and what is far larger is not worth a look.
 */
const MOST_FOUND = 10;
const MAX_FOUND_BYTES = 16_000_000;

export type ProbeOutcome =
  | {
      readonly status: 'found';
      readonly log: Log;
      /** When Auth0 took the log in, by its id; else when it happened, if it says so. */
      readonly atMs: number | undefined;
    }
  /** The tenant retains no log that a search finds. */
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly reason: string };

/** Every call is a search, answers within `timeoutMs` and never rejects. */
export interface LogsProbe {
  /** The log that was taken in first of all that are retained. */
  oldest(timeoutMs: number): Promise<ProbeOutcome>;
  /** The log that was taken in last. */
  newest(timeoutMs: number): Promise<ProbeOutcome>;
}

/** Makes the probe of one tenant. */
export function createLogsProbe(origin: string, client: LogsClient): LogsProbe {
  async function probe(url: string, timeoutMs: number, isWanted: IsWanted): Promise<ProbeOutcome> {
    const read = await client.read(url, MAX_FOUND_BYTES, timeoutMs);
    switch (read.status) {
      case 'logs':
        return mostWanted(read.logs, isWanted);
      case 'position-refused':
        return failed(`Auth0 answered ${read.statusCode} to a search`);
      case 'too-large':
        return failed(`Auth0 answered a search with more than ${MAX_FOUND_BYTES} bytes`);
      case 'misconfigured':
        return failed(read.problem);
      case 'retry':
        return failed(read.reason);
    }
  }

  return {
    oldest: (timeoutMs) =>
      probe(oldestUrl(origin, MOST_FOUND), timeoutMs, (atMs, bestMs) => atMs < bestMs),
    newest: (timeoutMs) =>
      probe(newestUrl(origin, MOST_FOUND), timeoutMs, (atMs, bestMs) => atMs > bestMs),
  };
}

/** Whether a log of the first time is wanted rather than one of the second. */
type IsWanted = (atMs: number, bestMs: number) => boolean;

/** A log that tells no time is given only when no other does. */
function mostWanted(logs: readonly Log[], isWanted: IsWanted): ProbeOutcome {
  const [first, ...others] = logs;
  if (first === undefined) return { status: 'none' };
  let best = { log: first, atMs: timeOf(first) };
  for (const log of others) {
    const atMs = timeOf(log);
    if (atMs === undefined) continue;
    if (best.atMs === undefined || isWanted(atMs, best.atMs)) best = { log, atMs };
  }
  return { status: 'found', ...best };
}

/** Retention goes by the time of taking in, which no late or odd date can shift. */
function timeOf(log: Log): number | undefined {
  return timeOfLogId(log.log_id) ?? timeOfLog(log);
}

function failed(reason: string): ProbeOutcome {
  return { status: 'failed', reason };
}
