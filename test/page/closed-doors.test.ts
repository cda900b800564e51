import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateWith } from './marked-state.ts';
import { assertSafe, type Call, call, type Heard, tracesOf } from './over-http.ts';
import { EXTENSION_SECRET, PASSWORD, startPageExtension } from './page-extension.ts';
import { pageRoutes } from './page-routes.ts';

const MARK = 'ONLY-FOR-ADMINISTRATORS';
const EVIL = 'evil.example';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'];

/** What anybody may ask for, and the status of the answer to somebody without a session. */
const OPEN: Readonly<Record<string, number>> = {
  'GET /login': 200,
  'GET /login/dashboard': 302,
  'GET /login/callback': 303,
  'POST /login/callback': 400,
  'GET /login/password': 303,
  'POST /login/password': 403,
  'GET /.well-known/oauth2-client-configuration': 200,
  // The scheduler's call, of which one word comes back.
  'POST /': 200,
};

const ODD_PATHS = [
  ...['//', '//login', '/login/', '/LOGIN', '/login/x', '/login/../runs', '/login/%2e%2e/runs'],
  ...['/runs/..%2f..%2flogin', '/runs%2f', '/runs/', '/settings/', '/page.js/', '/page.js%00'],
  ...['/;/runs', '/runs;x', '/runs?x=/login', '/nothing', '/.extensions', '/%', '/%ff', '/*'],
  ...['/.well-known', '/.well-known/openid-configuration', '/logout/x', '/runs/x/report.json?y'],
];

/** What a form of the page would bring along, but for the token of a session. */
const FORM = `csrf=x&all=yes&after=${'9'.repeat(56)}&destination=data-collector&letter=${MARK}`;

function bodyFor(method: string): Call {
  if (method === 'GET' || method === 'HEAD') return { method };
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': FORM.length,
    'sec-fetch-site': 'same-origin',
  };
  return { method, headers, body: FORM };
}

test('without a session', async (t) => {
  const extension = await startPageExtension(t, {
    tenant: { backlog: 3 },
    secrets: { MIN_INTERVAL_SECONDS: '3600' },
  });
  const { host } = extension;
  const runs = stateWith(MARK, Date.now());
  // The last run was caught up a moment ago, so that the scheduler's call does nothing.
  host.storage.replace({ ...runs, history: [...runs.history].reverse() });
  const [{ runId } = { runId: '' }] = runs.history;
  const root = new URL(host.url).pathname;
  const before = tracesOf(extension);

  function assertClosed(heard: Heard, what: string): void {
    const { status, headers, text } = heard;
    assert.ok([303, 401, 404, 405].includes(status), `${what}: ${status}`);
    if (status === 303) assert.equal(headers.location, `${root}/login`, what);
    assertTellsNothing(heard, what);
    assert.ok(!headers['set-cookie']?.some((line) => !line.includes('Max-Age=0')), what);
    assert.doesNotMatch(text, /data-live|<nav/, what);
  }

  function assertTellsNothing(heard: Heard, what: string): void {
    const all = `${heard.text}\n${JSON.stringify(heard.headers)}`;
    for (const secret of [MARK, PASSWORD, EXTENSION_SECRET, extension.secrets['AUTH0_CLIENT_ID']]) {
      assert.ok(!all.includes(String(secret)), what);
    }
    assertSafe(heard, what);
  }

  await t.test('no route answers, whatever the method', async () => {
    const paths = new Set(pageRoutes().map(({ path }) => path));
    for (const path of [...paths, ...ODD_PATHS]) {
      const asked = path.replace(':id', encodeURIComponent(runId));
      for (const method of METHODS) {
        const what = `${method} ${asked}`;
        // A HEAD is answered as a GET is, and a slash at the end makes no other door.
        const open =
          OPEN[`${method === 'HEAD' ? 'GET' : method} ${path.replace(/(?<=\w)\/$/, '')}`];
        const heard = await call(host.url + asked, bodyFor(method));
        if (open === undefined) assertClosed(heard, what);
        else assert.equal(heard.status, open, what);
        assertTellsNothing(heard, what);
      }
    }
    assert.deepEqual(tracesOf(extension), before);
  });

  await t.test('an address below another one is not the extension', async () => {
    for (const url of [`${host.url}login`, `${host.url}.js`, `${host.url}%2flogin`]) {
      assert.equal((await call(url)).status, 404, url);
    }
    assert.deepEqual(tracesOf(extension), before);
  });

  await t.test('a session of a visitor that made it up opens nothing', async () => {
    const made = Buffer.from('{"name":"x","way":"password","csrf":"x"}').toString('base64url');
    const cookies = [
      'x',
      'undefined',
      `e30.${made}.`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${made}.`,
      `"${made}"`,
    ];
    for (const session of cookies) {
      const headers = { cookie: `log-export-session=${session}; __Host-x=1` };
      assert.equal((await call(`${host.url}/runs`, { headers })).status, 303);
      const sent = { ...bodyFor('POST').headers, ...headers };
      const posted = await call(`${host.url}/pause`, { method: 'POST', headers: sent, body: FORM });
      assertClosed(posted, 'POST /pause');
    }
    assert.deepEqual(tracesOf(extension), before);
  });

  await t.test(
    'the scheduler gets one word, and the authority the description of the client',
    async () => {
      assert.equal((await call(host.url, { method: 'POST' })).text, 'too-soon');
      const path = '/.well-known/oauth2-client-configuration';
      assert.deepEqual(JSON.parse((await call(host.url + path)).text), {
        redirect_uris: [`${host.url}/login/callback`],
        client_name: 'Auth0 Logs to Azure Log Analytics',
        post_logout_redirect_uris: [host.url],
      });
      assert.deepEqual(tracesOf(extension), before);
    },
  );

  await t.test('what a caller says about the address has no influence', async () => {
    const headers = {
      host: EVIL,
      origin: `https://${EVIL}`,
      forwarded: `host=${EVIL};proto=https`,
      'x-forwarded-host': EVIL,
      'x-forwarded-proto': 'gopher',
      'x-forwarded-prefix': `//${EVIL}`,
      'x-original-url': `https://${EVIL}/runs`,
      'x-rewrite-url': '/runs',
      'x-http-method-override': 'GET',
    };
    for (const { method, path } of pageRoutes()) {
      const plain = bodyFor(method);
      const usual = await call(host.url + path, plain);
      const heard = await call(host.url + path, {
        ...plain,
        headers: { ...plain.headers, ...headers },
      });
      const what = `${method} ${path}`;
      assert.equal(heard.status, usual.status, what);
      assert.equal(heard.text.length, usual.text.length, what);
      assert.equal(withoutChance(heard), withoutChance(usual), what);
      assert.ok(!JSON.stringify(heard).includes(EVIL), what);
      assert.equal(heard.headers['access-control-allow-origin'], undefined, what);
    }
    assert.deepEqual(tracesOf(extension), before);
  });

  await t.test('a body over the limit is refused, and a broken one harms nothing', async () => {
    for (const url of BODY_PATHS.map((path) => host.url + path)) {
      const refused = await sendForm(
        url,
        'x='.padEnd(url.includes('?') ? 150_000 : 3_000_000, 'x'),
      );
      assert.equal(refused.status, 413, url);
      assertTellsNothing(refused, url);
      for (const type of BODY_TYPES) {
        for (const body of BROKEN_BODIES) {
          const heard = await sendForm(url, body, type);
          assert.ok(heard.status >= 400 && heard.status < 500, `${url} ${type} ${heard.status}`);
          assertTellsNothing(heard, url);
        }
      }
    }
    assert.deepEqual(tracesOf(extension), before);
  });
});

const FORM_TYPE = 'application/x-www-form-urlencoded';

const BODY_TYPES = [FORM_TYPE, `${FORM_TYPE}; charset=x`, 'multipart/form-data', 'x', ''];

/** Whoever calls can have the platform parse the body, too. */
const BODY_PATHS = [
  '/login/password',
  '/login/callback',
  '/pause',
  '/.extensions/on-install',
].flatMap((path) => [path, `${path}?webtask_pb=1`, `${path}?webtask_pb=1&webtask_mb=1`]);

function sendForm(url: string, body: string | Buffer, type = FORM_TYPE): Promise<Heard> {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  return call(url, { method: 'POST', headers, body });
}

const BROKEN_BODIES = [
  '',
  '%',
  '%zz=%zz&%00=%00&=&==&&&',
  'csrf=a&csrf=b&__proto__=x&constructor=x&password[]=x',
  '{"csrf":"x"}',
  '\0\r\n\r\n',
  Buffer.from([0xff, 0xfe, 0xc0, 0xaf, 0x26, 0x3d]),
];

/** What of an answer may not differ from one call to the next. */
function withoutChance({ text, headers }: Heard): string {
  const { location } = headers;
  return `${text}\n${location}`
    .replace(/nonce="[\w-]+"/g, 'nonce')
    .replace(/name="csrf" value="[\w-]*"/g, 'csrf')
    .replace(/(state|nonce)=[\w-]+/g, '$1');
}
