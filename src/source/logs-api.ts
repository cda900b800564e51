/** The source of pages: the Management API's logs, read in checkpoint mode. */

import type { Clock, Page, PageOutcome, PageSource } from '../engine/walls.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { readFirstPage } from './first-page.ts';
import { isSmallerId, isSyntheticId } from './log-id.ts';
import { timeOfLog } from './log-time.ts';
import type { LogsClient, LogsReadOutcome } from './logs-client.ts';
import { checkpointUrl, logUrl, MAX_TAKE, nextUrl } from './logs-request.ts';
import { standsStill } from './place-loss.ts';
import { searchPlace } from './place-search.ts';
import { pauseAfterMs } from './rate-limit.ts';

/** A page of ordinary logs has 150 KB; this bounds the memory that a page of huge ones can take. */
const MAX_PAGE_BYTES = 16_000_000;

/** A page that is too large is asked for again in parts; a log on its own may be larger than a page. */
const SMALLER_TAKES = [10, 1];
const MAX_SINGLE_LOG_BYTES = 64_000_000;

const NO_PLACE: PageOutcome = {
  status: 'retry',
  reason:
    'Auth0 does not know the position in the logs, and no other place to read on from was found',
};

/** What came for a position, and how many logs were asked for in the end. */
interface PartRead {
  readonly read: LogsReadOutcome;
  readonly take: number;
}

/** Makes the source for one run; its readers may be at different places. */
export function createLogsApi(origin: string, client: LogsClient, clock: Clock): PageSource {
  /** The addresses that pages gave for the page after them, by the id that it continues after. */
  const next = new Map<string, string>();
  /** The positions that were refused, and not yet searched for. */
  const refusedBefore = new Set<string>();
  /** How far the search for a position was followed, for when an attempt is too short for all of it. */
  const passedOver = new Map<string, { readonly reached: string; readonly warning: string }>();

  /** The logs after an id, in smaller parts when a page of them is too large. */
  async function readAfter(after: string, endsAtMs: number): Promise<PartRead> {
    const linked = next.get(after);
    // Used once, so that an address which does not work is not asked for again and again.
    next.delete(after);
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
    if (url !== undefined) next.set(continuesAfter, url);
    return pageOf(read.answer, {
      logs: read.logs,
      continuesAfter,
      isFull: read.logs.length >= take,
    });
  }

  /**
   * Reads on from another place when the API does not know the position. A search only finds the
   * place; what is exported is read after it in checkpoint mode, except for the very first log
   * when there is none before it.
   */
  async function findPlace(after: string, endsAtMs: number): Promise<PageOutcome> {
    const found = await searchPlace(origin, client, clock, after, MAX_SINGLE_LOG_BYTES, endsAtMs);
    if (found.status === 'too-large') return tooLarge(after);
    if (found.status === 'position-refused') return NO_PLACE;
    if (found.status !== 'place') return found;
    const { place, answer } = found;
    if (place === undefined) {
      return pageOf(answer, { logs: [], continuesAfter: after, isFull: false });
    }
    const { log } = place;
    const warning = `Auth0 did not know the position ${after}; reading went on at the log ${log.log_id}, which a search found`;
    if (place.kind === 'after') return readFrom(log.log_id, after, warning, endsAtMs);
    const page = { logs: [log], continuesAfter: log.log_id, isFull: true, warnings: [warning] };
    return pageOf(answer, page);
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
    if (found === asked) return NO_PLACE;
    const outcome = await readOn(found, endsAtMs);
    if (outcome.status === 'position-refused') return NO_PLACE;
    if (outcome.status !== 'page') return outcome;
    const { page } = outcome;
    // An empty page leaves the position as it was asked for.
    if (page.logs.length === 0) {
      return { status: 'page', page: { ...page, continuesAfter: asked, warnings: [warning] } };
    }
    const logs = page.logs.filter(({ log_id: id }) => id !== asked && !isSmallerId(id, asked));
    if (logs.length > 0) return { status: 'page', page: { ...page, logs, warnings: [warning] } };
    passedOver.set(asked, { reached: page.continuesAfter, warning });
    return readFrom(page.continuesAfter, asked, warning, endsAtMs);
  }

  function pageOf(answer: HttpAnswer, page: Page): PageOutcome {
    const pauseMs = pauseAfterMs(answer, clock.now());
    const sized = { ...page, answerLength: answer.body.length };
    return { status: 'page', page: pauseMs === undefined ? sized : { ...sized, pauseMs } };
  }

  async function readPage(after: string, endsAtMs: number): Promise<PageOutcome> {
    const followed = passedOver.get(after);
    if (followed !== undefined) {
      return readFrom(followed.reached, after, followed.warning, endsAtMs);
    }
    // Before the request: what is refused to two readers at once is one refusal.
    const wasRefused = refusedBefore.has(after);
    const outcome = await readOn(after, endsAtMs);
    if (outcome.status !== 'position-refused') return outcome;
    if (isSyntheticId(after) || wasRefused) return findPlace(after, endsAtMs);
    // A real log was known when it was exported: the refusal may be a whim.
    refusedBefore.add(after);
    return { status: 'retry', reason: `Auth0 refused the position after the log ${after}` };
  }

  return {
    timeOf: timeOfLog,
    async fetchPage(after, timeoutMs) {
      const outcome = await readPage(after, clock.now() + timeoutMs);
      const isEmpty = outcome.status === 'page' && outcome.page.logs.length === 0;
      if (!isEmpty || !standsStill(after, clock.now())) return outcome;
      // Only the first page of a run is compared with a search.
      return { status: 'page', page: { ...outcome.page, isUnconfirmed: true } };
    },
    fetchFirstPage: (after, confirmedAtMs, timeoutMs) =>
      readFirstPage(
        { origin, client, clock, readPage, findPlace },
        after,
        confirmedAtMs,
        clock.now() + timeoutMs,
      ),
    async fetchLog(logId, timeoutMs) {
      // These would lead to another address; no log has them as its id.
      if (logId === '.' || logId === '..') return { status: 'gone' };
      return client.readOne(logId, logUrl(origin, logId), MAX_SINGLE_LOG_BYTES, timeoutMs);
    },
  };
}

function tooLarge(after: string): PageOutcome {
  const reason = `the log after ${after} is larger than ${MAX_SINGLE_LOG_BYTES} bytes and cannot be read`;
  return { status: 'stopped', reason };
}
