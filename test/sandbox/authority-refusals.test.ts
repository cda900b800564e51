import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authority } from '../../src/sandbox/authority/start-authority.ts';
import {
  authorizeUrl,
  type Changes,
  type FakeAnswer,
  type FakeClient,
  lendAuthority,
  lendClient,
} from './authority-visitor.ts';
import { call } from './clients.ts';

async function assertRefused(url: string, words: RegExp): Promise<void> {
  const { status, headers, text } = await call(url, { redirect: 'manual' });
  assert.equal(status, 400, text);
  assert.match(headers.get('content-type') ?? '', /^text\/html/);
  assert.match(text, words);
  assert.doesNotMatch(text, /<form/);
}

const WRONG_REQUESTS: readonly (readonly [string, Changes, RegExp])[] = [
  ['without a client', { client_id: undefined }, /Missing required parameter: client_id/],
  ['with an ordinary client id', { client_id: 'Zk3bQpLm' }, /Unknown client: Zk3bQpLm/],
  ['with a client id that has a query', { client_id: 'http://127.0.0.1:1/?a' }, /plain URL/],
  ['with a client id that has a password', { client_id: 'http://a:b@127.0.0.1:1' }, /plain URL/],
  ['of a client elsewhere', { client_id: 'https://ext.example.com' }, /on this machine only/],
  [
    'of a client elsewhere, disguised',
    { client_id: 'http://127.0.0.1.example.com' },
    /this machine/,
  ],
  ['of a client that is not there', { client_id: 'http://127.0.0.1:1/ext' }, /Unknown client/],
  ['without a response type', { response_type: undefined }, /parameter: response_type/],
  ['for an id_token alone', { response_type: 'id_token' }, /Unsupported response type: id_token/],
  ['for a token alone', { response_type: 'token' }, /Unsupported response type: token/],
  ['for a code', { response_type: 'code' }, /Unsupported response type: code/],
  ['for a code as well', { response_type: 'code token id_token' }, /Unsupported response type/],
  ['without a response mode', { response_mode: undefined }, /has to be form_post/],
  ['for an answer in the URL', { response_mode: 'fragment' }, /has to be form_post/],
  [
    'without a redirect_uri',
    { redirect_uri: undefined },
    /Missing required parameter: redirect_uri/,
  ],
  ['with a script as redirect_uri', { redirect_uri: 'javascript:alert(1)' }, /has to be a URL/],
  ['with a redirect_uri elsewhere', { redirect_uri: 'https://evil.example.com' }, /this machine/],
  ['without a nonce', { nonce: undefined }, /Missing required parameter: nonce/],
  ['with an empty nonce', { nonce: '' }, /Missing required parameter: nonce/],
  ['without an audience', { audience: undefined }, /Missing required parameter: audience/],
  ['for another tenant', { audience: 'https://x.example.com/api/v2/' }, /Service not found: https/],
  ['without a scope', { scope: undefined }, /Missing required parameter: scope/],
  ['without the scope openid', { scope: 'email read:logs' }, /needs the scope openid/],
];

test('what a real authority would refuse is refused in words', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  for (const [name, changes, words] of WRONG_REQUESTS) {
    await t.test(`a sign-in ${name}`, () =>
      assertRefused(authorizeUrl(authority, client, changes), words),
    );
  }
});

test('a redirect_uri has to be one of those of the client, to the letter', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  for (const wrong of [`${client.redirectUri}/`, `${client.redirectUri}?a=b`, client.url]) {
    const url = authorizeUrl(authority, client, { redirect_uri: wrong });
    await assertRefused(url, /Callback URL mismatch/);
  }
  const withFragment = authorizeUrl(authority, client, { redirect_uri: `${client.redirectUri}#a` });
  await assertRefused(withFragment, /without a fragment/);
});

test('a parameter that comes twice is refused', async (t) => {
  const authority = await lendAuthority(t);
  const url = authorizeUrl(authority, await lendClient(t));
  await assertRefused(`${url}&nonce=another`, /came more than once: nonce/);
});

const WRONG_CLIENTS: readonly (readonly [string, (sound: string) => FakeAnswer, RegExp])[] = [
  ['answers 404', () => ({ status: 404, body: '' }), /status 404/],
  ['answers a page', () => ({ body: '<html>' }), /not a JSON object/],
  ['answers a list', () => ({ body: '[]' }), /not a JSON object/],
  ['names no redirect_uris', () => ({ body: '{}' }), /redirect_uris is not a list/],
  ['names numbers', () => ({ body: '{"redirect_uris":[1]}' }), /redirect_uris is not a list/],
  ['answers without end', (sound) => ({ body: sound + ' '.repeat(100_000) }), /more than 65536/],
  ['does not come to an end', () => ({ body: undefined }), /aborted|timeout/],
  [
    'sends the authority on',
    () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }),
    /status 302/,
  ],
];

test('nobody is signed in to or out of a client that does not describe itself', async (t) => {
  const authority = await lendAuthority(t, { clientTimeoutMs: 300 });
  for (const [name, answerOf, words] of WRONG_CLIENTS) {
    await t.test(`a client that ${name}`, async (t) => {
      const client = await lendClient(t, answerOf);
      await assertRefused(authorizeUrl(authority, client), words);
      await assertRefused(logoutUrl(authority, client), words);
    });
  }
});

function logoutUrl(authority: Authority, client: FakeClient, changes: Changes = {}): string {
  const asked = { client_id: client.url, returnTo: client.afterLogout, ...changes };
  return `${authority.url}/v2/logout?${new URLSearchParams(asked)}`;
}

test('a logout leads back to where the client says, and nowhere else', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  const out = await call(logoutUrl(authority, client), { redirect: 'manual' });
  assert.equal(out.status, 302);
  assert.equal(out.headers.get('location'), client.afterLogout);
  for (const returnTo of ['', client.redirectUri, 'https://evil.example.com/', 'javascript:1']) {
    await assertRefused(logoutUrl(authority, client, { returnTo }), /post_logout_redirect_uris/);
  }
  await assertRefused(logoutUrl(authority, client, { client_id: '' }), /Unknown client/);
  await assertRefused(`${logoutUrl(authority, client)}&returnTo=x`, /more than once: returnTo/);
});

test('a client may list places elsewhere, but the sandbox leads to none of them', async (t) => {
  const authority = await lendAuthority(t);
  const elsewhere = 'https://evil.example.com/';
  const client = await lendClient(t, () => ({
    body: JSON.stringify({ redirect_uris: [elsewhere], post_logout_redirect_uris: [elsewhere] }),
  }));
  const url = authorizeUrl(authority, client, { redirect_uri: elsewhere });
  await assertRefused(url, /this machine only/);
  await assertRefused(logoutUrl(authority, client, { returnTo: elsewhere }), /returnTo/);
});

test('other paths and methods are not found', async (t) => {
  const authority = await lendAuthority(t);
  const client = await lendClient(t);
  assert.equal((await call(authority.url)).status, 404);
  const url = authorizeUrl(authority, client);
  assert.equal((await call(url, { method: 'POST' })).status, 404);
  assert.deepEqual(authority.counters().byPath, { other: 1, '/authorize': 1 });
});
