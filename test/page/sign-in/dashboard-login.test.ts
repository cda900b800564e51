import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUTHORITY } from './authority.ts';
import {
  API_AUDIENCE,
  assertTellsNothing,
  BASE_URL,
  beginLogin,
  callbackForm,
  createWorld,
  FROM_AUTHORITY,
  PREFIX,
  signInAtDashboard,
  whoIsSignedIn,
} from './world.tsx';

test('signs an administrator of the dashboard in', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const response = await signInAtDashboard(world, browser);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), `${PREFIX}/`);
  const visitor = await whoIsSignedIn(browser);
  assert.equal(visitor?.name, 'admin@example.com');
  assert.equal(visitor?.way, 'dashboard');
  assert.match(visitor?.csrfToken ?? '', /^[\w-]{43}$/);
});

test('asks the authority for both tokens, in the name of the extension and for its tenant only', async () => {
  const response = await createWorld().openBrowser().get('/login/dashboard');
  assert.equal(response.status, 302);
  const url = new URL(response.headers.get('location') ?? '');
  assert.equal(url.origin + url.pathname, `${AUTHORITY.origin}/authorize`);
  const { state, nonce, ...asked } = Object.fromEntries(url.searchParams);
  assert.deepEqual(asked, {
    client_id: BASE_URL,
    response_type: 'token id_token',
    response_mode: 'form_post',
    redirect_uri: `${BASE_URL}/login/callback`,
    audience: API_AUDIENCE,
    scope: 'openid profile email read:logs',
    expiration: '600',
  });
  assert.match(state ?? '', /^[\w-]{43}$/);
  assert.match(nonce ?? '', /^[\w-]{43}$/);
  assert.notEqual(state, nonce);
});

test('begins each attempt with a state and a nonce of its own', async () => {
  const browser = createWorld().openBrowser();
  const [one, other] = [await beginLogin(browser), await beginLogin(browser)];
  assert.notEqual(one.get('state'), other.get('state'));
  assert.notEqual(one.get('nonce'), other.get('nonce'));
});

test('ties the attempt to the browser for ten minutes, by a cookie that the post of the authority brings along', async () => {
  const browser = createWorld().openBrowser();
  await beginLogin(browser);
  const cookie = browser.cookies.get('log-export-login');
  assert.equal(cookie?.path, `${PREFIX}/login`);
  const expected = ['max-age=600', `path=${PREFIX}/login`, 'httponly', 'secure', 'samesite=none'];
  assert.deepEqual([...(cookie?.attributes ?? [])].sort(), expected.sort());
});

test('keeps the session in a cookie that scripts and other sites cannot use', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  await signInAtDashboard(world, browser);
  const cookie = browser.cookies.get('log-export-session');
  const expected = ['max-age=7200', `path=${PREFIX}`, 'httponly', 'secure', 'samesite=lax'];
  assert.deepEqual([...(cookie?.attributes ?? [])].sort(), expected.sort());
  assert.deepEqual([...browser.cookies.keys()], ['log-export-session']);
});

test('serves an extension at the root of its host, too', async () => {
  const world = createWorld({ baseUrl: new URL('https://extension.example/') });
  world.prefix = '';
  const browser = world.openBrowser();
  const asked = await beginLogin(browser);
  assert.equal(asked.get('client_id'), 'https://extension.example');
  assert.equal(asked.get('redirect_uri'), 'https://extension.example/login/callback');
  const forgery = {
    id: { aud: 'https://extension.example' },
    access: { azp: 'https://extension.example' },
  };
  const form = callbackForm(world, asked, forgery);
  const response = await browser.post('/login/callback', form);
  assert.equal(response.headers.get('location'), '/');
  assert.equal(browser.cookies.get('log-export-session')?.path, '/');
  assert.equal((await whoIsSignedIn(browser))?.way, 'dashboard');
});

test('keeps nothing of the tokens but a name', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const form = callbackForm(world, await beginLogin(browser));
  const response = await browser.post('/login/callback', form, FROM_AUTHORITY);
  await assertTellsNothing(response, [form.id_token, form.access_token, form.state]);
  const session = browser.cookies.get('log-export-session')?.value ?? '';
  const claims = JSON.parse(Buffer.from(session.split('.')[1] ?? '', 'base64url').toString());
  assert.deepEqual(Object.keys(claims).sort(), ['aud', 'csrf', 'exp', 'iat', 'iss', 'name', 'way']);
});

test('shows a name that hides nothing and is short', async () => {
  const cases = [
    // Whoever chooses their own name could take that of a colleague.
    [{ email: undefined, name: 'Ada', nickname: 'ada' }, 'auth0|admin'],
    [{ email: 'ada@example.com', email_verified: false }, 'auth0|admin'],
    [{ email: '\u202eevil\u0000\r\n@example.com' }, 'evil@example.com'],
    [{ email: '𝔸'.repeat(300) }, '𝔸'.repeat(100)],
    [{ email: { toString: 'x' }, name: '\u200b \ud800' }, 'auth0|admin'],
  ] as const;
  for (const [id, name] of cases) {
    const world = createWorld();
    const browser = world.openBrowser();
    await signInAtDashboard(world, browser, { id });
    assert.equal((await whoIsSignedIn(browser))?.name, name);
  }
});

test('leads to the public address first when it was called by another path', async () => {
  const world = createWorld();
  world.prefix = '/api/run/tenant/sandbox-extension';
  const browser = world.openBrowser();
  const response = await browser.get('/login/dashboard');
  assert.equal(response.status, 302);
  assert.equal(response.headers.get('location'), `${BASE_URL}/login/dashboard?moved=1`);
  assert.equal(browser.cookies.size, 0);
});

test('does not lead in circles when the public address leads elsewhere', async () => {
  const world = createWorld();
  world.prefix = '/other';
  const response = await world.openBrowser().get('/login/dashboard?moved=1');
  assert.equal(response.status, 400);
  assert.match(await response.text(), /PUBLIC_WT_URL/);
});

test('takes no address from the request', async () => {
  const world = createWorld();
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
  };
  const paths = ['/', '/login', '/login/dashboard', '/.well-known/oauth2-client-configuration'];
  for (const path of paths) {
    const request = new Request(`https://evil.example${path}`, { headers });
    const response = await world.answer(request);
    const all = `${await response.text()}${[...response.headers].join()}`;
    assert.doesNotMatch(all, /evil\.example/, path);
  }
});

test('tells the authority which addresses belong to the extension', async () => {
  const response = await createWorld()
    .openBrowser()
    .get('/.well-known/oauth2-client-configuration');
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual(await response.json(), {
    redirect_uris: [`${BASE_URL}/login/callback`],
    client_name: 'Auth0 Logs to Azure Log Analytics',
    post_logout_redirect_uris: [BASE_URL],
  });
});

test('tells the authority nothing when the extension does not know its address', async () => {
  const browser = createWorld({ baseUrl: undefined }).openBrowser();
  const response = await browser.get('/.well-known/oauth2-client-configuration');
  assert.equal(response.status, 404);
});

test('does not offer the dashboard when something that it takes is missing', async () => {
  const names = ['baseUrl', 'authority', 'tenantDomain', 'sessionSecret'] as const;
  for (const name of names) {
    const world = createWorld({ [name]: undefined });
    const browser = world.openBrowser();
    assert.doesNotMatch(await (await browser.get('/login')).text(), /login\/dashboard/, name);
    assert.equal((await browser.get('/login/dashboard')).status, 403, name);
    assert.equal((await browser.post('/login/callback', {})).status, 403, name);
  }
});
