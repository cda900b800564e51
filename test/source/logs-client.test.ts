import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { answerWith, hang, inTurn } from '../http-server.ts';
import { type Auth0Server, grantTokens, json, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';
import { tokensOf } from './tokens-of.ts';

const ONE_LOG = json(200, [{ log_id: '1' }]);

function logsClientOf(server: Auth0Server, tokens = tokensOf(server)) {
  return createLogsClient(server.host, server.http, tokens, server.clock);
}

function read(server: Auth0Server, client = logsClientOf(server), timeoutMs = TIMEOUT_MS) {
  return client.read(`${server.origin}/api/v2/logs?from=0&take=100`, 100_000, timeoutMs);
}

function authorizations(server: Auth0Server): readonly unknown[] {
  return server.logRequests().map(({ headers }) => headers.authorization);
}

test('reads with the token as bearer, once', () =>
  withAuth0({ logs: ONE_LOG }, async (server) => {
    const outcome = await read(server);
    assert.ok(outcome.status === 'logs');
    assert.deepEqual(outcome.logs, [{ log_id: '1' }]);
    assert.deepEqual(authorizations(server), ['Bearer token-1']);
  }));

for (const statusCode of [401, 403]) {
  test(`renews the token once after a ${statusCode} and goes on, because it may be old`, () =>
    withAuth0({ logs: inTurn(json(statusCode, {}), ONE_LOG) }, async (server) => {
      const outcome = await read(server);
      assert.equal(outcome.status, 'logs');
      assert.deepEqual(authorizations(server), ['Bearer token-1', 'Bearer token-2']);
    }));
}

test('gives up after a second 403 and names the scope that is missing', () =>
  withAuth0({ logs: json(403, { message: 'secret' }) }, async (server) => {
    const outcome = await read(server);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /answered 403 .* the scope read:logs is missing/);
    assert.equal(server.logRequests().length, 2);
    assert.equal(server.tokenRequests().length, 2);
  }));

test('gives up after a second 401 with a sentence of its own', () =>
  withAuth0({ logs: json(401, { message: 'secret' }) }, async (server) => {
    const outcome = await read(server);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /answered 401 .*not a custom domain/);
    assert.doesNotMatch(outcome.problem, /scope|secret|token-/);
    assert.equal(server.logRequests().length, 2);
  }));

test('judges by the second answer when the two differ', () =>
  withAuth0({ logs: inTurn(json(401, {}), json(403, {})) }, async (server) => {
    const outcome = await read(server);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /read:logs/);
  }));

test('drops a refused token from the state, so that the next run begins with a new one', () =>
  withAuth0(
    { token: inTurn(grantTokens(), answerWith(503)), logs: json(401, {}) },
    async (server) => {
      const tokens = tokensOf(server);
      const outcome = await read(server, logsClientOf(server, tokens));
      assert.equal(outcome.status, 'retry');
      assert.deepEqual(tokens.sealed(), {});
    },
  ));

test('reads nothing when there is no token, and says why', () =>
  withAuth0({ token: answerWith(503) }, async (server) => {
    const outcome = await read(server);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /answered 503 to the request for a token/);
    assert.equal(server.logRequests().length, 0);
  }));

test('answers in time although the logs do not come', () =>
  withAuth0({ logs: hang }, async (server) => {
    const outcome = await read(server, logsClientOf(server), 60);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /gave no answer in/);
  }));

test('asks for no logs when the token took all the time, because one page has one time-out', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    const slowTokens = {
      ...tokens,
      async getToken(timeoutMs: number) {
        server.clock.advance(timeoutMs);
        return tokens.getToken(timeoutMs);
      },
    };
    const outcome = await read(server, logsClientOf(server, slowTokens));
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /no time was left/);
    assert.equal(server.logRequests().length, 0);
  }));

test('says when a page is too large, because a smaller one may fit', () =>
  withAuth0({ logs: answerWith(200, 'x'.repeat(100_001)) }, async (lent) => {
    assert.deepEqual(await read(lent), { status: 'too-large' });
  }));
