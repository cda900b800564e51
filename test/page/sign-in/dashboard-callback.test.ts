import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from './browser.ts';
import {
  assertTellsNothing,
  beginLogin,
  callbackForm,
  createWorld,
  FROM_AUTHORITY,
  PREFIX,
  whoIsSignedIn,
} from './world.tsx';

const LOGIN_COOKIE = 'log-export-login';

/** Nobody is signed in, the attempt is over, and the page leads back to the sign-in. */
async function assertRefused(
  response: Response,
  browser: Browser,
  heading: RegExp,
  secrets: readonly string[] = [],
) {
  assert.ok([400, 403].includes(response.status), `status ${response.status}`);
  const text = await assertTellsNothing(response, secrets);
  assert.match(text, heading);
  assert.ok(text.includes(`href="${PREFIX}/login"`));
  assert.equal(browser.cookies.has(LOGIN_COOKIE), false);
  assert.match(response.headers.get('set-cookie') ?? '', /^log-export-login=;/);
  assert.equal(await whoIsSignedIn(browser), undefined);
}

test('refuses a sign-in that this browser did not begin', async () => {
  const world = createWorld();
  const attacker = world.openBrowser();
  const victim = world.openBrowser();
  const form = callbackForm(world, await beginLogin(attacker));
  const response = await victim.post('/login/callback', form, FROM_AUTHORITY);
  await assertRefused(response, victim, /did not begin here/, [form.id_token, form.access_token]);
});

test('refuses a sign-in that another browser began, though this one began one, too', async () => {
  const world = createWorld();
  const [attacker, victim] = [world.openBrowser(), world.openBrowser()];
  const form = callbackForm(world, await beginLogin(attacker));
  await beginLogin(victim);
  const response = await victim.post('/login/callback', form, FROM_AUTHORITY);
  await assertRefused(response, victim, /Another sign-in/, [form.id_token, form.access_token]);
});

test('refuses another state, none, an empty one and two of them', async () => {
  for (const change of [
    { state: 'x'.repeat(43) },
    { state: '' },
    { state: undefined },
    { twice: true },
  ]) {
    const world = createWorld();
    const browser = world.openBrowser();
    const form = { ...callbackForm(world, await beginLogin(browser)), ...change };
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form)) {
      if (typeof value === 'string') body.append(name, value);
    }
    if ('twice' in change) body.append('state', body.get('state') ?? '');
    const response = await browser.post('/login/callback', body.toString(), FROM_AUTHORITY);
    await assertRefused(response, browser, /Another sign-in/);
  }
});

test('refuses an attempt that is older than ten minutes, and takes one that is not', async () => {
  for (const [minutes, isTaken] of [
    [9.9, true],
    [10, false],
    [60, false],
  ] as const) {
    const world = createWorld();
    const browser = world.openBrowser();
    const asked = await beginLogin(browser);
    world.clock.advance(minutes * 60_000);
    const form = callbackForm(world, asked);
    const response = await browser.post('/login/callback', form, FROM_AUTHORITY);
    if (isTaken) assert.equal(response.status, 303);
    else await assertRefused(response, browser, /did not begin here/);
  }
});

test('refuses the cookie of another extension and one that was changed', async () => {
  const other = createWorld({ sessionSecret: 'the secret of another extension' });
  const foreign = other.openBrowser();
  const foreignAsked = await beginLogin(foreign);
  const foreignCookie = foreign.cookies.get(LOGIN_COOKIE);
  assert.ok(foreignCookie);
  const changed = {
    ...foreignCookie,
    value: foreignCookie.value.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
  };
  for (const [world, cookie] of [
    [createWorld(), foreignCookie],
    [other, { ...changed, value: 'junk' }],
    [other, { ...changed, value: foreignCookie.value.replace('.', '.e30') }],
  ] as const) {
    const browser = world.openBrowser();
    browser.cookies.set(LOGIN_COOKIE, cookie);
    const form = callbackForm(world, foreignAsked);
    const response = await browser.post('/login/callback', form, FROM_AUTHORITY);
    await assertRefused(response, browser, /did not begin here/);
  }
});

test('refuses what was answered already: without its cookie, and with it', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const form = callbackForm(world, await beginLogin(browser));
  const cookie = browser.cookies.get(LOGIN_COOKIE);
  assert.ok(cookie);
  assert.equal((await browser.post('/login/callback', form, FROM_AUTHORITY)).status, 303);

  const thief = world.openBrowser();
  const without = await thief.post('/login/callback', form, FROM_AUTHORITY);
  await assertRefused(without, thief, /did not begin here/, [form.access_token]);
  thief.cookies.set(LOGIN_COOKIE, cookie);
  const withCookie = await thief.post('/login/callback', form, FROM_AUTHORITY);
  await assertRefused(withCookie, thief, /was used already/, [form.access_token]);
});

test('takes only one of two equal answers that come at the same time', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const form = callbackForm(world, await beginLogin(browser));
  const answers = await Promise.all(
    [1, 2, 3].map(() => browser.post('/login/callback', form, FROM_AUTHORITY)),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 400, 400]);
});

test('says that Auth0 refused, without repeating what it said', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const asked = await beginLogin(browser);
  const form = {
    ...callbackForm(world, asked),
    error: 'access_denied',
    error_description: '<script>alert("told-by-others")</script>',
  };
  const response = await browser.post('/login/callback', form, FROM_AUTHORITY);
  assert.equal(response.status, 403);
  await assertRefused(response, browser, /did not sign you in/, [
    'told-by-others',
    'access_denied',
  ]);
  assert.equal(world.authority.requests.length, 0);
});

test('refuses an answer without tokens, and one that is no form', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  for (const left of ['id_token', 'access_token']) {
    const asked = await beginLogin(browser);
    const form = Object.entries(callbackForm(world, asked)).filter(([name]) => name !== left);
    const response = await browser.post('/login/callback', Object.fromEntries(form));
    await assertRefused(response, browser, /could not be verified/);
  }
  const form = callbackForm(world, await beginLogin(browser));
  const headers = { 'content-type': 'application/json' };
  const response = await browser.post('/login/callback', JSON.stringify(form), headers);
  await assertRefused(response, browser, /Another sign-in/);
});

test('leads somebody who reloads the callback to the sign-in', async () => {
  const response = await createWorld().openBrowser().get('/login/callback');
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), `${PREFIX}/login`);
});
