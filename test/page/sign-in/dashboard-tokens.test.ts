import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AUTHORITY,
  type Claims,
  createSigningKey,
  FIRST_KEY,
  keysAnswer,
  SECOND_KEY,
  signedWithPublicKey,
  signToken,
  unsignedToken,
} from './authority.ts';
import {
  API_AUDIENCE,
  accessClaims,
  assertTellsNothing,
  BASE_URL,
  beginLogin,
  callbackForm,
  createWorld,
  type Forgery,
  FROM_AUTHORITY,
  idClaims,
  signInAtDashboard,
  type World,
  whoIsSignedIn,
} from './world.tsx';

const NOW_SECONDS = Math.floor(createWorld().clock.now() / 1000);

/** The words for what did not fit. */
async function refusalOf(world: World, forgery: Forgery): Promise<string | undefined> {
  const browser = world.openBrowser();
  const response = await signInAtDashboard(world, browser, forgery);
  if (response.status === 303) return undefined;
  assert.equal(response.status, 403);
  assert.equal(await whoIsSignedIn(browser), undefined);
  const text = await assertTellsNothing(response, ['auth0|admin', 'admin@example.com']);
  return /What did not fit: ([^.]+)\./.exec(text)?.[1] ?? /<h1>([^<]+)/.exec(text)?.[1];
}

const badIdTokens: readonly (readonly [string, Claims, string])[] = [
  ['of a foreign issuer', { iss: 'https://evil.example/' }, 'iss'],
  ['of an issuer without the slash', { iss: AUTHORITY.origin }, 'iss'],
  ['without an issuer', { iss: undefined }, 'iss'],
  ['for another extension', { aud: 'https://tenant.eu.webtask.example/other' }, 'aud'],
  ['for the API', { aud: API_AUDIENCE }, 'aud'],
  ['for other clients, too', { aud: [BASE_URL, 'https://evil.example'] }, 'aud'],
  ['asked for by another client', { azp: 'https://evil.example' }, 'aud'],
  ['without an audience', { aud: undefined }, 'aud'],
  ['with another nonce', { nonce: 'x'.repeat(43) }, 'nonce'],
  ['with a nonce that is no text', { nonce: 7 }, 'nonce'],
  ['without a nonce', { nonce: undefined }, 'nonce'],
  ['without a subject', { sub: undefined }, 'sub'],
  ['that has expired', { exp: NOW_SECONDS - 30 }, 'exp'],
  ['that never expires', { exp: undefined }, 'exp'],
  ['that expires at no time', { exp: 'never' }, 'exp'],
  ['that is not yet valid', { nbf: NOW_SECONDS + 31 }, 'nbf'],
  ['from the future', { iat: NOW_SECONDS + 31 }, 'iat'],
  ['made long ago', { iat: NOW_SECONDS - 631 }, 'iat'],
  ['made at no time', { iat: undefined }, 'iat'],
];

for (const [words, id, part] of badIdTokens) {
  test(`refuses an id token ${words}`, async () => {
    assert.equal(await refusalOf(createWorld(), { id }), `${part} of the id token`);
  });
}

const badAccessTokens: readonly (readonly [string, Claims, string])[] = [
  ['of a foreign issuer', { iss: 'https://tenant.eu.auth0.example/' }, 'iss'],
  ['for another tenant', { aud: ['https://other.eu.auth0.example/api/v2/'] }, 'aud'],
  ['for an address below the API', { aud: `${API_AUDIENCE}logs` }, 'aud'],
  ['for the API without the slash', { aud: API_AUDIENCE.slice(0, -1) }, 'aud'],
  ['without an audience', { aud: undefined }, 'aud'],
  ['asked for by another client', { azp: 'https://evil.example' }, 'azp'],
  ['asked for by nobody', { azp: undefined }, 'azp'],
  ['of somebody else', { sub: 'auth0|other' }, 'sub'],
  ['of nobody', { sub: undefined }, 'sub'],
  ['that has expired', { exp: NOW_SECONDS - 30 }, 'exp'],
  ['that never expires', { exp: undefined }, 'exp'],
  ['that is not yet valid', { nbf: NOW_SECONDS + 31 }, 'nbf'],
];

for (const [words, access, part] of badAccessTokens) {
  test(`refuses an access token ${words}`, async () => {
    assert.equal(await refusalOf(createWorld(), { access }), `${part} of the access token`);
  });
}

test('refuses subjects that are equal, but no texts', async () => {
  for (const sub of [7, true, null, {}, ['auth0|admin']]) {
    for (const forgery of [{ id: { sub }, access: { sub } }, { id: { sub } }]) {
      const refusal = await refusalOf(createWorld(), forgery);
      assert.equal(refusal, 'sub of the access token', JSON.stringify(forgery));
    }
  }
});

test('refuses somebody who may not read the logs', async () => {
  const scopes = [undefined, '', 'openid', 'read:logs_users', 'openid,read:logs', ['read:logs']];
  for (const scope of scopes) {
    const refusal = await refusalOf(createWorld(), { access: { scope } });
    assert.equal(refusal, 'You may not see the logs of this tenant', String(scope));
  }
});

test('takes an audience that is one text, and clocks that differ a little', async () => {
  for (const forgery of [
    { access: { aud: API_AUDIENCE } },
    { access: { scope: 'read:logs' } },
    { id: { aud: [BASE_URL], azp: BASE_URL } },
    { id: { exp: NOW_SECONDS - 29 } },
    { id: { iat: NOW_SECONDS + 29 }, access: { nbf: NOW_SECONDS + 29 } },
  ]) {
    assert.equal(await refusalOf(createWorld(), forgery), undefined, JSON.stringify(forgery));
  }
});

const stranger = createSigningKey(FIRST_KEY.kid);

test('refuses a token that somebody else signed under the name of the key', async () => {
  const world = createWorld();
  assert.equal(await refusalOf(world, { idKey: stranger }), 'signature of the id token');
  assert.equal(await refusalOf(world, { accessKey: stranger }), 'signature of the access token');
});

test('refuses a token with a key that the authority does not have', async () => {
  assert.equal(await refusalOf(createWorld(), { idKey: SECOND_KEY }), 'key of the id token');
  const refusal = await refusalOf(createWorld(), { accessKey: SECOND_KEY });
  assert.equal(refusal, 'key of the access token');
});

test('refuses a key that is too short to be safe', async () => {
  const weak = createSigningKey('weak', 1024);
  const world = createWorld();
  world.authority.answer = keysAnswer(FIRST_KEY, weak);
  assert.equal(await refusalOf(world, { idKey: weak }), 'signature of the id token');
});

const otherForms: readonly (readonly [string, (claims: Claims) => string])[] = [
  ['no algorithm', (claims) => unsignedToken(claims, FIRST_KEY)],
  ['no algorithm in capitals', (claims) => unsignedToken(claims, FIRST_KEY, 'NONE')],
  ['no signature', (claims) => unsignedToken(claims, FIRST_KEY, 'RS256')],
  ['another algorithm of the same key', (claims) => signToken(claims, FIRST_KEY, 'RS512')],
  ['the public key as a secret', (claims) => signedWithPublicKey(claims, FIRST_KEY)],
  ['changed claims', (claims) => changed(signToken(claims, FIRST_KEY))],
  ['nothing in it', () => ''],
  ['junk', () => 'a.b.c'],
  ['no header', () => '..'],
];

function changed(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ sub: 'auth0|other' })).toString('base64url');
  return [header, claims, signature].join('.');
}

for (const [words, make] of otherForms) {
  test(`refuses a token with ${words}`, async () => {
    for (const name of ['id_token', 'access_token']) {
      const world = createWorld();
      const browser = world.openBrowser();
      const asked = await beginLogin(browser);
      const nowMs = world.clock.now();
      const token = make(name === 'id_token' ? idClaims(nowMs, asked) : accessClaims(nowMs));
      const form = { ...callbackForm(world, asked), [name]: token };
      const response = await browser.post('/login/callback', form, FROM_AUTHORITY);
      assert.equal(response.status, 403);
      assert.match(await response.text(), /What did not fit: (?:form|key|signature) of the /);
      assert.equal(await whoIsSignedIn(browser), undefined);
    }
  });
}

test('does not take an id token for an access token, nor the other way round', async () => {
  const world = createWorld();
  const browser = world.openBrowser();
  const form = callbackForm(world, await beginLogin(browser));
  const swapped = { ...form, id_token: form.access_token, access_token: form.id_token };
  const response = await browser.post('/login/callback', swapped, FROM_AUTHORITY);
  assert.equal(response.status, 403);
  assert.equal(await whoIsSignedIn(browser), undefined);
});
