/** Lets several readers have the pages that one of them has asked for: a wrapper around a source. */

import sum from 'lodash/sum';
import { inTime } from '../engine/in-time.ts';
import type { Clock, Page, PageOutcome, PageSource } from '../engine/walls.ts';
import { isSmallerId } from './log-id.ts';

/** Readers that are further apart, by a batch of the usual size, read each on its own. */
const MAX_PAGES = 10;

/** Ordinary pages have 150,000 characters; of pages with huge logs fewer are kept. */
const MAX_LENGTH = 4_000_000;

const TIMED_OUT: PageOutcome = {
  status: 'retry',
  reason: 'Auth0 did not answer in time to a request that another destination waits for, too',
};

/** A page that was asked for. */
interface Kept {
  readonly after: string;
  /** Of the first page of a run, which was checked with this knowledge. */
  readonly first?: { readonly confirmedAtMs: number | undefined };
  readonly outcome: Promise<PageOutcome>;
  /** Once it has come. */
  page?: Page;
  cameAtMs?: number;
  /** How many readers have asked for it. */
  readers: number;
}

/**
 * Shares pages between `readers` readers of one run. A page is asked for once and kept until all
 * have had it, or until too many came after it. A reader whose place lies within a kept page gets
 * the rest of it, so that from there on both ask for the same pages. A failure, or the end of the
 * logs, is shared only by those who wait for it.
 */
export function sharingPages(source: PageSource, readers: number, clock: Clock): PageSource {
  /** In the order in which they were asked for. */
  let kept: readonly Kept[] = [];

  function forget(one: Kept): void {
    kept = kept.filter((other) => other !== one);
  }

  function forgetTooMany(): void {
    // The furthest behind first: where one has come to, the other will come, not the other way round.
    const come = kept.filter(({ page }) => page !== undefined).sort(byPlace);
    const lengths = come.map(({ page }) => page?.answerLength ?? 0);
    const isTooMuch = (from: number): boolean =>
      come.length - from > MAX_PAGES || sum(lengths.slice(from)) > MAX_LENGTH;
    come.filter((_one, index) => isTooMuch(index)).forEach(forget);
  }

  function begin(
    after: string,
    first: Kept['first'],
    fetching: Promise<PageOutcome>,
  ): Promise<PageOutcome> {
    const outcome = fetching.then((came): PageOutcome => {
      // What was the end of the logs may not be that any more for who comes later.
      if (came.status !== 'page' || !came.page.isFull) {
        forget(one);
        return came;
      }
      one.page = upToOthers(came.page, kept);
      one.cameAtMs = clock.now();
      forgetTooMany();
      return { status: 'page', page: one.page };
    });
    const one: Kept = { after, ...(first && { first }), outcome, readers: 1 };
    kept = [...kept, one];
    return outcome;
  }

  async function share(one: Kept, after: string, timeoutMs: number): Promise<PageOutcome> {
    one.readers += 1;
    if (one.readers >= readers) forget(one);
    const untilMs = clock.now() + timeoutMs;
    const outcome = await inTime(one.outcome, untilMs, () => TIMED_OUT, clock);
    if (outcome.status !== 'page') return outcome;
    const passedMs = clock.now() - (one.cameAtMs ?? clock.now());
    return { status: 'page', page: withoutPast(restOf(outcome.page, after), passedMs) };
  }

  return {
    ...source,
    fetchPage(after, timeoutMs) {
      const one = kept.find((candidate) => candidate.after === after || isWithin(candidate, after));
      if (one !== undefined) return share(one, after, timeoutMs);
      return begin(after, undefined, source.fetchPage(after, timeoutMs));
    },
    fetchFirstPage(after, confirmedAtMs, timeoutMs) {
      const one = kept.find(
        (candidate) =>
          candidate.after === after &&
          candidate.first !== undefined &&
          candidate.first.confirmedAtMs === confirmedAtMs,
      );
      if (one !== undefined) return share(one, after, timeoutMs);
      const fetching = source.fetchFirstPage(after, confirmedAtMs, timeoutMs);
      return begin(after, { confirmedAtMs }, fetching);
    },
  };
}

function byPlace(one: Kept, other: Kept): number {
  if (isSmallerId(one.after, other.after)) return -1;
  return isSmallerId(other.after, one.after) ? 1 : 0;
}

/** Whether more of a page comes after an id; not when the id is its last. */
function isWithin({ page }: Kept, after: string): boolean {
  if (page === undefined || page.continuesAfter === after) return false;
  return page.logs.slice(0, -1).some(({ log_id: id }) => id === after);
}

/** A page up to where another reader has asked on, so that from there on both ask for the same pages. */
function upToOthers(page: Page, others: readonly Kept[]): Page {
  const places = new Set(others.map(({ after }) => after));
  const index = page.logs.slice(0, -1).findIndex(({ log_id: id }) => places.has(id));
  const last = page.logs[index];
  if (last === undefined) return page;
  return { ...page, logs: page.logs.slice(0, index + 1), continuesAfter: last.log_id };
}

/** What of a page comes after an id in it; all of it, when the id is before it. */
function restOf(page: Page, after: string): Page {
  const index = page.logs.findIndex(({ log_id: id }) => id === after);
  return index === -1 ? page : { ...page, logs: page.logs.slice(index + 1), warnings: [] };
}

/** A page as it would have come later: of the pause, a part has passed. */
function withoutPast(page: Page, passedMs: number): Page {
  const { pauseMs, ...rest } = page;
  if (pauseMs === undefined || pauseMs <= passedMs) return rest;
  return { ...rest, pauseMs: pauseMs - passedMs };
}
