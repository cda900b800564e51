import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntheticId } from '../../src/source/log-id.ts';
import { BEGINNING_MS } from '../../src/source/start-position.ts';
import { ORDINARY_DAY_MS } from '../fake-clock.ts';
import { answerWith, inTurn, type Responder } from '../http-server.ts';
import { json, sourceOf, TIMEOUT_MS } from './auth0-server.ts';
import { asked, fetchFirst, NONE, withAnswers } from './first-page-server.ts';
import { idAt, idsOf, logAt, pageIn } from './sample-logs.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

test('makes one request in an idle run of a tenant with recent logs', () =>
  withAnswers({}, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-HOUR)));
    assert.deepEqual(page, { logs: [], continuesAfter: idAt(-HOUR), isFull: false });
    assert.deepEqual(asked(server), ['page']);
  }));

test('makes one request when logs come after a place of the last day', () =>
  withAnswers({ page: json(200, [logAt(-5)]) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-DAY)));
    assert.deepEqual(idsOf(page), [idAt(-5)]);
    assert.deepEqual(asked(server), ['page']);
  }));

test('makes one request for an old place at which nothing was left within the last day', () =>
  withAnswers({ page: json(200, [logAt(-5)]) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-9 * DAY), ORDINARY_DAY_MS - DAY * 1000));
    assert.equal(page.warnings, undefined);
    assert.deepEqual(asked(server), ['page']);
  }));

test('takes a quiet tenant for quiet when the newest log is the last that was exported', () =>
  withAnswers({ newest: json(200, [logAt(-9 * DAY)]) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-9 * DAY)));
    assert.deepEqual(page, { logs: [], continuesAfter: idAt(-9 * DAY), isFull: false });
    assert.deepEqual(asked(server), ['page', 'newest']);
    const { query } = server.logRequests()[1] ?? assert.fail('it searched');
    assert.equal(query.get('q'), 'date:[* TO 2026-11-01T13:55:00.000Z]');
  }));

test('takes a tenant for quiet that retains no log at all', () =>
  withAnswers({}, async (server) => {
    const page = pageIn(await fetchFirst(server, syntheticId(ORDINARY_DAY_MS)));
    assert.equal(page.warnings, undefined);
    assert.deepEqual(asked(server), ['page', 'newest']);
  }));

test('waits for checkpoint mode when a search finds a log that has just come', () =>
  withAnswers({ newest: json(200, [logAt(-60, -400)]) }, async (server) => {
    const page = pageIn(await fetchFirst(server, idAt(-2 * HOUR)));
    assert.equal(page.warnings, undefined);
    assert.deepEqual(asked(server), ['page', 'newest']);
  }));

test('asks once more when a newer log is there, because it may have come meanwhile', () =>
  withAnswers(
    { page: inTurn(NONE, json(200, [logAt(-600)])), newest: json(200, [logAt(-600)]) },
    async (server) => {
      const page = pageIn(await fetchFirst(server, idAt(-2 * HOUR)));
      assert.deepEqual(idsOf(page), [idAt(-600)]);
      assert.equal(page.warnings, undefined);
      assert.deepEqual(asked(server), ['page', 'newest', 'page']);
    },
  ));

test('looks for a lost place although a run has confirmed it, because that run was told the same', () =>
  withAnswers(
    {
      newest: json(200, [logAt(-600)]),
      place: json(200, [logAt(-600), logAt(-700)]),
      oldest: json(200, [logAt(-700)]),
    },
    async (server) => {
      const page = pageIn(await fetchFirst(server, idAt(-3 * DAY), ORDINARY_DAY_MS - 60_000));
      assert.deepEqual(idsOf(page), [idAt(-700)]);
      assert.equal(page.continuesAfter, idAt(-700));
      assert.equal(page.warnings?.length, 1);
      assert.match(page.warnings?.[0] ?? '', /which a search found/);
      assert.deepEqual(asked(server), ['page', 'newest', 'page', 'place', 'place']);
    },
  ));

test('does not take an empty page for the end when a newer log is there and no place is found', () =>
  withAnswers({ newest: json(200, [logAt(-600)]) }, async (server) => {
    assert.deepEqual(await fetchFirst(server, idAt(-3 * DAY)), {
      status: 'retry',
      reason: `Auth0 gave nothing after the position ${idAt(-3 * DAY)}, although a search finds newer logs`,
    });
  }));

test('goes on passing over when the engine asks again, because one attempt may be too short', () => {
  const place = idAt(-3 * DAY);
  const before = logAt(-3 * DAY - 30);
  let failures = 1;
  const page: Responder = (request, response) => {
    const from = request.query.get('from');
    if (from === place) return NONE(request, response);
    if (from === before.log_id) return json(200, [logAt(-3 * DAY - 20)])(request, response);
    failures -= 1;
    if (failures >= 0) return answerWith(503)(request, response);
    return json(200, [logAt(-700)])(request, response);
  };
  return withAnswers(
    { page, newest: json(200, [logAt(-600)]), place: json(200, [before]) },
    async (server) => {
      const source = sourceOf(server);
      const first = await source.fetchFirstPage(place, ORDINARY_DAY_MS, TIMEOUT_MS);
      assert.equal(first.status, 'retry');
      const second = pageIn(await source.fetchFirstPage(place, ORDINARY_DAY_MS, TIMEOUT_MS));
      assert.deepEqual(idsOf(second), [idAt(-700)]);
      const kinds = asked(server);
      assert.deepEqual(kinds.filter((kind) => kind === 'place').length, 1, 'searches once');
    },
  );
});

test('warns with both times when the oldest log came after a place of more than a day ago', () =>
  withAnswers(
    { page: json(200, [logAt(-5)]), oldest: json(200, [logAt(-DAY)]) },
    async (server) => {
      const page = pageIn(
        await fetchFirst(server, idAt(-3 * DAY), ORDINARY_DAY_MS - 2 * DAY * 1000),
      );
      assert.deepEqual(idsOf(page), [idAt(-5)]);
      assert.equal(page.warnings?.length, 1);
      assert.match(
        page.warnings?.[0] ?? '',
        /between 2026-10-30T14:00:00\.000Z and 2026-10-31T14:00:00\.000Z/,
      );
      assert.deepEqual(asked(server), ['page', 'oldest']);
    },
  ));

test('does not warn while the log of the place is there', () =>
  withAnswers(
    { page: json(200, [logAt(-5)]), oldest: json(200, [logAt(-3 * DAY)]) },
    async (server) => {
      const page = pageIn(await fetchFirst(server, idAt(-3 * DAY)));
      assert.equal(page.warnings, undefined);
    },
  ));

test('warns when less is retained than START_FROM asked for, but never of the beginning', () =>
  withAnswers(
    { page: json(200, [logAt(-5)]), oldest: json(200, [logAt(-DAY)]) },
    async (server) => {
      const sevenDays = pageIn(
        await fetchFirst(server, syntheticId(ORDINARY_DAY_MS - 7 * DAY * 1000)),
      );
      assert.match(sevenDays.warnings?.[0] ?? '', /^Logs may be missing/);
      const beginning = pageIn(await fetchFirst(server, syntheticId(BEGINNING_MS)));
      assert.equal(beginning.warnings, undefined);
      assert.deepEqual(asked(server), ['page', 'oldest', 'page']);
    },
  ));
