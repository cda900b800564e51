/** Logs with ids and dates around two o'clock, and what is looked at in a page of them. */

import assert from 'node:assert/strict';
import type { Page, PageOutcome } from '../../src/engine/walls.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { ORDINARY_DAY_MS } from '../fake-clock.ts';
import type { Auth0Server } from './auth0-server.ts';

/** An id that was taken in so many seconds after two o'clock. */
export function idAt(seconds: number): string {
  return syntheticId(ORDINARY_DAY_MS + seconds * 1000).replace(/0$/, '1');
}

export function logAt(seconds: number, dateSeconds = seconds) {
  const date = new Date(ORDINARY_DAY_MS + dateSeconds * 1000).toISOString();
  return { log_id: idAt(seconds), date, type: 's' };
}

export function pageIn(outcome: PageOutcome): Page {
  assert.ok(outcome.status === 'page', JSON.stringify(outcome));
  const { answerLength, ...page } = outcome.page;
  assert.ok(answerLength !== undefined && answerLength >= 2, 'at least the brackets of a list');
  return page;
}

export function idsOf(page: Page): readonly string[] {
  return page.logs.map((log) => log.log_id);
}

export function targets(server: Auth0Server): readonly string[] {
  return server.logRequests().map(({ target }) => target);
}

export function times<Value>(count: number, value: (index: number) => Value): readonly Value[] {
  return Array.from({ length: count }, (_, index) => value(index));
}
