import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from './browser.ts';
import {
  assertTellsNothing,
  createWorld,
  enterPassword,
  PASSWORD,
  PREFIX,
  whoIsSignedIn,
} from './world.tsx';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const OWN = { 'sec-fetch-site': 'same-origin', origin: 'https://tenant.eu.webtask.example' };

test('signs in whoever has the password', async () => {
  const browser = createWorld().openBrowser();
  const response = await enterPassword(browser, PASSWORD, OWN);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), `${PREFIX}/`);
  await assertTellsNothing(response, []);
  const visitor = await whoIsSignedIn(browser);
  assert.equal(visitor?.name, 'somebody with the page password');
  assert.equal(visitor?.way, 'password');
  assert.deepEqual([...browser.cookies.keys()], ['log-export-known', 'log-export-session']);
});

test('refuses any other password, and shows the form again without it', async () => {
  const others = ['', PASSWORD.slice(1), `${PASSWORD}x`, PASSWORD.toUpperCase(), 'wrong & long'];
  for (const other of others) {
    const browser = createWorld().openBrowser();
    const response = await enterPassword(browser, other);
    assert.equal(response.status, 403);
    const text = await assertTellsNothing(response, other === '' ? [] : [other]);
    assert.match(text, /role="alert"/);
    assert.match(text, /This is not the page password/);
    assert.match(text, /name="password"/);
    assert.equal(await whoIsSignedIn(browser), undefined);
  }
});

test('takes the password as the setting is read: trimmed, however its letters are composed', async () => {
  const password = 'h\u00f6chst geheimes Wort';
  for (const typed of [`  ${password} `, password.normalize('NFD')]) {
    const browser = createWorld({ password }).openBrowser();
    assert.equal((await enterPassword(browser, typed)).status, 303);
  }
});

test('offers no password that is too short or not set', async () => {
  for (const password of [undefined, '', 'fifteen letters']) {
    const browser = createWorld({ password }).openBrowser();
    assert.doesNotMatch(await (await browser.get('/login')).text(), /name="password"/);
    const response = await enterPassword(browser, password ?? '');
    assert.equal(response.status, 403);
    assert.match(await response.text(), /not set up/);
    assert.equal(await whoIsSignedIn(browser), undefined);
  }
});

test('takes a password of any characters, sixteen or more', async () => {
  for (const password of ['sixteen letters!', 'пароль & "наш" <b>+%20', ' spaces around it ']) {
    const browser = createWorld({ password }).openBrowser();
    assert.equal((await enterPassword(browser, password)).status, 303);
  }
});

test('lets everyone wait after five wrong passwords, the right one included', async () => {
  const world = createWorld();
  for (let count = 0; count < 5; count += 1) {
    assert.equal((await enterPassword(world.openBrowser(), `wrong ${count}`)).status, 403);
    world.clock.advance(MINUTE_MS);
  }
  const browser = world.openBrowser();
  const response = await enterPassword(browser, PASSWORD);
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('retry-after'), '600');
  assert.match(await assertTellsNothing(response, []), /Please wait 10 minutes/);
  assert.equal(await whoIsSignedIn(browser), undefined);

  world.clock.advance(10 * MINUTE_MS);
  assert.equal((await enterPassword(browser, PASSWORD)).status, 303);
});

test('does not let strangers lock out a browser that has signed in before', async () => {
  const world = createWorld();
  const known = world.openBrowser();
  await enterPassword(known, PASSWORD);
  const cookie = known.cookies.get('log-export-known');
  for (const attribute of [
    'path=/sandbox-extension/login',
    'httponly',
    'secure',
    'samesite=strict',
  ]) {
    assert.ok(cookie?.attributes.includes(attribute), attribute);
  }
  assert.ok(cookie);
  known.cookies.delete('log-export-session');
  world.clock.advance(89 * DAY_MS);
  for (let count = 0; count < 6; count += 1) await enterPassword(world.openBrowser(), 'wrong');

  assert.equal((await enterPassword(world.openBrowser(), PASSWORD)).status, 429);
  assert.equal((await enterPassword(known, PASSWORD)).status, 303);
  // It opens nothing by itself, not even for a while.
  const copy = world.openBrowser();
  copy.cookies.set('log-export-known', cookie);
  assert.equal(await whoIsSignedIn(copy), undefined);
  copy.cookies.set('log-export-session', { ...cookie, path: PREFIX });
  assert.equal(await whoIsSignedIn(copy), undefined);
});

test('lets a browser wait, too, that has signed in before and guesses now', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  await enterPassword(browser, PASSWORD);
  browser.cookies.delete('log-export-session');
  for (let count = 0; count < 5; count += 1) {
    assert.equal((await enterPassword(browser, 'wrong')).status, 403);
  }
  assert.equal((await enterPassword(browser, PASSWORD)).status, 429);
  assert.equal((await enterPassword(world.openBrowser(), PASSWORD)).status, 303);
});

test('knows no browser by another password, another extension, a form or for longer than 90 days', async () => {
  const world = createWorld();
  const { settings } = world;
  const locked = async (browser: Browser) => {
    for (let count = 0; count < 5; count += 1) await enterPassword(world.openBrowser(), 'wrong');
    const isLocked = (await enterPassword(browser, PASSWORD)).status === 429;
    world.restart();
    return isLocked;
  };
  for (const change of [
    { password: 'another long password' },
    { sessionSecret: 'the secret of another extension' },
  ]) {
    world.settings = { ...settings, ...change };
    const stranger = world.openBrowser();
    await enterPassword(stranger, world.settings.password ?? '');
    stranger.cookies.delete('log-export-session');
    world.settings = settings;
    assert.equal(await locked(stranger), true, JSON.stringify(change));
  }
  const forger = world.openBrowser();
  await forger.get('/login');
  const form = forger.cookies.get('log-export-form');
  assert.ok(form);
  forger.cookies.set('log-export-known', form);
  assert.equal(await locked(forger), true);

  const old = world.openBrowser();
  await enterPassword(old, PASSWORD);
  old.cookies.delete('log-export-session');
  world.clock.advance(90 * DAY_MS);
  assert.equal(await locked(old), true);
});

test('does not let attempts pass that come at the same time', async () => {
  const world = createWorld();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => enterPassword(world.openBrowser(), 'wrong')),
  );
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 403).length, 5);
  assert.equal(statuses.filter((status) => status === 429).length, 15);
});

test('does not count the right password, and does not forget the wrong ones for it', async () => {
  const world = createWorld();
  for (let count = 0; count < 4; count += 1) await enterPassword(world.openBrowser(), 'wrong');
  for (let count = 0; count < 4; count += 1) {
    assert.equal((await enterPassword(world.openBrowser(), PASSWORD)).status, 303);
  }
  await enterPassword(world.openBrowser(), 'wrong');
  assert.equal((await enterPassword(world.openBrowser(), PASSWORD)).status, 429);
});

test('does not lock for longer than a quarter of an hour when the clock is set back', async () => {
  const world = createWorld();
  for (let count = 0; count < 5; count += 1) await enterPassword(world.openBrowser(), 'wrong');
  world.clock.advance(-24 * 60 * MINUTE_MS);
  assert.equal((await enterPassword(world.openBrowser(), PASSWORD)).status, 303);
});

test('refuses a password that was sent from another site', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: OWN.origin },
  ]) {
    const browser = createWorld().openBrowser();
    const response = await enterPassword(browser, PASSWORD, headers);
    assert.equal(response.status, 403, JSON.stringify(headers));
    assert.equal(await whoIsSignedIn(browser), undefined);
  }
});

test('takes a password from its own page, whatever the browser says of itself', async () => {
  for (const headers of [
    {},
    OWN,
    { origin: OWN.origin },
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    // The public address in the settings is out of date.
    { 'sec-fetch-site': 'same-origin', origin: 'https://new.webtask.example' },
    { 'sec-fetch-site': 'none' },
  ]) {
    const response = await enterPassword(createWorld().openBrowser(), PASSWORD, headers);
    assert.equal(response.status, 303, JSON.stringify(headers));
  }
});

test('refuses a password without the form of this browser, and does not count it', async () => {
  const world = createWorld();
  const attacker = world.openBrowser();
  const page = await (await attacker.get('/login')).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const victim = world.openBrowser();
  for (let count = 0; count < 6; count += 1) {
    for (const form of [{ csrf, password: PASSWORD }, { password: PASSWORD }]) {
      const response = await victim.post('/login/password', form, OWN);
      assert.equal(response.status, 403);
      assert.match(await response.text(), /enter the password again/);
    }
  }
  assert.equal(await whoIsSignedIn(victim), undefined);
  assert.equal((await enterPassword(victim, PASSWORD)).status, 303);
});

test('takes the forms of two tabs, and of one that was open for almost an hour', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const csrfOf = async () =>
    /name="csrf" value="([^"]+)"/.exec(await (await browser.get('/login')).text())?.[1] ?? '';
  const first = await csrfOf();
  await csrfOf();
  const response = await browser.post('/login/password', { csrf: first, password: PASSWORD });
  assert.equal(response.status, 303);

  const other = world.openBrowser();
  await other.get('/login');
  assert.match(other.cookies.get('log-export-form')?.attributes.join() ?? '', /samesite=strict/);
  world.clock.advance(60 * MINUTE_MS);
  const stale = await other.post('/login/password', { csrf: first, password: PASSWORD });
  assert.equal(stale.status, 403);
});

test('leads somebody who reloads the form to the sign-in page', async () => {
  const response = await createWorld().openBrowser().get('/login/password');
  assert.equal(response.headers.get('location'), `${PREFIX}/login`);
});
