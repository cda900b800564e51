import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { callAsScheduler, storedState } from '../extension.ts';
import { beginSignIn } from './dashboard-over-http.ts';
import { moveTime } from './move-time.ts';
import { assertSafe, call, csrfOf, openBrowserAt, signedInBrowser, tracesOf } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';
import { pageRoutes } from './page-routes.ts';
import type { Browser } from './sign-in/browser.ts';

const SESSION = 'log-export-session';
const HOUR_MS = 3_600_000;

/** Every route that changes something in the name of who is signed in. */
const CHANGING = pageRoutes()
  .filter(({ method, path }) => method === 'POST' && !/^\/(?:login|\.extensions)/.test(path))
  .map(({ path }) => path);

/** What a signed-in browser is shown. */
const SHOWN = pageRoutes()
  .filter(({ method, path }) => method === 'GET' && !/^\/(?:login|checkpoint)/.test(path))
  .map(({ path }) => path);

const READING = [
  ...SHOWN,
  ...['/actions?done=pause', '/dead-letters?done=discard', '/checkpoint?to=beginning'],
  ...['/checkpoint?to=now&destination=data-collector', '/checkpoint?to=%00', '/runs?show=failed'],
  ...['/runs?show=x&page=-1', '/login', '/nothing'],
];

type Attempt = (browser: Browser, path: string, csrf: string, form: string) => Promise<Response>;

const withHeaders =
  (headers: Readonly<Record<string, string>>): Attempt =>
  (browser, path, csrf, form) =>
    browser.post(path, `csrf=${csrf}&${form}`, headers);

/** What another site, or another program, can make a signed-in browser send. */
const FORGERIES: Readonly<Record<string, Attempt>> = {
  'without the token of the session': (browser, path, _, form) => browser.post(path, form),
  'with an empty token': (browser, path, _, form) => browser.post(path, `csrf=&${form}`),
  'with a token cut short': (browser, path, csrf, form) =>
    browser.post(path, `csrf=${csrf.slice(0, -1)}&${form}`),
  'with the token twice': (browser, path, csrf, form) =>
    browser.post(path, `csrf=${csrf}&csrf=${csrf}&${form}`),
  'with the token in the address': (browser, path, csrf, form) =>
    browser.post(`${path}?csrf=${csrf}`, form),
  'with the session as the token': (browser, path, _, form) =>
    browser.post(path, `csrf=${browser.cookies.get(SESSION)?.value}&${form}`),
  'as plain text': withHeaders({ 'content-type': 'text/plain' }),
  'as JSON': (browser, path, csrf) =>
    browser.post(path, JSON.stringify({ csrf, all: 'yes' }), {
      'content-type': 'application/json',
    }),
  'from another site': withHeaders({ 'sec-fetch-site': 'cross-site' }),
  'from another host of the same site': withHeaders({ 'sec-fetch-site': 'same-site' }),
  'from another origin': withHeaders({ origin: 'https://evil.example' }),
  'from an origin that hides': withHeaders({ origin: 'null' }),
};

test('with a session', async (t) => {
  const extension = await startPageExtension(t, { tenant: { backlog: 30 } });
  const { host, tenant, workspace } = extension;
  const [refused = ''] = tenant.addLogs(1);
  workspace.configure({ refusedLogIds: [refused] });
  await callAsScheduler(host.url);
  const { history, deadLetters } = storedState(host);
  assert.equal(deadLetters.length, 1);
  const letter = `data-collector ${refused}`;
  const form = new URLSearchParams({
    ...{ letter, show: letter, all: 'yes' },
    ...{ destination: 'data-collector', after: tenant.logIds()[3] ?? '' },
  }).toString();
  const browser = await signedInBrowser(host.url, PASSWORD);
  const csrf = await csrfOf(browser);
  const before = tracesOf(extension);

  for (const [what, attempt] of Object.entries(FORGERIES)) {
    await t.test(`nothing is done ${what}`, async () => {
      for (const path of CHANGING) {
        const answer = await attempt(browser, path, csrf, form);
        assert.equal(answer.status, 403, path);
        assert.match(await answer.text(), /Nothing was changed/, path);
        assert.deepEqual(answer.headers.getSetCookie(), [], path);
        assertSafe({ headers: Object.fromEntries(answer.headers) }, path);
      }
      assert.deepEqual(tracesOf(extension), before);
    });
  }

  await t.test("nothing is done with the token of somebody else's session", async () => {
    const other = await signedInBrowser(host.url, PASSWORD);
    const otherCsrf = await csrfOf(other);
    assert.notEqual(otherCsrf, csrf);
    for (const path of CHANGING) {
      assert.equal((await browser.post(path, `csrf=${otherCsrf}&${form}`)).status, 403, path);
    }
    assert.deepEqual(tracesOf(extension), before);
  });

  await t.test('nothing is shown or done with a session that was tampered with', async () => {
    const session = browser.cookies.get(SESSION);
    assert.ok(session);
    for (const [what, value] of Object.entries(await tampered(host.url, session.value))) {
      const thief = openBrowserAt(host.url);
      thief.cookies.set(SESSION, { ...session, value });
      await assertSignedOut(thief, what);
    }
    assert.deepEqual(tracesOf(extension), before);
  });

  await t.test('nothing is shown or done when the session is over', async (t) => {
    moveTime(t, 2 * HOUR_MS + 1_000);
    await assertSignedOut(browser, 'two hours later');
    assert.deepEqual(tracesOf(extension), before);
  });

  async function assertSignedOut(thief: Browser, what: string): Promise<void> {
    const page = await thief.get('/settings');
    assert.equal(page.headers.get('location'), `${new URL(host.url).pathname}/login`, what);
    // Signing out needs no session: it only takes the cookie away.
    for (const path of CHANGING.filter((one) => one !== '/logout')) {
      const answer = await thief.post(path, `csrf=${csrf}&${form}`);
      assert.equal(answer.status, 401, `${path} ${what}`);
    }
  }

  await t.test('looking at everything changes nothing', async () => {
    const stored = JSON.stringify(host.storage.peek());
    const { writes } = host.storage.counters();
    const runId = history[0]?.runId ?? '';
    const cookie = `${SESSION}=${browser.cookies.get(SESSION)?.value}`;
    for (const path of [...READING, ...CHANGING]) {
      for (const method of ['GET', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS', 'PUT']) {
        const asked = path.replace(':id', runId);
        const answer = await call(host.url + asked, { method, headers: { cookie } });
        const what = `${method} ${asked}`;
        assert.ok(answer.status < 500, what);
        assertSafe(answer, what);
        const isGood = ['GET', 'HEAD'].includes(method) && SHOWN.includes(path);
        if (isGood) assert.equal(answer.status, 200, what);
        assert.equal(JSON.stringify(host.storage.peek()), stored, what);
      }
    }
    assert.equal(host.storage.counters().writes, writes);
  });

  await t.test('its own form is obeyed by every one of these routes', async () => {
    // Signing out comes last, and discarding after what needs the dead letter.
    const order = [...CHANGING].sort((one, other) => rank(one) - rank(other));
    for (const path of order) {
      const answer = await browser.post(path, `csrf=${csrf}&${form}`, {
        'sec-fetch-site': 'same-origin',
        origin: new URL(host.url).origin,
      });
      assert.ok([200, 303].includes(answer.status), `${path} ${answer.status}`);
    }
    assert.equal((await browser.get('/')).status, 303, 'signed out');
    const kinds = storedState(host).actions.map(({ kind }) => kind);
    for (const kind of ['pause', 'resume', 'move', 'discard', 'test', 'view'] as const) {
      assert.ok(kinds.includes(kind), kind);
    }
    assert.ok(storedState(host).history.some(({ work }) => work === 'replay'));
  });
});

function rank(path: string): number {
  return ['/dead-letters/discard', '/logout'].indexOf(path);
}

/** Sessions that were made of a good one, or of what the extension signs for other purposes. */
async function tampered(url: string, session: string): Promise<Readonly<Record<string, string>>> {
  const [header = '', payload = '', signature = ''] = session.split('.');
  const claims: Readonly<Record<string, unknown>> = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  );
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const longer = encode({ ...claims, exp: Number(claims['exp']) + HOUR_MS });
  const none = encode({ alg: 'none', typ: 'session+jwt' });
  const guessed = createHmac('sha256', PASSWORD).update(`${header}.${payload}`).digest('base64url');
  const stranger = openBrowserAt(url);
  await stranger.get('/login');
  await beginSignIn(stranger);
  return {
    'cut short': session.slice(0, -1),
    'without its signature': `${header}.${payload}.`,
    'without its last part': `${header}.${payload}`,
    prolonged: `${header}.${longer}.${signature}`,
    'with another name': `${header}.${encode({ ...claims, name: 'root' })}.${signature}`,
    'of another signature': `${header}.${payload}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
    'without an algorithm': `${none}.${payload}.`,
    'signed with the password': `${header}.${payload}.${guessed}`,
    'in place of which the password form is brought':
      stranger.cookies.get('log-export-form')?.value ?? '',
    'in place of which a sign-in attempt is brought':
      stranger.cookies.get('log-export-login')?.value ?? '',
  };
}
