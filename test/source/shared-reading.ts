/** Readers that share the pages of a source which answers when the test says so. */

import assert from 'node:assert/strict';
import type { Page, PageOutcome, PageSource } from '../../src/engine/walls.ts';
import { sharingPages } from '../../src/source/shared-pages.ts';
import { createFakeClock } from '../fake-clock.ts';

/** Pages of three logs each; the id of a log is its number. */
export const PAGE = 3;

export interface Asked {
  readonly how: string;
  /** The answer comes: the page after the id, with something else in it, or another outcome. */
  answer(parts?: Partial<Page>): void;
  fail(): void;
}

/** Shares the pages of a source that answers when the test says so. */
export function startSharing(readers = 2) {
  const asked: Asked[] = [];
  const clock = createFakeClock();
  const ask = (how: string, after: string) =>
    new Promise<PageOutcome>((resolve) => {
      asked.push({
        how,
        answer(parts = {}) {
          const first = Number(after) + 1;
          const logs = Array.from({ length: PAGE }, (_, i) => ({ log_id: String(first + i) }));
          const continuesAfter = logs.at(-1)?.log_id ?? after;
          resolve({ status: 'page', page: { logs, continuesAfter, isFull: true, ...parts } });
        },
        fail: () => resolve({ status: 'retry', reason: 'down' }),
      });
    });
  const source: PageSource = {
    fetchPage: (after) => ask(after, after),
    fetchFirstPage: (after, confirmedAtMs) => ask(`first ${after} ${confirmedAtMs}`, after),
    fetchLog: async () => ({ status: 'gone' }),
    timeOf: () => undefined,
  };
  const shared = sharingPages(source, readers, clock);
  const request = (index: number): Asked => {
    const found = asked[index];
    assert.ok(found, `request ${index} was made`);
    return found;
  };
  return {
    clock,
    shared,
    request,
    hows: () => asked.map(({ how }) => how),
    /** Reads a page that is asked for at once. */
    async readAnew(after: string, parts: Partial<Page> = {}) {
      const reading = shared.fetchPage(after, 1_000);
      request(asked.length - 1).answer(parts);
      return pageIn(await reading);
    },
    read: async (after: string) => pageIn(await shared.fetchPage(after, 1_000)),
  };
}

export function pageIn(outcome: PageOutcome): Page {
  assert.ok(outcome.status === 'page', JSON.stringify(outcome));
  return outcome.page;
}

export function idsIn({ logs }: Page): readonly string[] {
  return logs.map(({ log_id }) => log_id);
}
