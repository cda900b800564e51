import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from './browser.ts';
import {
  beginLogin,
  callbackForm,
  createWorld,
  enterPassword,
  FROM_AUTHORITY,
  PASSWORD,
  signInAtDashboard,
  type World,
} from './world.tsx';

/** Who serves something under the same domain can set cookies that come along, and come first. */
function tossed(name: string, values: readonly string[]): string {
  return values.map((value) => `${name}=${value}`).join('; ');
}

function cookieOf(browser: Browser, name: string): string {
  return browser.cookies.get(name)?.value ?? '';
}

function post(
  world: World,
  path: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const type = 'application/x-www-form-urlencoded';
  return world.answer(
    new Request(`http://extension.invalid${path}`, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': type, ...headers },
    }),
  );
}

const JUNK = ['', 'x', 'a.b.c', '"', '%zz', '='];

test('finds the session behind cookies that a neighbour set, and believes none of these', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  await signInAtDashboard(world, browser);
  const session = cookieOf(browser, 'log-export-session');
  const other = createWorld({ sessionSecret: 'the secret of another extension' });
  const foreign = other.openBrowser();
  await signInAtDashboard(other, foreign);
  const junk = [...JUNK, cookieOf(foreign, 'log-export-session')];
  const ask = (cookie: string) =>
    world.answer(new Request('http://extension.invalid/', { headers: { cookie } }));

  for (const values of [
    [...junk, session],
    [session, ...junk],
    [...junk, session, ...junk],
  ]) {
    assert.equal((await ask(tossed('log-export-session', values))).status, 200);
  }
  for (const cookie of [
    tossed('log-export-session', junk),
    `x-log-export-session=${session}`,
    `log-export-session-x=${session}`,
    `x=log-export-session=${session}`,
    `LOG-EXPORT-SESSION=${session}`,
  ]) {
    assert.equal((await ask(cookie)).status, 303, cookie);
  }
});

test('finds the attempt behind those that a neighbour set, even one that a stranger really began', async () => {
  const world = createWorld();
  const [browser, attacker] = [world.openBrowser(), world.openBrowser()];
  const asked = await beginLogin(browser);
  const strange = await beginLogin(attacker);
  const name = 'log-export-login';
  const strangeCookie = cookieOf(attacker, name);
  const cookie = tossed(name, [...JUNK, strangeCookie, cookieOf(browser, name)]);
  const headers = { ...FROM_AUTHORITY, cookie };

  // The nonce belongs to the state that came back, and to no other.
  const mixed = { ...callbackForm(world, strange), state: asked.get('state') ?? '' };
  assert.equal((await post(world, '/login/callback', mixed, headers)).status, 403);
  const own = callbackForm(world, asked);
  const alone = { ...headers, cookie: tossed(name, [...JUNK, strangeCookie]) };
  assert.equal((await post(world, '/login/callback', own, alone)).status, 400);
  assert.equal((await post(world, '/login/callback', own, headers)).status, 303);
});

test('finds the form of the browser behind those that a neighbour set', async () => {
  const world = createWorld();
  const [browser, attacker] = [world.openBrowser(), world.openBrowser()];
  const csrfOf = async (from: Browser) =>
    /name="csrf" value="([^"]+)"/.exec(await (await from.get('/login')).text())?.[1] ?? '';
  const csrf = await csrfOf(browser);
  await csrfOf(attacker);
  const name = 'log-export-form';
  const cookie = tossed(name, [...JUNK, cookieOf(attacker, name), cookieOf(browser, name)]);
  const form = { csrf, password: PASSWORD };
  assert.equal((await post(world, '/login/password', form, { cookie })).status, 303);
  const strange = tossed(name, [...JUNK, cookieOf(attacker, name)]);
  assert.equal((await post(world, '/login/password', form, { cookie: strange })).status, 403);
});

test('takes as many cookies as a request can hold', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  await enterPassword(browser, PASSWORD);
  const session = cookieOf(browser, 'log-export-session');
  const cookie = `${'log-export-session=a.b.c; '.repeat(600)}log-export-session=${session}`;
  const answer = await world.answer(
    new Request('http://extension.invalid/', { headers: { cookie } }),
  );
  assert.equal(answer.status, 200);
});
