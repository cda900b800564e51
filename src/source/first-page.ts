/** The first page of a run: whether the place that it continues after is lost, and what is gone. */

import type { Clock, Log, Page, PageOutcome } from '../engine/walls.ts';
import { gapWarning, knownUntilMs, mayBeDeleted } from './gap-warning.ts';
import type { LogsClient } from './logs-client.ts';
import { oldestUrl, searchBackUrl } from './logs-request.ts';
import { proveLogsAfter, settledUntilMs, standsStill } from './place-loss.ts';
import { placeIn } from './search-place.ts';

/**
 * A search orders by date, and a late event may stand before the log that would tell. So a few are
 * looked at; ordinary ones have some kilobytes, and what is far larger is not worth a check.
 */
const MOST_FOUND = 10;
const MAX_FOUND_BYTES = 16_000_000;

export interface FirstPageParts {
  readonly origin: string;
  readonly client: LogsClient;
  readonly clock: Clock;
  /** The page after an id. */
  readonly readPage: (after: string, endsAtMs: number) => Promise<PageOutcome>;
  /** The page after an id that is no place any more, by a search. */
  readonly findPlace: (after: string, endsAtMs: number) => Promise<PageOutcome>;
}

type Found =
  | { readonly status: 'found'; readonly logs: readonly Log[] }
  | { readonly status: 'failed'; readonly reason: string };

/**
 * Reads the first page as `PageSource.fetchFirstPage` promises. What Auth0 answers to a place that
 * is not retained any more is not documented, so this rests on what is there, not on a status.
 */
export async function readFirstPage(
  { origin, client, clock, readPage, findPlace }: FirstPageParts,
  after: string,
  confirmedAtMs: number | undefined,
  endsAtMs: number,
): Promise<PageOutcome> {
  let isRetained = false;

  /** The first logs that a search gives, asked for when the page before it allows. */
  async function search(url: string, { pauseMs = 0 }: Page): Promise<Found> {
    if (pauseMs > 0) {
      if (clock.now() + pauseMs >= endsAtMs) return failed('the rate limit leaves no time for it');
      await clock.sleep(pauseMs);
    }
    const read = await client.read(url, MAX_FOUND_BYTES, endsAtMs - clock.now());
    switch (read.status) {
      case 'logs':
        return { status: 'found', logs: read.logs };
      case 'position-refused':
        return failed(`Auth0 answered ${read.statusCode} to a search`);
      case 'too-large':
        return failed('what a search found is too large');
      case 'misconfigured':
        return failed(read.problem);
      case 'retry':
        return failed(read.reason);
    }
  }

  /** An empty page stands when nothing shows that something comes after the place. */
  async function unlessLost(page: Page): Promise<PageOutcome> {
    const nowMs = clock.now();
    if (page.logs.length > 0 || !standsStill(after, nowMs)) return { status: 'page', page };
    const settledMs = settledUntilMs(nowMs);
    const newest = await search(searchBackUrl(origin, settledMs, MOST_FOUND), page);
    if (newest.status === 'failed') {
      return withWarning(
        unconfirmed(page),
        `It could not be checked that Auth0 still knows the position ${after}: ${newest.reason}`,
      );
    }
    // Logs are deleted in their order: while the place or one before it is there, all after it is.
    isRetained = placeIn(newest.logs, after)?.kind === 'after';
    if (!proveLogsAfter(newest.logs, after, settledMs)) return { status: 'page', page };
    // The log may have come between the page and the search.
    const again = await readPage(after, endsAtMs);
    if (!isEmptyPage(again)) return again;
    const found = await findPlace(after, endsAtMs);
    return isEmptyPage(found) ? nothingAfter(after) : found;
  }

  /** Warns when what came after the place, or a part of it, was deleted before it could be read. */
  async function withGap(page: Page): Promise<PageOutcome> {
    const knownMs = knownUntilMs(after, confirmedAtMs);
    const nowMs = clock.now();
    if (isRetained || knownMs === undefined || !mayBeDeleted(knownMs, nowMs)) {
      return { status: 'page', page };
    }
    const oldest = await search(oldestUrl(origin, MOST_FOUND), page);
    const isContradicted =
      oldest.status === 'found' && oldest.logs.length === 0 && page.logs.length > 0;
    const checked = isContradicted ? failed('a search found nothing, but logs came') : oldest;
    if (checked.status === 'failed') {
      return withWarning(
        unconfirmed(page),
        `It could not be checked that Auth0 still retains all that came after ${after}: ${checked.reason}`,
      );
    }
    const emptyAtMs = page.logs.length === 0 ? nowMs : undefined;
    const warning = gapWarning(after, knownMs, checked.logs, emptyAtMs);
    return warning === undefined ? { status: 'page', page } : withWarning(page, warning);
  }

  const outcome = await readPage(after, endsAtMs);
  if (outcome.status !== 'page') return outcome;
  const checked = await unlessLost(outcome.page);
  if (checked.status !== 'page' || checked.page.isUnconfirmed === true) return checked;
  return withGap(checked.page);
}

function failed(reason: string): Found {
  return { status: 'failed', reason };
}

function isEmptyPage(outcome: PageOutcome): boolean {
  return outcome.status === 'page' && outcome.page.logs.length === 0;
}

/** An empty page proves nothing when a check of it failed. */
function unconfirmed(page: Page): Page {
  return page.logs.length === 0 ? { ...page, isUnconfirmed: true } : page;
}

function withWarning(page: Page, warning: string): PageOutcome {
  return { status: 'page', page: { ...page, warnings: [...(page.warnings ?? []), warning] } };
}

/** Taken for the end of the logs, this would keep the export where it is for ever. */
function nothingAfter(after: string): PageOutcome {
  const reason = `Auth0 gave nothing after the position ${after}, although a search finds newer logs`;
  return { status: 'retry', reason };
}
