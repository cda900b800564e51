/** The source of pages: the Management API's logs, read in checkpoint mode. */

import type { Clock, Log, Page, PageOutcome, PageSource } from '../engine/walls.ts';
import { smallerId, timeOfLogId } from './log-id.ts';
import { timeOfLog } from './log-time.ts';
import type { LogsClient, LogsRead } from './logs-client.ts';
import { checkpointUrl, MAX_TAKE, nextUrl, searchUrl } from './logs-request.ts';
import { pauseAfterMs } from './rate-limit.ts';

/** A page of ordinary logs has 150 KB; this bounds the memory that a page of huge ones can take. */
const MAX_PAGE_BYTES = 16_000_000;

/** A page that is too large is asked for again in parts; a log on its own may be larger than a page. */
const SMALLER_TAKES = [10, 1];
const MAX_SINGLE_LOG_BYTES = 64_000_000;

/** Events happen up to this long before their id is given: a search by date begins earlier by it. */
const SEARCH_MARGIN_MS = 60_000;

/** Makes the source for one run. */
export function createLogsApi(origin: string, client: LogsClient, clock: Clock): PageSource {
  /** The address that the last page gave for the page after it. */
  let next: { readonly after: string; readonly url: string } | undefined;

  /** The logs after an id, in smaller parts when a page of them is too large. */
  async function readAfter(
    after: string,
    endsAtMs: number,
  ): Promise<{ read: Awaited<ReturnType<LogsClient['read']>>; take: number }> {
    const address = next?.after === after ? next.url : checkpointUrl(origin, after, MAX_TAKE);
    let read = await client.read(address, MAX_PAGE_BYTES, endsAtMs - clock.now());
    let take = MAX_TAKE;
    for (const smallerTake of SMALLER_TAKES) {
      if (read.status !== 'too-large') break;
      take = smallerTake;
      const maxBytes = take === 1 ? MAX_SINGLE_LOG_BYTES : MAX_PAGE_BYTES;
      read = await client.read(
        checkpointUrl(origin, after, take),
        maxBytes,
        endsAtMs - clock.now(),
      );
    }
    return { read, take };
  }

  /** The page after an id; `position-refused` when the API does not know the id. */
  async function readOn(
    after: string,
    endsAtMs: number,
  ): Promise<PageOutcome | { status: 'position-refused' }> {
    const { read, take } = await readAfter(after, endsAtMs);
    if (read.status === 'too-large') return tooLarge(after);
    if (read.status !== 'logs') return read;

    if (read.logs.some((log) => log.log_id === after)) {
      return {
        status: 'retry',
        reason: 'Auth0 answered with the log that it was to continue after',
      };
    }
    const continuesAfter = read.logs.at(-1)?.log_id ?? after;
    const url = nextUrl(read.answer.header('link'), origin, continuesAfter, MAX_TAKE);
    next = url === undefined ? undefined : { after: continuesAfter, url };
    return pageOf(read, { logs: read.logs, continuesAfter, isFull: read.logs.length >= take });
  }

  /**
   * Finds a place to continue from when the API does not know the id. A search only finds the
   * place, because its order is by date: of the logs from a minute before, the one with the
   * smallest id is given alone, and the rest is read after it in checkpoint mode.
   */
  async function findPlace(after: string, endsAtMs: number): Promise<PageOutcome> {
    const wantedMs = timeOfLogId(after) ?? 0;
    const url = searchUrl(origin, Math.max(0, wantedMs - SEARCH_MARGIN_MS));
    const read = await client.read(url, MAX_SINGLE_LOG_BYTES, endsAtMs - clock.now());
    if (read.status === 'too-large') return tooLarge(after);
    if (read.status === 'position-refused') {
      return {
        status: 'retry',
        reason: 'Auth0 refused both the position in the logs and a search for it',
      };
    }
    if (read.status !== 'logs') return read;
    const first = read.logs.reduce<Log | undefined>(
      (found, log) =>
        found === undefined || smallerId(found.log_id, log.log_id) === log.log_id ? log : found,
      undefined,
    );
    if (first === undefined)
      return pageOf(read, { logs: [], continuesAfter: after, isFull: false });
    return pageOf(read, {
      logs: [first],
      continuesAfter: first.log_id,
      isFull: true,
      warning: `Auth0 did not know the position ${after}; reading went on at the log ${first.log_id}, which a search found`,
    });
  }

  function pageOf({ answer }: LogsRead, page: Page): PageOutcome {
    const pauseMs = pauseAfterMs(answer, clock.now());
    return { status: 'page', page: pauseMs === undefined ? page : { ...page, pauseMs } };
  }

  return {
    timeOf: timeOfLog,
    async fetchPage(after, timeoutMs) {
      const endsAtMs = clock.now() + timeoutMs;
      const outcome = await readOn(after, endsAtMs);
      return outcome.status === 'position-refused' ? findPlace(after, endsAtMs) : outcome;
    },
  };
}

function tooLarge(after: string): PageOutcome {
  const reason = `the log after ${after} is larger than ${MAX_SINGLE_LOG_BYTES} bytes and cannot be read`;
  return { status: 'stopped', reason };
}
