import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginSignIn, comeBack, type Fields, formWith } from './dashboard-over-http.ts';
import { FORGERIES, MARK, OTHER_ATTEMPT } from './forgeries.ts';
import { moveTime } from './move-time.ts';
import { assertSafe, openBrowserAt, readPage } from './over-http.ts';
import { type PageExtension, startPageExtension } from './page-extension.ts';

const SESSION = 'log-export-session';
const LOGIN = 'log-export-login';
const MINUTE_MS = 60_000;

/** What did not fit, or what the page says in its place. */
function wordsIn(html: string): string {
  const [, words] = /What did not fit: (.*?)\.</.exec(html) ?? /<h1>(.*?)</.exec(html) ?? [];
  return words ?? html;
}

/** What no callback may change. Asking the authority for its keys is no change. */
function effects({ host, tenant, workspace }: PageExtension): unknown {
  return [
    JSON.stringify(host.storage.peek()),
    host.storage.counters().writes,
    tenant.counters().requests,
    workspace.counters().requests,
  ];
}

test('a sign-in at the dashboard over HTTP', async (t) => {
  const extension = await startPageExtension(t, { tenant: { backlog: 3 } });
  const { host, authority } = extension;
  const root = new URL(host.url).pathname;
  const before = effects(extension);

  async function assertRefused(answer: Response, expected: string, fields: Fields, what: string) {
    const text = await answer.text();
    assert.equal(`${answer.status} ${wordsIn(text)}`, expected, what);
    const cookies = answer.headers.getSetCookie();
    assert.ok(!cookies.some((line) => line.startsWith(SESSION)), what);
    assertSafe({ headers: Object.fromEntries(answer.headers) }, what);
    const all = `${text}\n${JSON.stringify([...answer.headers])}`;
    assert.ok(!all.includes(MARK), what);
    for (const value of Object.values(fields)) {
      for (const piece of value?.split('.') ?? []) {
        assert.ok(piece.length < 8 || !all.includes(piece), `${what}: ${piece}`);
      }
    }
    assert.deepEqual(effects(extension), before, what);
  }

  await t.test('lets an administrator in, with cookies that stay where they belong', async () => {
    const browser = openBrowserAt(host.url);
    const asked = await beginSignIn(browser);
    const attempt = browser.cookies.get(LOGIN);
    assert.equal(attempt?.path, `${root}/login`);
    assert.deepEqual([...(attempt?.attributes ?? [])].sort(), [
      'httponly',
      'max-age=600',
      `path=${root}/login`,
      'samesite=none',
      'secure',
    ]);
    const { clientId, redirectUri, audience, scope } = asked;
    assert.deepEqual(
      { clientId, redirectUri, audience, scope },
      {
        clientId: host.url,
        redirectUri: `${host.url}/login/callback`,
        audience: authority.audience,
        scope: 'openid profile email read:logs',
      },
    );

    const form = authority.signIn(asked);
    const answer = await comeBack(authority, browser, form);

    assert.equal(answer.status, 303, await answer.clone().text());
    assert.equal(answer.headers.get('location'), `${root}/`);
    assert.equal(browser.cookies.has(LOGIN), false, 'the attempt is over');
    const session = browser.cookies.get(SESSION);
    assert.deepEqual([...(session?.attributes ?? [])].sort(), [
      'httponly',
      'max-age=7200',
      `path=${root}`,
      'samesite=lax',
      'secure',
    ]);
    for (const token of [form['id_token'], form['access_token']]) {
      const [, , signature] = String(token).split('.');
      assert.ok(!session?.value.includes(String(signature)), 'no token is kept');
    }
    assert.match(await readPage(browser, '/'), /ada@example\.com/);
    assert.deepEqual(effects(extension), before);
  });

  for (const [what, expected, forge] of FORGERIES) {
    await t.test(`refuses ${what}`, async () => {
      const browser = openBrowserAt(host.url);
      const fields = forge(authority, await beginSignIn(browser));

      await assertRefused(await comeBack(authority, browser, fields), expected, fields, what);

      assert.equal((await browser.get('/')).status, 303, 'nobody is signed in');
    });
  }

  await t.test('refuses tokens in a browser that did not begin', async () => {
    const attacker = openBrowserAt(host.url);
    const fields = authority.signIn(await beginSignIn(attacker));
    const victim = openBrowserAt(host.url);
    const bare = await comeBack(authority, victim, fields);
    await assertRefused(bare, '400 This sign-in did not begin here', fields, 'without a cookie');

    await beginSignIn(victim);
    const mixed = await comeBack(authority, victim, fields);
    await assertRefused(mixed, OTHER_ATTEMPT, fields, 'with the cookie of another attempt');

    assert.equal((await victim.get('/')).status, 303);
  });

  await t.test('takes the same tokens once only', async () => {
    const browser = openBrowserAt(host.url);
    const fields = authority.signIn(await beginSignIn(browser));
    const attempt = browser.cookies.get(LOGIN);
    assert.ok(attempt);
    assert.equal((await comeBack(authority, browser, fields)).status, 303);

    const thief = openBrowserAt(host.url);
    thief.cookies.set(LOGIN, attempt);
    await assertRefused(
      await comeBack(authority, thief, fields),
      '400 This sign-in was used already',
      fields,
      'replayed',
    );
  });

  await t.test(
    'takes tokens from a form that was posted, once each, and from nowhere else',
    async () => {
      const browser = openBrowserAt(host.url);
      const fields = authority.signIn(await beginSignIn(browser));
      const attempt = browser.cookies.get(LOGIN);
      assert.ok(attempt);
      const form = new URLSearchParams(fields).toString();
      const inAddress = await browser.get(`/login/callback?${form}`);
      assert.equal(inAddress.headers.get('location'), `${root}/login`);
      assert.deepEqual(inAddress.headers.getSetCookie(), []);
      for (const [body, type, words] of [
        [`${form}&${form}`, 'application/x-www-form-urlencoded', OTHER_ATTEMPT],
        [`${form}&id_token=x`, 'application/x-www-form-urlencoded', '403 no id token came'],
        [JSON.stringify(fields), 'application/json', OTHER_ATTEMPT],
        [form, 'text/plain', OTHER_ATTEMPT],
      ] as const) {
        browser.cookies.set(LOGIN, attempt);
        const answer = await browser.post('/login/callback', body, { 'content-type': type });
        await assertRefused(answer, words, fields, `${type}: ${body}`);
      }
    },
  );

  await t.test('refuses an attempt that began more than ten minutes ago', async (t) => {
    const browser = openBrowserAt(host.url);
    const asked = await beginSignIn(browser);
    moveTime(t, 11 * MINUTE_MS);
    const fields = formWith(authority, asked, { id: { iat: Math.floor(Date.now() / 1000) } });
    await assertRefused(
      await comeBack(authority, browser, fields),
      '400 This sign-in did not begin here',
      fields,
      'late',
    );
  });

  await t.test(
    'follows when the authority changes its key, and refuses the former one',
    async (t) => {
      const [early, late] = [openBrowserAt(host.url), openBrowserAt(host.url)];
      const former = authority.signIn(await beginSignIn(early));
      const asked = await beginSignIn(late);
      await authority.rotateKeys();
      // Before, everybody could make the extension ask the authority all the time.
      moveTime(t, MINUTE_MS + 1_000);

      assert.equal((await comeBack(authority, late, authority.signIn(asked))).status, 303);
      await assertRefused(
        await comeBack(authority, early, former),
        '403 key of the id token',
        former,
        'the former key',
      );
    },
  );

  await t.test('says so while the keys of the authority cannot be had', async (t) => {
    moveTime(t, 30 * MINUTE_MS);
    const browser = openBrowserAt(host.url);
    const asked = await beginSignIn(browser);
    authority.faults.add({ kind: 'status', status: 500, count: 'forever' });
    t.after(() => authority.faults.clear());
    const issued = { iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 60 };
    const fields = formWith(authority, asked, { id: issued, access: issued });
    await assertRefused(
      await comeBack(authority, browser, fields),
      '503 Auth0 could not be reached',
      fields,
      'no keys',
    );
  });
});
