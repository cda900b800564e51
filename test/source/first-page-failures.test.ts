import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ORDINARY_DAY_MS } from '../fake-clock.ts';
import { answerWith, hang, inTurn, type Responder } from '../http-server.ts';
import { json, sourceOf, TIMEOUT_MS } from './auth0-server.ts';
import { asked, fetchFirst, NONE, withAnswers } from './first-page-server.ts';
import { idAt, idsOf, logAt, pageIn } from './sample-logs.ts';

const DAY = 24 * 3600;

const FAILURES: Readonly<Record<string, Responder>> = {
  'an outage': answerWith(503),
  'a rate limit': json(429, {}),
  'a refusal': json(400, {}),
  'a missing scope': json(403, {}),
  'an answer that is no list': json(200, {}),
  'an answer that is too large': answerWith(200, Buffer.alloc(16_000_001, ' ')),
};

for (const [what, failure] of Object.entries(FAILURES)) {
  test(`lets the page stand and says so when a check fails by ${what}`, () =>
    withAnswers(
      { page: inTurn(NONE, json(200, [logAt(-5)])), newest: failure, oldest: failure },
      async (server) => {
        const source = sourceOf(server);
        const after = idAt(-3 * DAY);
        const empty = pageIn(await source.fetchFirstPage(after, undefined, TIMEOUT_MS));
        assert.deepEqual(empty.logs, []);
        assert.match(empty.warnings?.[0] ?? '', /^It could not be checked that .*: ./);
        const full = pageIn(await source.fetchFirstPage(after, undefined, TIMEOUT_MS));
        assert.deepEqual(idsOf(full), [idAt(-5)]);
        assert.match(full.warnings?.[0] ?? '', /^It could not be checked that .*: ./);
        const searches = asked(server).filter((kind) => kind !== 'page');
        // A refused token is renewed once.
        assert.equal(searches.length, what === 'a missing scope' ? 4 : 2);
      },
    ));
}

test('answers in time although a check gets no answer', () =>
  withAnswers({ page: json(200, [logAt(-5)]), oldest: hang }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-3 * DAY), undefined, 100));
    assert.deepEqual(idsOf(page), [idAt(-5)]);
    assert.match(page.warnings?.[0] ?? '', /gave no answer in/);
  }));

/** A page that uses up the allowance until so many seconds after two o'clock. */
function lastAllowed(seconds: number): Responder {
  return json(200, [logAt(-5)], {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(ORDINARY_DAY_MS / 1000 + seconds),
    date: new Date(ORDINARY_DAY_MS).toUTCString(),
  });
}

test('checks after the pause that Auth0 asks for, because a 429 would tell nothing', () =>
  withAnswers({ page: lastAllowed(2), oldest: json(200, [logAt(-4 * DAY)]) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-3 * DAY)));
    assert.equal(page.warnings, undefined);
    assert.deepEqual(server.clock.sleptMs, [2_000]);
    assert.deepEqual(asked(server), ['page', 'oldest']);
  }));

test('does not check when the pause is longer than the time that is left', () =>
  withAnswers({ page: lastAllowed(5) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-3 * DAY)));
    assert.match(page.warnings?.[0] ?? '', /the rate limit leaves no time for it$/);
    assert.deepEqual(server.clock.sleptMs, []);
    assert.deepEqual(asked(server), ['page']);
  }));

test('passes on why the page itself could not be read, and checks nothing', () =>
  withAnswers({ page: answerWith(503) }, async (server) => {
    assert.equal((await fetchFirst(server, idAt(-3 * DAY))).status, 'retry');
    assert.deepEqual(asked(server), ['page']);
  }));

test('does not believe a search that finds nothing while logs come', () =>
  withAnswers({ page: json(200, [logAt(-60)]), oldest: json(200, []) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-3 * DAY)));
    assert.match(page.warnings?.[0] ?? '', /could not be checked.*a search found nothing/);
  }));
