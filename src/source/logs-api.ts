/** The source of pages: the Management API's logs, read in checkpoint mode. */

import type { Clock, Page, PageOutcome, PageSource } from '../engine/walls.ts';
import { isSmallerId, isSyntheticId, timeOfLogId } from './log-id.ts';
import { timeOfLog } from './log-time.ts';
import type { LogsClient, LogsRead } from './logs-client.ts';
import { checkpointUrl, MAX_TAKE, nextUrl, searchUrl } from './logs-request.ts';
import { pauseAfterMs } from './rate-limit.ts';
import { placeIn } from './search-place.ts';

/** A page of ordinary logs has 150 KB; this bounds the memory that a page of huge ones can take. */
const MAX_PAGE_BYTES = 16_000_000;

/** A page that is too large is asked for again in parts; a log on its own may be larger than a page. */
const SMALLER_TAKES = [10, 1];
const MAX_SINGLE_LOG_BYTES = 64_000_000;

/** Events happen up to this long before their id is given: a search by date begins earlier by it. */
const SEARCH_MARGIN_MS = 60_000;

const REFUSED_ALL: PageOutcome = {
  status: 'retry',
  reason: 'Auth0 refused the position in the logs, and no other place to read on from was found',
};

/** What came for a position, and how many logs were asked for in the end. */
interface PartRead {
  readonly read: Awaited<ReturnType<LogsClient['read']>>;
  readonly take: number;
}

/** Makes the source for one run. */
export function createLogsApi(origin: string, client: LogsClient, clock: Clock): PageSource {
  /** The address that the last page gave for the page after it. */
  let next: { readonly after: string; readonly url: string } | undefined;
  /** The position that was refused last, and not yet searched for. */
  let refusedBefore: string | undefined;
  /** How far a search for a position was followed, for when an attempt is too short for all of it. */
  let passedOver:
    | { readonly asked: string; readonly reached: string; readonly warning: string }
    | undefined;

  /** The logs after an id, in smaller parts when a page of them is too large. */
  async function readAfter(after: string, endsAtMs: number): Promise<PartRead> {
    const linked = next?.after === after ? next.url : undefined;
    // Used once, so that an address which does not work is not asked for again and again.
    next = undefined;
    if (linked !== undefined) {
      const part = await readAtMost(MAX_TAKE, linked, after, endsAtMs);
      if (part.read.status !== 'position-refused') return part;
    }
    return readAtMost(MAX_TAKE, checkpointUrl(origin, after, MAX_TAKE), after, endsAtMs);
  }

  async function readAtMost(
    take: number,
    url: string,
    after: string,
    endsAtMs: number,
  ): Promise<PartRead> {
    const [smallerTake] = SMALLER_TAKES.filter((smaller) => smaller < take);
    const maxBytes = smallerTake === undefined ? MAX_SINGLE_LOG_BYTES : MAX_PAGE_BYTES;
    const read = await client.read(url, maxBytes, endsAtMs - clock.now());
    if (read.status !== 'too-large' || smallerTake === undefined) return { read, take };
    return readAtMost(smallerTake, checkpointUrl(origin, after, smallerTake), after, endsAtMs);
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
   * Finds a place to continue from when the API does not know the id. A search from a minute
   * before only finds the place; what is exported is read after it in checkpoint mode, except for
   * the very first log when there is none before it.
   */
  async function findPlace(after: string, endsAtMs: number): Promise<PageOutcome> {
    const wantedMs = timeOfLogId(after) ?? 0;
    const url = searchUrl(origin, Math.max(0, wantedMs - SEARCH_MARGIN_MS));
    const read = await client.read(url, MAX_SINGLE_LOG_BYTES, endsAtMs - clock.now());
    if (read.status === 'too-large') return tooLarge(after);
    if (read.status === 'position-refused') return REFUSED_ALL;
    if (read.status !== 'logs') return read;
    const place = placeIn(read.logs, after);
    if (place === undefined) {
      return pageOf(read, { logs: [], continuesAfter: after, isFull: false });
    }
    const { log } = place;
    const warning = `Auth0 did not know the position ${after}; reading went on at the log ${log.log_id}, which a search found`;
    if (place.kind === 'after') return readFrom(log.log_id, after, warning, endsAtMs);
    return pageOf(read, { logs: [log], continuesAfter: log.log_id, isFull: true, warning });
  }

  /**
   * The first page after a log that a search found, in place of the position that was asked for.
   * What lies between the two was wanted by nobody, or was exported already, and is passed over.
   */
  async function readFrom(
    found: string,
    asked: string,
    warning: string,
    endsAtMs: number,
  ): Promise<PageOutcome> {
    // A log that exists is a position that works; were another one searched for instead, ever
    // further back, the same logs would be read for ever.
    if (found === asked) return REFUSED_ALL;
    const outcome = await readOn(found, endsAtMs);
    if (outcome.status === 'position-refused') return REFUSED_ALL;
    if (outcome.status !== 'page') return outcome;
    const { page } = outcome;
    // An empty page leaves the position as it was asked for.
    if (page.logs.length === 0) {
      return { status: 'page', page: { ...page, continuesAfter: asked, warning } };
    }
    const logs = page.logs.filter(({ log_id: id }) => id !== asked && !isSmallerId(id, asked));
    if (logs.length > 0) return { status: 'page', page: { ...page, logs, warning } };
    passedOver = { asked, reached: page.continuesAfter, warning };
    return readFrom(page.continuesAfter, asked, warning, endsAtMs);
  }

  function pageOf({ answer }: LogsRead, page: Page): PageOutcome {
    const pauseMs = pauseAfterMs(answer, clock.now());
    return { status: 'page', page: pauseMs === undefined ? page : { ...page, pauseMs } };
  }

  return {
    timeOf: timeOfLog,
    async fetchPage(after, timeoutMs) {
      const endsAtMs = clock.now() + timeoutMs;
      if (passedOver?.asked === after) {
        return readFrom(passedOver.reached, after, passedOver.warning, endsAtMs);
      }
      const outcome = await readOn(after, endsAtMs);
      if (outcome.status !== 'position-refused') return outcome;
      if (isSyntheticId(after) || refusedBefore === after) return findPlace(after, endsAtMs);
      // A real log was known when it was exported: the refusal may be a whim.
      refusedBefore = after;
      return { status: 'retry', reason: `Auth0 refused the position after the log ${after}` };
    },
  };
}

function tooLarge(after: string): PageOutcome {
  const reason = `the log after ${after} is larger than ${MAX_SINGLE_LOG_BYTES} bytes and cannot be read`;
  return { status: 'stopped', reason };
}
