import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import { createSignedTokens } from '../../../src/page/sign-in/signed-tokens.ts';
import { createFakeClock } from '../../fake-clock.ts';
import { signWithSecret } from './authority.ts';
import {
  beginLogin,
  callbackForm,
  createWorld,
  enterPassword,
  FROM_AUTHORITY,
  PASSWORD,
  PREFIX,
  SECRET,
  signInAtDashboard,
  type World,
  whoIsSignedIn,
} from './world.tsx';

const SESSION_COOKIE = 'log-export-session';
const HOUR_MS = 60 * 60_000;

async function sessionOf(world: World): Promise<string> {
  const browser = world.openBrowser();
  await signInAtDashboard(world, browser);
  return browser.cookies.get(SESSION_COOKIE)?.value ?? '';
}

async function isBelieved(world: World, session: string): Promise<boolean> {
  const browser = world.openBrowser();
  browser.cookies.set(SESSION_COOKIE, { value: session, path: PREFIX, attributes: [] });
  return (await whoIsSignedIn(browser)) !== undefined;
}

test('ends a session after two hours, whatever the browser keeps', async () => {
  const world = createWorld();
  const session = await sessionOf(world);
  world.clock.advance(2 * HOUR_MS - 1000);
  assert.equal(await isBelieved(world, session), true);
  world.clock.advance(1000);
  assert.equal(await isBelieved(world, session), false);
});

test('believes a session after the process has forgotten everything', async () => {
  const world = createWorld();
  const session = await sessionOf(world);
  world.restart();
  assert.equal(await isBelieved(world, session), true);
});

test('does not believe a session of another extension', async () => {
  const session = await sessionOf(createWorld({ sessionSecret: 'another secret' }));
  assert.equal(await isBelieved(createWorld(), session), false);
});

test('does not believe a session that was changed anywhere', async () => {
  const world = createWorld();
  const session = await sessionOf(world);
  for (let at = 0; at < session.length - 1; at += 1) {
    const other = session[at] === 'A' ? 'B' : 'A';
    const changed = session.slice(0, at) + other + session.slice(at + 1);
    assert.equal(await isBelieved(world, changed), false, `character ${at}`);
  }
  for (const junk of ['', 'junk', 'a.b.c', session.slice(0, -2), `${session}.${session}`]) {
    assert.equal(await isBelieved(world, junk), false);
  }
});

test('does not believe a session that was signed with the secret itself, or not at all', async () => {
  const world = createWorld();
  const [, claimsText = ''] = (await sessionOf(world)).split('.');
  const claims = JSON.parse(Buffer.from(claimsText, 'base64url').toString());
  const header = { alg: 'HS256', typ: 'session+jwt' };
  assert.equal(await isBelieved(world, signWithSecret(claims, SECRET, header)), false);
  const none = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url');
  assert.equal(await isBelieved(world, `${none}.${claimsText}.`), false);
});

test('does not take a sign-in that has begun for a session', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  await beginLogin(browser);
  await browser.get('/login');
  for (const name of ['log-export-login', 'log-export-form']) {
    const token = browser.cookies.get(name)?.value ?? '';
    assert.notEqual(token, '');
    assert.equal(await isBelieved(world, token), false, name);
  }
});

test('does not take a session or a form for a sign-in that has begun', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const asked = await beginLogin(browser);
  const path = `${PREFIX}/login`;
  await browser.get('/login');
  const form = browser.cookies.get('log-export-form')?.value ?? '';
  for (const value of [await sessionOf(world), form]) {
    browser.cookies.set('log-export-login', { value, path, attributes: [] });
    const answer = callbackForm(world, asked);
    assert.equal((await browser.post('/login/callback', answer, FROM_AUTHORITY)).status, 400);
  }
  assert.equal(await whoIsSignedIn(browser), undefined);
});

test('keeps tokens for different purposes apart even if their claims were the same', async () => {
  const clock = createFakeClock();
  const tokensFor = (purpose: string) => createSignedTokens([SECRET], purpose, HOUR_MS, clock);
  const claims = { name: 'somebody', way: 'password', csrf: 'x', state: 'x', nonce: 'x' };
  const token = await tokensFor('dashboard-login').sign(claims);
  assert.equal((await tokensFor('dashboard-login').read(token))?.['name'], 'somebody');
  assert.equal(await tokensFor('session').read(token), undefined);
});

test('pins the algorithm, and derives a key for each purpose', async () => {
  const clock = createFakeClock();
  const tokens = createSignedTokens([SECRET], 'session', HOUR_MS, clock);
  const nowSeconds = clock.now() / 1000;
  const claims = {
    iss: 'auth0-logs-to-azure-log-analytics',
    aud: 'session',
    iat: nowSeconds,
    exp: nowSeconds + 60,
  };
  const isRead = async (algorithm: string, purpose: string) => {
    const secrets = JSON.stringify([SECRET]);
    const key = Buffer.from(hkdfSync('sha256', secrets, '', `page: ${purpose}`, 32));
    const token = signWithSecret(claims, key, { alg: algorithm, typ: 'session+jwt' });
    return (await tokens.read(token)) !== undefined;
  };
  assert.equal(await isRead('HS256', 'session'), true);
  assert.equal(await isRead('HS512', 'session'), false);
  assert.equal(await isRead('HS256', 'dashboard-login'), false);
});

test('believes no token from the future', async () => {
  const clock = createFakeClock();
  const tokens = createSignedTokens([SECRET], 'session', HOUR_MS, clock);
  const token = await tokens.sign({ name: 'somebody' });
  clock.advance(-1000);
  assert.equal(await tokens.read(token), undefined);
});

test('ends the sessions that a password began when it is changed or taken away', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  await enterPassword(browser, PASSWORD);
  assert.equal((await whoIsSignedIn(browser))?.way, 'password');
  const { settings } = world;
  for (const password of ['another long password', undefined]) {
    world.settings = { ...settings, password };
    assert.equal(await whoIsSignedIn(browser), undefined);
  }
  world.settings = settings;
  assert.equal((await whoIsSignedIn(browser))?.way, 'password');
});

test('gives each session a token of its own for its forms', async () => {
  const world = createWorld();
  const tokens = await Promise.all(
    [1, 2].map(async () => {
      const browser = world.openBrowser();
      await signInAtDashboard(world, browser);
      return (await whoIsSignedIn(browser))?.csrfToken;
    }),
  );
  assert.notEqual(tokens[0], tokens[1]);
});

test('signs nobody in, and believes nothing, without a secret', async () => {
  const world = createWorld();
  const session = await sessionOf(world);
  for (const sessionSecret of [undefined, '']) {
    world.settings = { ...world.settings, sessionSecret };
    assert.equal(await isBelieved(world, session), false);
    const page = await (await world.openBrowser().get('/login')).text();
    assert.match(page, /no way in yet/);
  }
});
