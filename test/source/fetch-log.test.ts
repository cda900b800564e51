import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { answerWith, hang, inTurn, type Responder, reset } from '../http-server.ts';
import {
  type Auth0Server,
  json,
  oneToken,
  sourceOf,
  TIMEOUT_MS,
  withAuth0,
} from './auth0-server.ts';
import { idAt, logAt } from './sample-logs.ts';
import { tokensOf } from './tokens-of.ts';

function fetchFrom(server: Auth0Server, logId = idAt(1), timeoutMs = TIMEOUT_MS) {
  return sourceOf(server).fetchLog(logId, timeoutMs);
}

/** The paths of the requests for single logs. */
function paths(server: Auth0Server): readonly string[] {
  return server.heard
    .map(({ target }) => target)
    .filter((target) => target.startsWith('/api/v2/logs/'));
}

test('asks for one log by its id and gives it with all its fields', () =>
  withAuth0({ log: json(200, { ...logAt(1), unheard_of: { a: [1] } }) }, async (server) => {
    assert.deepEqual(await fetchFrom(server), {
      status: 'log',
      log: { ...logAt(1), unheard_of: { a: [1] } },
    });
    assert.deepEqual(paths(server), [`/api/v2/logs/${idAt(1)}`]);
  }));

test('takes the id of an old log from _id, and encodes what it asks for', () =>
  withAuth0({ log: json(200, { _id: 'a/b' }) }, async (server) => {
    const outcome = await fetchFrom(server, 'a/b');
    assert.deepEqual(outcome, { status: 'log', log: { _id: 'a/b', log_id: 'a/b' } });
    assert.deepEqual(paths(server), ['/api/v2/logs/a%2Fb']);
  }));

for (const id of ['.', '..']) {
  test(`calls the log ${id} gone without a request, because its address would be another`, () =>
    withAuth0({ log: json(200, logAt(1)), logs: json(200, [logAt(1)]) }, async (server) => {
      assert.deepEqual(await fetchFrom(server, id), { status: 'gone' });
      assert.equal(server.heard.length, 0);
    }));
}

test('asks below the logs for any other id, whatever stands in it', () =>
  withAuth0({ log: json(404, {}) }, async (server) => {
    const ids = ['%2e%2e', '...', '../users', '..\\users', '?x=1', '#x', 'a b'];
    for (const id of ids) await fetchFrom(server, id);
    assert.deepEqual(
      paths(server),
      ids.map((id) => `/api/v2/logs/${encodeURIComponent(id)}`),
    );
  }));

for (const statusCode of [400, 404]) {
  test(`calls a log gone after a ${statusCode}, because no later try would find it`, () =>
    withAuth0({ log: json(statusCode, {}) }, async (server) => {
      assert.deepEqual(await fetchFrom(server), { status: 'gone' });
    }));
}

test('takes nothing else with status 200 for the log, because a replay must not send another one', () => {
  const others = [logAt(2), [logAt(1)], {}, null, 'text', { log_id: 1 }].map((one) =>
    json(200, one),
  );
  const broken: readonly Responder[] = [...others, answerWith(200, '<html>'), answerWith(200)];
  return withAuth0({ log: inTurn(...broken) }, async (server) => {
    for (const _ of broken) {
      assert.deepEqual(await fetchFrom(server), {
        status: 'retry',
        reason: 'Auth0 answered 200 with something other than the log that was asked for',
      });
    }
  });
});

test('asks to be tried again after a 429, an outage and a broken connection', () =>
  withAuth0(
    { log: inTurn(json(429, {}, { 'retry-after': '2' }), answerWith(503), reset) },
    async (server) => {
      const limited = await fetchFrom(server);
      assert.ok(limited.status === 'retry' && limited.isRateLimited === true);
      assert.equal(limited.waitMs, 2_000);
      assert.equal((await fetchFrom(server)).status, 'retry');
      assert.equal((await fetchFrom(server)).status, 'retry');
    },
  ));

test('answers in time although the log does not come', () =>
  withAuth0({ log: hang }, async (server) => {
    assert.equal((await fetchFrom(server, idAt(1), 60)).status, 'retry');
  }));

function sourceWithTokens(server: Auth0Server) {
  const { host, origin, http, clock } = server;
  const client = createLogsClient(host, http, tokensOf(server), clock);
  return createLogsApi(origin, client, clock);
}

test('renews a refused token once for a single log too', () =>
  withAuth0({ log: inTurn(json(401, {}), json(200, logAt(1))) }, async (server) => {
    const outcome = await sourceWithTokens(server).fetchLog(idAt(1), TIMEOUT_MS);
    assert.equal(outcome.status, 'log');
    assert.equal(server.tokenRequests().length, 2);
  }));

test('names the scope that is missing when a new token is refused for a single log', () =>
  withAuth0({ log: json(403, {}) }, async (server) => {
    const outcome = await sourceWithTokens(server).fetchLog(idAt(1), TIMEOUT_MS);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /read:logs/);
    assert.equal(paths(server).length, 2);
  }));

test('says when a log is too large, because a replay cannot send it', () =>
  withAuth0({ log: answerWith(200, 'x'.repeat(101)) }, async ({ host, origin, http, clock }) => {
    const client = createLogsClient(host, http, oneToken(), clock);
    const outcome = await client.readOne('1', `${origin}/api/v2/logs/1`, 100, TIMEOUT_MS);
    assert.deepEqual(outcome, { status: 'retry', reason: 'the log 1 is larger than 100 bytes' });
  }));
