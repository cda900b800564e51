import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnSandbox } from '../../src/sandbox/spawn-sandbox.ts';
import { authorizeUrl, choose, formIn, lendAuthority, lendClient } from './authority-visitor.ts';
import { call, field, json } from './clients.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);

const claimsIn = (token: string | undefined): unknown =>
  JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());

test('an administrator chooses a name and is posted to the application with both tokens', async (t) => {
  const authority = await lendAuthority(t, { now: () => NOW_MS });
  const client = await lendClient(t);
  const page = await call(authorizeUrl(authority, client));
  assert.equal(page.status, 200);
  assert.match(page.text, /<h1>Emulated Auth0 dashboard sign-in<\/h1>/);
  assert.match(page.text, /ada@example\.com.*administers this tenant/);
  assert.match(page.text, /mallory@example\.com.*administers another tenant only/);
  const { action, fields } = formIn(await choose(authority, page, 'ada@example.com'));
  assert.equal(action, client.redirectUri);
  assert.deepEqual(Object.keys(fields).sort(), [
    'access_token',
    'expires_in',
    'id_token',
    'state',
    'token_type',
  ]);
  assert.deepEqual(
    [fields['state'], fields['token_type'], fields['expires_in']],
    ['a-state', 'Bearer', '3600'],
  );
  const times = { iat: NOW_MS / 1000, exp: NOW_MS / 1000 + 3600 };
  const subject = 'auth0|5f7c8ec7c33c6c004bbafe82';
  assert.deepEqual(claimsIn(fields['id_token']), {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    email_verified: true,
    iss: `${authority.url}/`,
    aud: client.url,
    sub: subject,
    ...times,
    nonce: 'a-nonce',
  });
  assert.deepEqual(claimsIn(fields['access_token']), {
    iss: `${authority.url}/`,
    sub: subject,
    aud: [authority.audience, `${authority.url}/userinfo`],
    ...times,
    scope: 'openid name email read:logs',
    azp: client.url,
  });
  assert.equal(authority.counters().signedIn, 1);
});

test('who administers another tenant only gets no token, but an error by the same form', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  const page = await call(authorizeUrl(authority, client));
  const { action, fields } = formIn(await choose(authority, page, 'mallory@example.com'));
  assert.equal(action, client.redirectUri);
  assert.deepEqual(fields, {
    error: 'access_denied',
    error_description: 'The user does not administer this tenant',
    state: 'a-state',
  });
  assert.deepEqual([authority.counters().signedIn, authority.counters().denied], [0, 1]);
});

test('the stranger is an administrator of the tenant that is theirs', async (t) => {
  const audience = 'https://another-tenant.example.com/api/v2/';
  const authority = await lendAuthority(t, { audience: (asked) => asked === audience });
  const user = 'mallory@example.com';
  const signIn = { clientId: 'http://127.0.0.1/e', redirectUri: '', nonce: 'n', user };
  assert.notEqual(authority.signIn({ ...signIn, audience })['id_token'], undefined);
});

test('a sign-in can be finished once, in time, and by somebody who exists', async (t) => {
  let nowMs = NOW_MS;
  const authority = await lendAuthority(t, { now: () => nowMs });
  const client = await lendClient(t);
  const first = await call(authorizeUrl(authority, client));
  const nobody = await choose(authority, first, 'nobody@example.com');
  assert.equal(nobody.status, 400);
  assert.equal((await choose(authority, first, 'ada@example.com')).status, 200);
  const again = await choose(authority, first, 'ada@example.com');
  assert.equal(again.status, 400);
  assert.match(again.text, /This sign-in is over/);
  const late = await call(authorizeUrl(authority, client));
  nowMs += 10 * 60_000;
  assert.equal((await choose(authority, late, 'ada@example.com')).status, 400);
  assert.equal(authority.counters().signedIn, 1);
});

test('what comes from an application is shown as text and never as markup', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  const state = `"><script>alert('&')</script>`;
  const page = await call(authorizeUrl(authority, client, { state }));
  assert.match(page.text, /Ships &lt;logs&gt; &amp; &quot;more&quot;/);
  const posted = await choose(authority, page, 'ada@example.com');
  assert.equal(formIn(posted).fields['state'], state);
  assert.equal(posted.text.match(/<script>/g)?.length, 1);
  const refused = await call(authorizeUrl(authority, client, { audience: '<img src=x>' }));
  assert.match(refused.text, /Service not found: &lt;img src=x&gt;/);
});

test('each page allows only the forms and the script that it needs', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  const page = await call(authorizeUrl(authority, client));
  const posted = await choose(authority, page, 'ada@example.com');
  const refused = await call(`${authority.url}/authorize`);
  const formActions = [page, posted, refused].map(({ headers }) => {
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; script-src 'sha256-[^']+='; style-src 'sha256-/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    return /form-action ([^;]+)/.exec(policy)?.[1];
  });
  assert.deepEqual(formActions, ["'self'", new URL(client.url).origin, "'none'"]);
});

test('without a state none is handed back', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  const page = await call(authorizeUrl(authority, client, { state: undefined }));
  const { fields } = formIn(await choose(authority, page, 'ada@example.com'));
  assert.equal('state' in fields, false);
});

test('a name and an address are told only when their scopes were asked for', async (t) => {
  const authority = await lendAuthority(t);
  const signIn = { clientId: 'http://127.0.0.1/e', redirectUri: '', nonce: 'n', scope: 'openid' };
  const { idToken } = authority.claimsFor(signIn);
  assert.deepEqual([idToken['name'], idToken['email']], [undefined, undefined]);
  assert.throws(() => authority.signIn({ ...signIn, user: 'eve@example.com' }), /ada@example\.com/);
});

test('under the name localhost it is another site than an extension on 127.0.0.1', async (t) => {
  const authority = await lendAuthority(t, { hostName: 'localhost' });
  assert.match(authority.issuer, /^http:\/\/localhost:\d+\/$/);
  assert.equal(authority.url, `http://${authority.domain}`);
  const inside = authority.url.replace('localhost', '127.0.0.1');
  const discovery = json(await call(`${inside}/.well-known/openid-configuration`));
  assert.equal(field(discovery, 'issuer'), authority.issuer);
  assert.equal(field(discovery, 'jwks_uri'), `${authority.url}/.well-known/jwks.json`);
});

test('an authority in the process of the tenant knows that tenant', async (t) => {
  const sandbox = await spawnSandbox({ authority: { tokenLifeSeconds: 60 } });
  t.after(() => sandbox.stop());
  const url = sandbox.authorityUrl ?? '';
  const client = await lendClient(t);
  const audience = `https://${new URL(sandbox.tenantUrl).host}/api/v2/`;
  const known = await lendAuthority(t);
  const ask = (changes: Record<string, string>): ReturnType<typeof call> =>
    call(authorizeUrl(known, client, changes).replace(known.url, url));
  assert.equal((await ask({ audience })).status, 200);
  assert.equal((await ask({})).status, 400);
  const counters = json(await call(`${url}/sandbox/counters`));
  assert.deepEqual(field(counters, 'byPath'), { '/authorize': 2 });
});
