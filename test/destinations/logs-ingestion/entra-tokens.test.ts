import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEntraRefusal } from '../../../src/destinations/logs-ingestion/entra-refusal.ts';
import type { HttpClient } from '../../../src/http/http-client.ts';
import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_TENANT_ID,
} from '../../../src/sandbox/credentials.ts';
import type { IngestionOptions } from '../../../src/sandbox/ingestion/start-ingestion.ts';
import type { TokenOutcome } from '../../../src/tokens/token-source.ts';
import { answerWith, hang, inTurn, type Responder, reset } from '../../http-server.ts';
import {
  CLIENT_SECRET,
  grantTokens,
  sendingTo,
  TIMEOUT_MS,
  withIngestion,
  withPlayed,
} from './ingestion-server.ts';

const HOUR_MS = 3_600_000;

async function outcomeOf(token: Responder, timeoutMs = TIMEOUT_MS): Promise<TokenOutcome> {
  const outcomes: TokenOutcome[] = [];
  await withPlayed({ token }, async ({ tokens }) => {
    outcomes.push(await tokens.getToken(timeoutMs));
  });
  const [outcome] = outcomes;
  assert.ok(outcome);
  assert.ok(!JSON.stringify(outcome).includes(CLIENT_SECRET), 'the secret is never told');
  return outcome;
}

function textOf(outcome: TokenOutcome): string {
  if (outcome.status === 'token') return outcome.token;
  return outcome.status === 'retry' ? outcome.reason : outcome.problem;
}

test('asks the tenant by the client credentials grant, with the secret in the form only', () =>
  withPlayed({}, async ({ tokens, tokenRequests }) => {
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
    const [request] = tokenRequests();
    assert.ok(request);
    assert.equal(request.method, 'POST');
    assert.equal(request.target, `/${SANDBOX_AZURE_TENANT_ID}/oauth2/v2.0/token`);
    assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body.toString())), {
      grant_type: 'client_credentials',
      client_id: SANDBOX_AZURE_CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: 'https://monitor.azure.com/.default',
    });
  }));

test('hands a sealed token on to the next run, which asks for none, and renews it in time', () =>
  withPlayed({}, async ({ tokens, tokenRequests, origin, http, clock }) => {
    await tokens.getToken(TIMEOUT_MS);
    const state = JSON.parse(JSON.stringify(tokens.sealed()));
    assert.deepEqual(Object.keys(state), ['entra']);
    assert.doesNotMatch(JSON.stringify(state), /token-1/);
    const later = sendingTo(origin, http, clock).tokens;
    later.restore(state);
    assert.deepEqual(await later.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
    assert.equal(tokenRequests().length, 1);
    clock.advance(HOUR_MS);
    assert.deepEqual(await later.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

for (const [what, values] of [
  ['secret', { AZURE_CLIENT_SECRET: 'another-secret' }],
  ['application', { AZURE_CLIENT_ID: '11111111-06cf-4d8a-b35e-7f91c2d40e65' }],
  ['tenant', { AZURE_TENANT_ID: 'example.org' }],
  ['cloud', { LOGANALYTICS_CLOUD: 'china' }],
  ['authority', { AZURE_AUTHORITY_HOST: `https://${'a'.repeat(60)}.example.com` }],
] as const) {
  test(`forgets a sealed token when another ${what} was entered, for which it is not`, () =>
    withPlayed({}, async ({ tokens, origin, http, clock }) => {
      await tokens.getToken(TIMEOUT_MS);
      const later = sendingTo(origin, http, clock, values).tokens;
      later.restore(tokens.sealed());
      assert.deepEqual(later.sealed(), {});
    }));
}

const refusals: readonly (readonly [string, number, RegExp, IngestionOptions])[] = [
  ['a wrong secret', 401, /AADSTS7000215 .*enter the value of one/, { clientSecret: 'another' }],
  [
    'an expired secret',
    401,
    /AADSTS7000222 .*AZURE_CLIENT_SECRET has expired/,
    { applicationState: 'secret-expired' },
  ],
  [
    'a disabled application',
    400,
    /AADSTS7000112 .*AZURE_CLIENT_ID is disabled/,
    { applicationState: 'disabled' },
  ],
  [
    'an application of another tenant',
    400,
    /AADSTS700016 .*AZURE_CLIENT_ID is not in the tenant AZURE_TENANT_ID/,
    { clientId: '11111111-06cf-4d8a-b35e-7f91c2d40e65' },
  ],
  [
    'an unknown tenant',
    400,
    /AADSTS90002 .*AZURE_TENANT_ID/,
    { tenantId: '11111111-93b5-4a7c-8e24-b1d05a6f9c38' },
  ],
];

for (const [what, statusCode, expected, options] of refusals) {
  test(`says what to do about ${what}, and names no more of the answer than its number`, () =>
    withIngestion(options, async ({ tokens }) => {
      const outcome = await tokens.getToken(TIMEOUT_MS);
      assert.equal(outcome.status, 'misconfigured');
      assert.match(textOf(outcome), new RegExp(`^127\\.0\\.0\\.1:\\d+ answered ${statusCode} `));
      assert.match(textOf(outcome), expected);
      assert.doesNotMatch(textOf(outcome), /Trace|Correlation|[0-9a-f]{8}-[0-9a-f]{4}/);
      assert.ok(!textOf(outcome).includes(CLIENT_SECRET));
    }));
}

test('goes by the word of OAuth where the number is not known', () => {
  const read = (error: unknown, description?: unknown) =>
    readEntraRefusal(
      { statusCode: 400, data: { error, error_description: description }, waitMs: undefined },
      'login.example.com',
    );
  const problemOf = (outcome: ReturnType<typeof read>) =>
    outcome.status === 'misconfigured' ? outcome.problem : outcome.status;
  assert.match(problemOf(read('invalid_client')), /AZURE_CLIENT_SECRET is wrong or has expired/);
  assert.match(problemOf(read('unauthorized_client', 'AADSTS1234567: x')), /AADSTS1234567 .*_ID/);
  for (const error of ['constructor', 'toString', 7, null, undefined, 'secret word']) {
    const problem = problemOf(read(error, 'secret AADSTS7000215'));
    assert.match(problem, /^login\.example\.com answered 400 to the request for a token\. Check/);
  }
  assert.equal(problemOf(read('temporarily_unavailable', 'AADSTS90033: x')), 'retry');
});

test('has advice for every number that says what is wrong', () => {
  const advice = {
    AADSTS90002: /no such tenant.*AZURE_TENANT_ID/,
    AADSTS900023: /no such tenant.*AZURE_TENANT_ID/,
    AADSTS500011: /LOGANALYTICS_CLOUD must be the cloud of the tenant/,
    AADSTS700016: /AZURE_CLIENT_ID is not in the tenant/,
    AADSTS7000112: /AZURE_CLIENT_ID is disabled/,
    AADSTS7000215: /enter the value of one/,
    AADSTS7000216: /enter the value of one/,
    AADSTS7000222: /AZURE_CLIENT_SECRET has expired/,
    AADSTS53003: /Conditional Access/,
  };
  for (const [number, expected] of Object.entries(advice)) {
    const data = { error: 'invalid_client', error_description: `${number}: words` };
    const outcome = readEntraRefusal({ statusCode: 401, data, waitMs: undefined }, 'the host');
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, new RegExp(`^the host answered 401 ${number} to the request`));
    assert.match(outcome.problem, expected);
  }
});

test('says what an unknown host may mean', () =>
  withPlayed({}, async ({ origin, clock }) => {
    const reason = 'the connection to login.example.com failed (ENOTFOUND)';
    const offline: HttpClient = {
      send: async () => ({ status: 'failed', cause: 'network', reason }),
    };
    assert.deepEqual(await sendingTo(origin, offline, clock).tokens.getToken(TIMEOUT_MS), {
      status: 'retry',
      reason: `${reason}; check AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD`,
    });
  }));

test('takes a refusal for one although its body has no end, and an endless grant for none', async () => {
  const endless = 'x'.repeat(1_000_000);
  assert.match(textOf(await outcomeOf(answerWith(403, endless))), /answered 403 to the request/);
  const grant = JSON.stringify({ access_token: endless, expires_in: 60 });
  assert.match(textOf(await outcomeOf(answerWith(200, grant))), /more than 100000 bytes/);
});

test('waits as a 429 asks, and says that it was asked too often', async () => {
  const outcome = await outcomeOf(answerWith(429, '', { 'retry-after': '11' }));
  assert.ok(outcome.status === 'retry');
  assert.equal(outcome.isRateLimited, true);
  assert.equal(outcome.waitMs, 11_000);
});

test('asks to be tried again when the service has trouble or does not answer', async () => {
  for (const token of [answerWith(500, '<html>'), answerWith(503), answerWith(408), reset]) {
    assert.equal((await outcomeOf(token)).status, 'retry');
  }
  assert.match(textOf(await outcomeOf(hang, 50)), /gave no answer in 0\.1 s$/);
});

test('asks to be tried again after an answer that is no grant, because a proxy may have given it', async () => {
  const tokens = ['', ' ', 7, null, 'two words', 'line\r\nbreak', 'naïve', '\u0000'];
  const grants = tokens.map((token) => JSON.stringify({ access_token: token, expires_in: 60 }));
  for (const body of ['', '<html>', 'null', '[]', '7', '"text"', '{}', ...grants]) {
    const outcome = await outcomeOf(answerWith(200, body));
    assert.equal(outcome.status, 'retry', body);
    assert.match(textOf(outcome), /answered a token request without a token$/);
  }
});

test('does not follow a redirect with the secret', async () => {
  const elsewhere = answerWith(307, '', { location: 'http://127.0.0.1:1/token' });
  const outcome = await outcomeOf(elsewhere);
  assert.match(textOf(outcome), /AZURE_AUTHORITY_HOST leads to another address/);
});

test('gets a token at the next request after one that failed', () =>
  withPlayed({ token: inTurn(answerWith(503), grantTokens()) }, async ({ tokens }) => {
    assert.equal((await tokens.getToken(TIMEOUT_MS)).status, 'retry');
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
  }));
