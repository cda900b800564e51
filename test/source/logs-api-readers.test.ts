/** Readers of one run that are at different places. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { sharingPages } from '../../src/source/shared-pages.ts';
import { answerWith, type Responder } from '../http-server.ts';
import { json, oneToken, sourceOf, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';
import { idAt, idsOf, logAt, pageIn, targets, times } from './sample-logs.ts';

test('follows the address that each of two readers was given, whichever comes next', () => {
  const logs: Responder = (request, response) => {
    const from = request.query.get('from');
    const next = from === idAt(0) ? 1 : 51;
    const link = `</api/v2/logs?from=${idAt(next)}&mark=${next}>; rel="next"`;
    const answer = request.query.has('mark') ? json(200, []) : json(200, [logAt(next)], { link });
    answer(request, response);
  };
  return withAuth0({ logs }, async (server) => {
    const source = sourceOf(server);
    for (const place of [0, 50, 1, 51]) await source.fetchPage(idAt(place), TIMEOUT_MS);
    assert.deepEqual(targets(server).slice(2), [
      `/api/v2/logs?from=${idAt(1)}&mark=1&take=100`,
      `/api/v2/logs?from=${idAt(51)}&mark=51&take=100`,
    ]);
  });
});

/** A tenant of small pages that refuses the places 0 and 21, and finds the log at -10 by a search. */
function losingTwoPlaces(): Responder {
  const kept = times(36, (index) => logAt(index - 10));
  return (request, response) => {
    const from = request.query.get('from');
    if (from === null) return json(200, kept.slice(0, 1))(request, response);
    if (from === idAt(0) || from === idAt(21)) return json(400, {})(request, response);
    const after = kept.filter(({ log_id: id }) => id > from);
    return json(200, after.slice(0, 3))(request, response);
  };
}

test('goes on with the search for each of two lost places where it had come to', () => {
  const tenant = losingTwoPlaces();
  const breaksOffAfter = new Set([idAt(-4), idAt(8)]);
  const logs: Responder = (request, response) => {
    // As when the time of an attempt is over: once on the way to each of them.
    const breaksOff = breaksOffAfter.delete(request.query.get('from') ?? '');
    return breaksOff ? answerWith(503)(request, response) : tenant(request, response);
  };
  return withAuth0({ logs }, async (server) => {
    const source = sourceOf(server);
    const fetchInTurn = async () => [
      await source.fetchPage(idAt(0), TIMEOUT_MS),
      await source.fetchPage(idAt(21), TIMEOUT_MS),
    ];
    for (let attempts = 0; attempts < 2; attempts += 1) {
      for (const outcome of await fetchInTurn()) assert.equal(outcome.status, 'retry');
    }
    const pages = (await fetchInTurn()).map(pageIn);
    assert.deepEqual(pages.map(idsOf), [
      [idAt(1), idAt(2)],
      [idAt(22), idAt(23)],
    ]);
    const searches = targets(server).filter((target) => !target.includes('from='));
    assert.equal(searches.length, 2, 'one for each');
  });
});

test('takes a refusal that two readers get at once for one, which may be a whim', () => {
  let refusals = 2;
  const logs: Responder = (request, response) => {
    if (!request.query.has('from')) return json(200, [logAt(-5)])(request, response);
    refusals -= 1;
    return (refusals >= 0 ? json(400, {}) : json(200, [logAt(1)]))(request, response);
  };
  return withAuth0({ logs }, async (server) => {
    const { host, origin, http, clock } = server;
    const api = createLogsApi(origin, createLogsClient(host, http, oneToken(), clock), clock);
    const source = sharingPages(api, 2, clock);
    const fetchBoth = () =>
      Promise.all([7, 8].map((knownMs) => source.fetchFirstPage(idAt(0), knownMs, TIMEOUT_MS)));
    for (const outcome of await fetchBoth()) {
      assert.deepEqual(outcome, {
        status: 'retry',
        reason: `Auth0 refused the position after the log ${idAt(0)}`,
      });
    }
    for (const outcome of await fetchBoth()) {
      assert.ok(outcome.status === 'page');
      assert.deepEqual(idsOf(outcome.page), [idAt(1)]);
    }
  });
});
