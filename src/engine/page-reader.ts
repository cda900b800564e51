/** Reads one page after the other, each while the one before is being worked on. */

import { isCaughtUp } from './caught-up.ts';
import { type Ending, endingOf } from './ending.ts';
import { type Retried, retrying } from './retrying.ts';
import type { TimeBudget } from './time-budget.ts';
import type { Clock, Page, PageOutcome, PageSource, RandomSource } from './walls.ts';

/** Nobody waits for this page any more. */
const ABORTED: Retried<PageOutcome> = {
  outcome: { status: 'retry', reason: 'the run ended' },
  retries: 0,
  wasCutShort: true,
};

/** Where to begin. */
export interface Place {
  readonly after: string;
  /** Nothing from before this time is missing, as far as is known. */
  readonly confirmedAtMs: number | undefined;
}

export interface PageReaderParts {
  readonly source: PageSource;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly budget: TimeBudget;
}

/** What was seen of the source. */
export interface Reading {
  readonly warnings: readonly string[];
  readonly pages: number;
  /** Requests that had to be repeated. */
  readonly pageRetries: number;
  /** When the source was last asked. */
  readonly lookedAtMs: number | undefined;
  /** Whether the last look found an empty page. */
  readonly foundNothingLeft: boolean;
  /** Whether that page surely was the end of the logs. */
  readonly isConfirmed: boolean;
}

export interface PageReader {
  /** The pages after an id, until there is an ending. */
  pages(): AsyncGenerator<Page, void>;
  /** Why no further page comes; `undefined` before the last. */
  ending(): Ending | undefined;
  reading(): Reading;
}

/** Makes a reader of what follows an id; `signal` ends its waiting. */
export function createPageReader(
  { source, clock, random, budget }: PageReaderParts,
  place: Place,
  signal: AbortSignal,
): PageReader {
  const warnings: string[] = [];
  let pages = 0;
  let pageRetries = 0;
  let lookedAtMs: number | undefined;
  let foundNothingLeft = false;
  let isConfirmed = false;
  let ending: Ending | undefined;

  async function fetchPage(
    fetch: (timeoutMs: number) => Promise<PageOutcome>,
    pauseMs = 0,
  ): Promise<Retried<PageOutcome>> {
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    if (signal.aborted) return ABORTED;
    const { fetchUntilMs: untilMs, attemptTimeoutMs } = budget;
    return retrying<PageOutcome>(fetch, { untilMs, attemptTimeoutMs, signal }, clock, random);
  }

  function note(page: Page): void {
    pages += 1;
    lookedAtMs = clock.now();
    foundNothingLeft = page.logs.length === 0;
    isConfirmed = foundNothingLeft && page.isUnconfirmed !== true;
    warnings.push(...(page.warnings ?? []));
  }

  /** Why no further page is asked for after this one; `undefined` to go on. */
  function endingAfter(page: Page): Ending | undefined {
    if (isCaughtUp(page, budget.startedAtMs, source.timeOf)) return { outcome: 'caught-up' };
    const nextAtMs = clock.now() + (page.pauseMs ?? 0);
    if (nextAtMs < budget.fetchUntilMs) return undefined;
    return clock.now() < budget.fetchUntilMs
      ? { outcome: 'rate-limited', reason: 'the allowance of the Management API is used up' }
      : { outcome: 'out-of-time' };
  }

  return {
    async *pages() {
      const { after, confirmedAtMs } = place;
      let fetching = fetchPage((timeoutMs) =>
        source.fetchFirstPage(after, confirmedAtMs, timeoutMs),
      );
      while (ending === undefined) {
        const { outcome, retries, wasCutShort } = await fetching;
        pageRetries += retries;
        if (outcome.status !== 'page') {
          ending = endingOf(outcome, wasCutShort);
          return;
        }
        const { page } = outcome;
        note(page);
        ending = endingAfter(page);
        const fetchNext = (timeoutMs: number) => source.fetchPage(page.continuesAfter, timeoutMs);
        if (ending === undefined) fetching = fetchPage(fetchNext, page.pauseMs);
        // Awaited only after this page: until then a defect would end the whole process.
        fetching.catch(() => undefined);
        // Otherwise the request would only leave once the records of this page are made.
        await clock.turn();
        yield page;
      }
    },
    ending: () => ending,
    reading: () => ({
      warnings,
      pages,
      pageRetries,
      lookedAtMs,
      foundNothingLeft,
      isConfirmed,
    }),
  };
}
