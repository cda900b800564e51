import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpOutcome } from '../../../src/http/http-client.ts';
import {
  createAuthorityKeyMemory,
  createAuthorityKeys,
} from '../../../src/page/sign-in/authority-keys.ts';
import { createFakeClock } from '../../fake-clock.ts';
import { answerOf } from '../../http/answers.ts';
import {
  AUTHORITY,
  createKeyServer,
  FIRST_KEY,
  keysAnswer,
  SECOND_KEY,
  type SigningKey,
} from './authority.ts';
import { createWorld, FROM_AUTHORITY, signInAtDashboard, whoIsSignedIn } from './world.tsx';

const MINUTE_MS = 60_000;

function createDesk(...keys: readonly SigningKey[]) {
  const server = createKeyServer(...keys);
  const clock = createFakeClock();
  const memory = createAuthorityKeyMemory();
  const keysOf = (origin = AUTHORITY.origin) =>
    createAuthorityKeys(origin, server.http, clock, memory);
  return {
    server,
    clock,
    keysOf,
    /** As each request does. */
    find: async (keyId: string) => (await keysOf().find(keyId)).status,
  };
}

test('asks the authority once for many requests, with limits', async () => {
  const { server, find } = createDesk(FIRST_KEY);
  assert.deepEqual([await find('first'), await find('first')], ['found', 'found']);
  assert.equal(server.requests.length, 1);
  const [request] = server.requests;
  assert.equal(request?.url, `${AUTHORITY.origin}/.well-known/jwks.json`);
  assert.ok((request?.timeoutMs ?? 0) <= 5_000);
  assert.ok((request?.maxResponseBytes ?? 0) <= 100_000);
});

test('asks once for requests that come at the same time', async () => {
  const { server, find } = createDesk(FIRST_KEY);
  const found = await Promise.all([find('first'), find('first'), find('first')]);
  assert.deepEqual(found, ['found', 'found', 'found']);
  assert.equal(server.requests.length, 1);
});

test('finds a new key as soon as it is used, and forgets one that was taken back', async () => {
  const { server, clock, find } = createDesk(FIRST_KEY);
  assert.equal(await find('first'), 'found');
  clock.advance(2 * MINUTE_MS);
  server.answer = keysAnswer(SECOND_KEY);
  assert.equal(await find('second'), 'found');
  assert.equal(await find('first'), 'unknown');
});

test('believes no key for longer than ten minutes', async () => {
  const { server, clock, find } = createDesk(FIRST_KEY);
  await find('first');
  server.answer = keysAnswer(SECOND_KEY);
  clock.advance(10 * MINUTE_MS - 1);
  assert.equal(await find('first'), 'found');
  clock.advance(1);
  assert.equal(await find('first'), 'unknown');
});

test('asks for unknown keys at most once a minute', async () => {
  const { server, clock, find } = createDesk(FIRST_KEY);
  for (let count = 0; count < 5; count += 1)
    assert.equal(await find(`unknown ${count}`), 'unknown');
  assert.equal(server.requests.length, 1);
  clock.advance(MINUTE_MS);
  for (let count = 0; count < 5; count += 1) await find(`unknown ${count}`);
  assert.equal(server.requests.length, 2);
  assert.equal(await find('first'), 'found');
});

test('says when the authority cannot be reached, and asks again soon after', async () => {
  const failures: readonly HttpOutcome[] = [
    { status: 'failed', cause: 'timeout', reason: 'auth0.example gave no answer in 5 s' },
    { status: 'failed', cause: 'too-large', reason: 'auth0.example answered with too much' },
    answerOf(500, '{"keys":[]}'),
    answerOf(302, '', { location: 'https://evil.example/' }),
    answerOf(200, 'no json'),
    answerOf(200, '{"keys":"none"}'),
    answerOf(200, 'null'),
  ];
  for (const failure of failures) {
    const { server, clock, find } = createDesk();
    server.answer = failure;
    assert.equal(await find('first'), 'unreachable');
    server.answer = keysAnswer(FIRST_KEY);
    assert.equal(await find('first'), 'unreachable');
    assert.equal(server.requests.length, 1);
    clock.advance(10_000);
    assert.equal(await find('first'), 'found');
  }
});

test('goes on with the keys it has when the authority fails later', async () => {
  const { server, clock, find } = createDesk(FIRST_KEY);
  await find('first');
  clock.advance(2 * MINUTE_MS);
  server.answer = { status: 'failed', cause: 'network', reason: 'the connection failed' };
  assert.equal(await find('second'), 'unknown');
  assert.equal(await find('first'), 'found');
});

test('does not wait for long after the clock was set back', async () => {
  const { server, clock, find } = createDesk(FIRST_KEY);
  await find('first');
  clock.advance(-24 * 60 * MINUTE_MS);
  assert.equal(await find('first'), 'found');
  assert.equal(server.requests.length, 2);
});

test('does not take the keys of one authority for those of another', async () => {
  const { server, keysOf } = createDesk(FIRST_KEY);
  assert.equal((await keysOf().find('first')).status, 'found');
  server.answer = keysAnswer(SECOND_KEY);
  assert.equal((await keysOf('https://other.example').find('first')).status, 'unknown');
  assert.equal(server.requests[1]?.url, 'https://other.example/.well-known/jwks.json');
});

test('keeps an answer that comes late for the authority that gave it', async () => {
  const { server, keysOf } = createDesk();
  const [former, other] = [AUTHORITY.origin, 'https://other.example'];
  let answerFormer: (outcome: HttpOutcome) => void = () => {};
  server.answer = new Promise((answered) => {
    answerFormer = answered;
  });
  const late = keysOf(former).find('first');
  server.answer = keysAnswer(SECOND_KEY);
  assert.equal((await keysOf(other).find('second')).status, 'found');
  answerFormer(keysAnswer(FIRST_KEY));

  assert.equal((await late).status, 'found');
  assert.equal((await keysOf(other).find('first')).status, 'unknown');
  assert.equal((await keysOf(other).find('second')).status, 'found');
});

test('takes no key of another kind, and no private or secret one', async () => {
  const jwk = FIRST_KEY.privateKey.export({ format: 'jwk' });
  const publicPart = { kty: jwk.kty, n: jwk.n, e: jwk.e, kid: 'first' };
  const keys: readonly Readonly<Record<string, unknown>>[] = [
    { ...jwk, kid: 'first' },
    { kty: 'oct', k: 'c2VjcmV0', kid: 'first' },
    { ...publicPart, use: 'enc' },
    { ...publicPart, alg: 'RS512' },
    { ...publicPart, kid: undefined },
  ];
  for (const key of keys) {
    const { server, find } = createDesk();
    server.answer = answerOf(200, JSON.stringify({ keys: [key] }));
    assert.equal(await find('first'), 'unknown');
  }
});

test('signs somebody in whose token has a new key, and shares the keys between requests', async () => {
  const world = createWorld();
  await signInAtDashboard(world, world.openBrowser());
  world.clock.advance(2 * MINUTE_MS);
  world.authority.answer = keysAnswer(FIRST_KEY, SECOND_KEY);
  const browser = world.openBrowser();
  await signInAtDashboard(world, browser, { idKey: SECOND_KEY, accessKey: SECOND_KEY });
  assert.equal((await whoIsSignedIn(browser))?.way, 'dashboard');
  assert.equal(world.authority.requests.length, 2);
});

test('tells somebody in words that the authority cannot be reached, and signs nobody in', async () => {
  const world = createWorld();
  world.authority.answer = { status: 'failed', cause: 'network', reason: 'the connection failed' };
  const browser = world.openBrowser();
  const response = await signInAtDashboard(world, browser);
  assert.equal(response.status, 503);
  assert.match(await response.text(), /could not be reached/);
  assert.equal(await whoIsSignedIn(browser), undefined);
  const again = await browser.post('/login/callback', {}, FROM_AUTHORITY);
  assert.equal(again.status, 400);
});
