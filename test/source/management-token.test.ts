import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenOutcome } from '../../src/tokens/token-source.ts';
import { answerWith, hang, inTurn, type Responder, reset } from '../http-server.ts';
import { grantTokens, json, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';
import { CLIENT_SECRET, tokensOf } from './tokens-of.ts';

const DAY_MS = 86_400_000;

/** What comes of a token endpoint that answers in one way. */
async function outcomeOf(token: Responder, timeoutMs = TIMEOUT_MS): Promise<TokenOutcome> {
  let outcome: TokenOutcome | undefined;
  await withAuth0({ token }, async (server) => {
    const tokens = tokensOf(server);
    outcome = await tokens.getToken(timeoutMs);
    if (outcome.status !== 'token') assert.deepEqual(tokens.sealed(), {});
  });
  assert.ok(outcome !== undefined);
  assert.ok(!JSON.stringify(outcome).includes(CLIENT_SECRET), 'a secret stands in the outcome');
  return outcome;
}

function text(outcome: TokenOutcome): string {
  if (outcome.status === 'retry') return outcome.reason;
  assert.ok(outcome.status === 'misconfigured', outcome.status);
  return outcome.problem;
}

test('asks for a token by the client credentials grant, with the slash at the end of the audience', () =>
  withAuth0({}, async (server) => {
    const outcome = await tokensOf(server).getToken(TIMEOUT_MS);

    assert.deepEqual(outcome, { status: 'token', token: 'token-1' });
    const [request] = server.tokenRequests();
    assert.equal(request?.method, 'POST');
    assert.equal(request?.target, '/oauth/token');
    assert.equal(request?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(request?.headers['auth0-client'], undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body.toString('utf8'))), {
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_secret: CLIENT_SECRET,
      audience: `https://${server.host}/api/v2/`,
    });
  }));

test('keeps a token while it lasts, because every token is itself a log', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    server.clock.advance(DAY_MS - 121_000);
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
    assert.equal(server.tokenRequests().length, 1);
  }));

test('renews a token two minutes before it ends, so that none is refused under way', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    server.clock.advance(DAY_MS - 120_000);
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

test('renews a short token half-way, because two minutes before its end would be at once', () =>
  withAuth0({ token: grantTokens({ expires_in: 60 }) }, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    server.clock.advance(29_999);
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
    server.clock.advance(1);
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

for (const life of [undefined, null, '86400', 0, -1, {}]) {
  test(`takes a life span of ${JSON.stringify(life)} for ten minutes, because the API refuses later`, () =>
    withAuth0({ token: grantTokens({ expires_in: life }) }, async (server) => {
      const tokens = tokensOf(server);
      await tokens.getToken(TIMEOUT_MS);
      server.clock.advance(479_000);
      assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
      server.clock.advance(1_000);
      assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
    }));
}

test('uses a token of an absurd life span, until it is refused', () =>
  withAuth0({ token: grantTokens({ expires_in: 1e306 }) }, async (server) => {
    const tokens = tokensOf(server);
    assert.equal((await tokens.getToken(TIMEOUT_MS)).status, 'token');
    tokens.forget();
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

test('asks for another token after one was refused, and seals the refused one no more', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    tokens.forget();
    assert.deepEqual(tokens.sealed(), {});
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

test('hands a sealed token on to the next run, which asks for none', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    const state: unknown = JSON.parse(JSON.stringify(tokens.sealed()));
    assert.doesNotMatch(JSON.stringify(state), /token-1/);

    const later = tokensOf(server);
    later.restore(tokens.sealed());

    assert.deepEqual(await later.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
    assert.deepEqual(later.sealed(), state);
    assert.equal(server.tokenRequests().length, 1);
  }));

test('renews a sealed token in time too, because runs are far apart', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    server.clock.advance(DAY_MS);
    const later = tokensOf(server);
    later.restore(tokens.sealed());
    assert.deepEqual(await later.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

test('forgets a token that was sealed under another secret, because the secret was rotated', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    const rotated = tokensOf(server, 'another-secret');
    rotated.restore(tokens.sealed());
    assert.deepEqual(rotated.sealed(), {});
    assert.deepEqual(await rotated.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

test('forgets what it held when a state without a token is restored', () =>
  withAuth0({}, async (server) => {
    const tokens = tokensOf(server);
    await tokens.getToken(TIMEOUT_MS);
    for (const state of [{}, { auth0: '' }, { auth0: 'garbage' }, { other: 'x' }]) {
      tokens.restore(state);
      assert.deepEqual(tokens.sealed(), {});
    }
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-2' });
  }));

/** A refusal that repeats the secret wherever it can. */
function refusal(statusCode: number, error: string, headers = {}): Responder {
  const description = `refused ${CLIENT_SECRET}`;
  return json(statusCode, { error, error_description: description, [CLIENT_SECRET]: 1 }, headers);
}

test('calls the client wrong after a 401, because only a person can correct it', async () => {
  const outcome = await outcomeOf(refusal(401, 'access_denied'));
  assert.equal(outcome.status, 'misconfigured');
  assert.match(
    text(outcome),
    /answered 401 access_denied .*AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET/,
  );
});

test('names the missing grant after a 403', async () => {
  const outcome = await outcomeOf(refusal(403, 'access_denied'));
  assert.equal(outcome.status, 'misconfigured');
  assert.match(text(outcome), /answered 403 access_denied .*"Auth0 Management API".*read:logs/);
});

test('names the grant type when the application may not use it', async () => {
  const outcome = await outcomeOf(refusal(400, 'unauthorized_client'));
  assert.match(text(outcome), /"Client Credentials"/);
});

test('names the domain when there is no such endpoint', async () => {
  const outcome = await outcomeOf(answerWith(404, 'Not Found'));
  assert.equal(outcome.status, 'misconfigured');
  assert.match(text(outcome), /answered 404 to the request for a token\. AUTH0_DOMAIN/);
});

test('does not repeat what an answer calls an error code, because it may be anything', async () => {
  const outcome = await outcomeOf(refusal(401, CLIENT_SECRET));
  assert.match(text(outcome), /answered 401 to the request/);
});

test('waits as a 429 asks, and says that it was asked too often', async () => {
  const outcome = await outcomeOf(refusal(429, 'too_many_requests', { 'retry-after': '11' }));
  assert.ok(outcome.status === 'retry');
  assert.equal(outcome.isRateLimited, true);
  assert.equal(outcome.waitMs, 11_000);
  assert.match(outcome.reason, /answered 429 too_many_requests .*too many token requests/);
});

for (const statusCode of [408, 500, 502, 503]) {
  test(`asks to be tried again after a ${statusCode}, because the service has trouble`, async () => {
    const outcome = await outcomeOf(answerWith(statusCode, '<html>secret</html>'));
    assert.equal(outcome.status, 'retry');
    assert.match(text(outcome), new RegExp(`answered ${statusCode} to the request for a token$`));
  });
}

test('asks to be tried again after an answer that is no grant, because a proxy may have given it', async () => {
  const bodies = ['', '<html>Maintenance</html>', 'null', '[]', '7', '"text"', '{}'];
  const tokens = ['', ' ', 7, null, 'two words', 'line\r\nbreak', 'naïve', '\u0000'];
  const grants = tokens.map((token) => JSON.stringify({ access_token: token, expires_in: 60 }));
  for (const body of [...bodies, ...grants]) {
    const outcome = await outcomeOf(answerWith(200, body));
    assert.equal(outcome.status, 'retry', body);
    assert.match(text(outcome), /answered a token request with(out a token| something else)$/);
  }
});

test('does not follow a redirect with the secret', async () => {
  const elsewhere = answerWith(307, '', { location: 'http://127.0.0.1:1/oauth/token' });
  const outcome = await outcomeOf(elsewhere);
  assert.equal(outcome.status, 'retry');
});

test('asks to be tried again when no answer comes in time', async () => {
  const outcome = await outcomeOf(hang, 50);
  assert.equal(outcome.status, 'retry');
  assert.match(text(outcome), /^127\.0\.0\.1:\d+ gave no answer in 0\.1 s$/);
});

test('asks to be tried again when the connection breaks', async () => {
  const outcome = await outcomeOf(reset);
  assert.equal(outcome.status, 'retry');
  assert.match(text(outcome), /^the connection to 127\.0\.0\.1:\d+ failed \(ECONNRESET\)$/);
});

test('gets a token at the next request after one that failed', () =>
  withAuth0({ token: inTurn(answerWith(503), grantTokens()) }, async (server) => {
    const tokens = tokensOf(server);
    assert.equal((await tokens.getToken(TIMEOUT_MS)).status, 'retry');
    assert.deepEqual(await tokens.getToken(TIMEOUT_MS), { status: 'token', token: 'token-1' });
  }));
