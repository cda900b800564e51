import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOldestLog } from '../../src/assemble.ts';
import type { Log } from '../../src/engine/walls.ts';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';
import { startTenant, type Tenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { createLogsProbe, type LogsProbe, type ProbeOutcome } from '../../src/source/logs-probe.ts';
import { createFakeClock, type FakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';
import { answerWith, hang, inTurn, type Responder, reset } from '../http-server.ts';
import { askToken, field, json as jsonOf } from '../sandbox/clients.ts';
import { settingsWith } from '../settings/valid-values.ts';
import {
  type Auth0Server,
  grantTokens,
  json,
  oneToken,
  TIMEOUT_MS,
  withAuth0,
} from './auth0-server.ts';
import { idAt, logAt } from './sample-logs.ts';
import { CLIENT_SECRET, tokensOf } from './tokens-of.ts';

const HOUR_MS = 3_600_000;

interface Lent {
  readonly tenant: Tenant;
  readonly clock: FakeClock;
  readonly probe: LogsProbe;
}

/** A tenant that retains logs for a day; its tokens outlive every test. */
async function withTenant(use: (lent: Lent) => Promise<void>): Promise<void> {
  const clock = createFakeClock();
  const lasting = { retentionHours: 24, tokenLifeSeconds: 30 * 86_400 };
  const tenant = await startTenant({ ...lasting, now: clock.now });
  const http = createHttpClient();
  const token = String(field(jsonOf(await askToken(tenant.url)), 'access_token'));
  const client = createLogsClient(new URL(tenant.url).host, http, oneToken(token), clock);
  tenant.resetCounters();
  try {
    await use({ tenant, clock, probe: createLogsProbe(tenant.url, client) });
  } finally {
    http.close();
    await tenant.stop();
  }
}

function probeOf(server: Auth0Server, tokens = oneToken()): LogsProbe {
  const client = createLogsClient(server.host, server.http, tokens, server.clock);
  return createLogsProbe(server.origin, client);
}

async function found(probe: Promise<ProbeOutcome>) {
  const outcome = await probe;
  assert.ok(outcome.status === 'found', JSON.stringify(outcome));
  return [outcome.log.log_id, outcome.atMs];
}

test('finds the first and the last log of those that are retained, by one search each', () =>
  withTenant(async ({ tenant, clock, probe }) => {
    tenant.addLogs(5);
    clock.advance(2 * HOUR_MS);
    const [oldest] = tenant.addLogs(1);
    clock.advance(2 * HOUR_MS);
    tenant.addLogs(30);
    clock.advance(2 * HOUR_MS);
    const [newest] = tenant.addLogs(1);
    clock.advance(19 * HOUR_MS);

    assert.deepEqual(await found(probe.oldest(TIMEOUT_MS)), [
      oldest,
      ORDINARY_DAY_MS + 2 * HOUR_MS,
    ]);
    assert.deepEqual(await found(probe.newest(TIMEOUT_MS)), [
      newest,
      ORDINARY_DAY_MS + 6 * HOUR_MS,
    ]);
    assert.deepEqual(
      tenant.requests().map(({ target }) => target),
      [
        '/api/v2/logs?sort=date%3A1&per_page=10&page=0',
        '/api/v2/logs?sort=date%3A-1&per_page=10&page=0',
      ],
    );
  }));

test('finds none in a tenant that retains none', () =>
  withTenant(async ({ tenant, clock, probe }) => {
    assert.deepEqual(await probe.oldest(TIMEOUT_MS), { status: 'none' });
    tenant.addLogs(1);
    clock.advance(25 * HOUR_MS);
    assert.deepEqual(await probe.oldest(TIMEOUT_MS), { status: 'none' });
    assert.deepEqual(await probe.newest(TIMEOUT_MS), { status: 'none' });
  }));

test('goes by when logs were taken in, because a late event stands first by its date', () => {
  const byDate = [logAt(50, -9_000), logAt(20, -60), logAt(30, -50)];
  return withAuth0({ logs: json(200, byDate) }, async (server) => {
    const oldest = await found(probeOf(server).oldest(TIMEOUT_MS));
    assert.deepEqual(oldest, [idAt(20), ORDINARY_DAY_MS + 20_000]);
  });
});

test('takes no date in the future for the newest time', () => {
  const byDate = [logAt(10, 86_400_000), logAt(30), logAt(20)];
  return withAuth0({ logs: json(200, byDate) }, async (server) => {
    const newest = await found(probeOf(server).newest(TIMEOUT_MS));
    assert.deepEqual(newest, [idAt(30), ORDINARY_DAY_MS + 30_000]);
  });
});

const ODD_ID = '5f1b2c3d4e5f60718293a4b5';

for (const [what, logs, expected] of [
  [
    'goes by the date of a log whose id tells no time',
    [{ log_id: ODD_ID, date: '2026-10-31T08:00:00.250Z' }],
    [ODD_ID, Date.UTC(2026, 9, 31, 8, 0, 0, 250)],
  ],
  [
    'prefers a log that tells a time',
    [{ log_id: ODD_ID, date: '<b>soon</b>' }, logAt(7)],
    [idAt(7), ORDINARY_DAY_MS + 7_000],
  ],
  [
    'gives a log that tells no time when there is no other',
    [{ log_id: ODD_ID, date: 17 }, { log_id: 'x' }],
    [ODD_ID, undefined],
  ],
] as const) {
  test(what, () =>
    withAuth0({ logs: json(200, logs satisfies readonly Log[]) }, async (server) => {
      assert.deepEqual(await found(probeOf(server).oldest(TIMEOUT_MS)), expected);
      assert.deepEqual(await found(probeOf(server).newest(TIMEOUT_MS)), expected);
    }),
  );
}

const FAILURES: readonly (readonly [string, Responder, RegExp])[] = [
  ['a search that is refused', json(400, {}), /^Auth0 answered 400 to a search$/],
  ['a rate limit', json(429, {}), /^Auth0 answered 429: the rate limit/],
  ['an outage', answerWith(503, '<h1>down</h1>'), /^Auth0 answered 503 to a request for logs$/],
  ['a web page with status 200', answerWith(200, '<h1>hi</h1>'), /a body that is not JSON$/],
  ['a broken connection', reset, /^the connection to 127\.0\.0\.1:\d+ failed/],
  ['a missing scope', json(403, {}), /the scope read:logs is missing/],
  ['far too large an answer', answerWith(200, Buffer.alloc(16_000_001, 32)), /more than 16000000/],
];

for (const [what, logs, reason] of FAILURES) {
  test(`tells of ${what} instead of rejecting`, () =>
    withAuth0({ logs }, async (server) => {
      for (const outcome of [
        await probeOf(server).oldest(TIMEOUT_MS),
        await probeOf(server).newest(TIMEOUT_MS),
      ]) {
        assert.ok(outcome.status === 'failed', JSON.stringify(outcome));
        assert.match(outcome.reason, reason);
      }
    }));
}

test('answers within its time when the tenant hangs', () =>
  withAuth0({ logs: hang }, async (server) => {
    const outcome = await probeOf(server).oldest(100);
    assert.ok(outcome.status === 'failed');
    assert.match(outcome.reason, /^127\.0\.0\.1:\d+ gave no answer in 0\.1 s$/);
  }));

test('asks nothing when no time is left', () =>
  withAuth0({ logs: json(200, [logAt(1)]) }, async (server) => {
    assert.equal((await probeOf(server).oldest(0)).status, 'failed');
    assert.equal(server.logRequests().length, 0);
  }));

function settingsFor(server: Auth0Server) {
  return settingsWith({ AUTH0_DOMAIN: server.origin, AUTH0_CLIENT_SECRET: CLIENT_SECRET });
}

/** What the state holds after a run that got a token. */
async function sealedBy(server: Auth0Server): Promise<Readonly<Record<string, string>>> {
  // The settings are read with the real time, by which the token must last.
  server.clock.set(Date.now());
  const tokens = tokensOf(server);
  await tokens.getToken(TIMEOUT_MS);
  return tokens.sealed();
}

test('the page finds the oldest log with the token of the state, and leaves no connection open', () =>
  withAuth0({ logs: json(200, [logAt(3)]) }, async (server) => {
    const sealedTokens = await sealedBy(server);
    server.http.close();
    const oldest = await found(findOldestLog(settingsFor(server), sealedTokens, TIMEOUT_MS));
    assert.deepEqual(oldest, [idAt(3), ORDINARY_DAY_MS + 3_000]);
    assert.equal(server.tokenRequests().length, 1);
    assert.equal(server.logRequests()[0]?.headers.authorization, 'Bearer token-1');
    // An idle connection would be ended by the server too, but only after seconds.
    for (let turns = 0; turns < 10_000 && server.openConnectionCount() > 0; turns += 1) {
      await server.clock.turn();
    }
    assert.equal(server.openConnectionCount(), 0);
  }));

test('the page asks for a token of its own when the state holds none that can be opened', () =>
  withAuth0({ token: grantTokens(), logs: json(200, [logAt(3)]) }, async (server) => {
    for (const sealedTokens of [{}, { auth0: 'nothing' }]) {
      await found(findOldestLog(settingsFor(server), sealedTokens, TIMEOUT_MS));
    }
    assert.equal(server.tokenRequests().length, 2);
  }));

test('the page renews a token of the state that is refused', () =>
  withAuth0({ logs: inTurn(json(401, {}), json(200, [])) }, async (server) => {
    const sealedTokens = await sealedBy(server);
    const outcome = await findOldestLog(settingsFor(server), sealedTokens, TIMEOUT_MS);
    assert.deepEqual(outcome, { status: 'none' });
    assert.equal(server.tokenRequests().length, 2);
  }));
