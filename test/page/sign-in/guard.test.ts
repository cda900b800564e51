import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from './browser.ts';
import {
  createWorld,
  enterPassword,
  PASSWORD,
  PREFIX,
  SECRET,
  signInAtDashboard,
  whoIsSignedIn,
} from './world.tsx';

const OWN = { 'sec-fetch-site': 'same-origin' };

async function signedIn() {
  const world = createWorld();
  const browser = world.openBrowser();
  await signInAtDashboard(world, browser);
  const csrf = (await whoIsSignedIn(browser))?.csrfToken ?? '';
  return { world, browser, csrf };
}

async function isChanged(
  browser: Browser,
  form: Parameters<Browser['post']>[1],
  headers: Parameters<Browser['post']>[2],
  path = '/change',
): Promise<boolean> {
  const response = await browser.post(path, form, headers);
  const text = await response.text();
  assert.equal(response.status, text === 'changed' ? 200 : 403);
  return response.status === 200;
}

test('sends whoever is not signed in to the sign-in page, whatever is asked for', async () => {
  const browser = createWorld().openBrowser();
  for (const path of ['/', '/nothing-here', '/change']) {
    const response = await browser.get(path);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), `${PREFIX}/login`);
    assert.equal(await response.text(), '');
  }
});

test('tells whoever sends a form without being signed in that nothing was changed', async () => {
  const browser = createWorld().openBrowser();
  for (const path of ['/change', '/unguarded-change']) {
    const response = await browser.post(path, { csrf: '' }, OWN);
    assert.equal(response.status, 401);
    assert.match(await response.text(), /You are not signed in/);
  }
});

test('lets an administrator change something from the own page', async () => {
  const { browser, csrf } = await signedIn();
  assert.equal(await isChanged(browser, { csrf }, OWN), true);
  assert.equal(await isChanged(browser, { csrf }, {}), true);
  assert.equal(await isChanged(browser, { csrf }, OWN, '/unguarded-change'), true);
});

test('refuses a change without the token of this very session', async () => {
  const { world, browser, csrf } = await signedIn();
  const other = world.openBrowser();
  await signInAtDashboard(world, other);
  const foreign = (await whoIsSignedIn(other))?.csrfToken ?? '';
  const forms = [{}, { csrf: '' }, { csrf: foreign }, { csrf: `${csrf}x` }, { CSRF: csrf }];
  for (const path of ['/change', '/unguarded-change']) {
    for (const form of forms) assert.equal(await isChanged(browser, form, OWN, path), false);
    assert.equal(await isChanged(browser, `csrf=${foreign}&csrf=${csrf}`, OWN, path), false);
  }
  const json = { ...OWN, 'content-type': 'application/json' };
  assert.equal(await isChanged(browser, JSON.stringify({ csrf }), json), false);
  assert.equal(await isChanged(browser, `csrf=${csrf}`, { 'content-type': 'text/plain' }), false);
});

test('refuses a change from another site even with the token', async () => {
  const { browser, csrf } = await signedIn();
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '' },
    { origin: 'https://evil.example' },
    { origin: 'http://tenant.eu.webtask.example' },
    { origin: 'null' },
  ]) {
    assert.equal(await isChanged(browser, { csrf }, headers), false, JSON.stringify(headers));
  }
});

test('signs out only on a form of the own page', async () => {
  const { browser, csrf } = await signedIn();
  for (const [form, headers] of [
    [{}, OWN],
    [{ csrf: 'x' }, OWN],
    [{ csrf }, { 'sec-fetch-site': 'cross-site' }],
  ] as const) {
    assert.equal((await browser.post('/logout', form, headers)).status, 403);
    assert.notEqual(await whoIsSignedIn(browser), undefined);
  }
  const response = await browser.post('/logout', { csrf }, OWN);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), `${PREFIX}/login`);
  const cookie = response.headers.get('set-cookie') ?? '';
  assert.match(cookie, /^log-export-session=; Max-Age=0; Path=\/sandbox-extension;/);
  assert.equal(await whoIsSignedIn(browser), undefined);
});

test('deletes no session for the form of another site, with which the session does not come', async () => {
  const { world } = await signedIn();
  // What is `Lax` stays at home when another site posts, and so this looks like a visitor.
  const visitor = world.openBrowser();
  for (const headers of [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    const response = await visitor.post('/logout', {}, headers);
    assert.equal(response.status, 403, JSON.stringify(headers));
    assert.deepEqual(response.headers.getSetCookie(), [], JSON.stringify(headers));
  }
});

test('signs out without fuss whose session is over', async () => {
  const { world, browser, csrf } = await signedIn();
  world.clock.advance(3 * 60 * 60_000);
  const response = await browser.post('/logout', { csrf }, OWN);
  assert.equal(response.headers.get('location'), `${PREFIX}/login`);
  assert.equal(browser.cookies.size, 0);
});

test('leads whoever is signed in from the sign-in page to the page', async () => {
  const { browser } = await signedIn();
  const response = await browser.get('/login');
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), `${PREFIX}/`);
});

test('offers both ways on the sign-in page, with labels and without secrets', async () => {
  const browser = createWorld().openBrowser();
  const text = await (await browser.get('/login')).text();
  assert.match(text, /<a class="button" href="https:\/\/tenant[^"]*\/login\/dashboard">/);
  assert.match(text, /<form method="post" action="\/sandbox-extension\/login\/password">/);
  assert.match(text, /<label for="password">/);
  assert.match(text, /autocomplete="current-password"/);
  assert.match(
    text,
    /href="https:\/\/auth0\.example\/v2\/logout\?client_id=https%3A%2F%2Ftenant[^"]*&amp;returnTo=https/,
  );
  assert.ok(!text.includes(PASSWORD) && !text.includes(SECRET));
});

test('offers the one way that is set up', async () => {
  const passwordOnly = createWorld({ authority: undefined }).openBrowser();
  const passwordPage = await (await passwordOnly.get('/login')).text();
  assert.doesNotMatch(passwordPage, /login\/dashboard|v2\/logout/);
  assert.equal((await enterPassword(passwordOnly, PASSWORD)).status, 303);

  const dashboardOnly = createWorld({ password: undefined }).openBrowser();
  const dashboardPage = await (await dashboardOnly.get('/login')).text();
  assert.match(dashboardPage, /login\/dashboard/);
  assert.doesNotMatch(dashboardPage, /type="password"/);
  assert.equal(dashboardOnly.cookies.size, 0);
});

test('tells how to get a way in when there is none', async () => {
  const browser = createWorld({ authority: undefined, password: undefined }).openBrowser();
  const text = await (await browser.get('/login')).text();
  assert.match(text, /PAGE_PASSWORD: at least 16 characters/);
  assert.doesNotMatch(text, /<form|login\/dashboard/);
});

test('escapes what the settings say', async () => {
  const browser = createWorld({ tenantDomain: '"><script>alert(1)</script>' }).openBrowser();
  assert.doesNotMatch(await (await browser.get('/login')).text(), /<script>/);
});
