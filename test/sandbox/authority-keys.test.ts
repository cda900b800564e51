import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';
import type { Authority } from '../../src/sandbox/authority/start-authority.ts';
import { lendAuthority } from './authority-visitor.ts';
import { call, field, json } from './clients.ts';

const JWKS = '/.well-known/jwks.json';

const SIGN_IN = {
  clientId: 'http://127.0.0.1:1/ext',
  redirectUri: 'http://127.0.0.1:1/ext/login/callback',
  state: 's',
  nonce: 'n',
};

const decoded = (token: string, place: number): unknown =>
  JSON.parse(Buffer.from(token.split('.')[place] ?? '', 'base64url').toString());

async function publishedKeys(authority: Authority): Promise<readonly unknown[]> {
  const keys = field(json(await call(`${authority.url}${JWKS}`)), 'keys');
  return Array.isArray(keys) ? keys : [];
}

/** Whether the token is signed by the one published key that it names. */
async function isSound(authority: Authority, token: string): Promise<boolean> {
  const kid = field(decoded(token, 0), 'kid');
  const [key, ...others] = (await publishedKeys(authority)).filter(
    (published) => field(published, 'kid') === kid,
  );
  if (key === undefined || others.length > 0) return false;
  assert.deepEqual(
    [field(key, 'alg'), field(key, 'kty'), field(key, 'use')],
    ['RS256', 'RSA', 'sig'],
  );
  assert.equal(field(key, 'd'), undefined, 'the private half is published');
  const jwk = { kty: 'RSA', n: String(field(key, 'n')), e: String(field(key, 'e')) };
  const [head, claims, signature = ''] = token.split('.');
  return verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
}

test('both tokens are signed by the published key that they name', async (t) => {
  const authority = await lendAuthority(t);
  const fields = authority.signIn(SIGN_IN);
  for (const token of [fields['id_token'] ?? '', fields['access_token'] ?? '']) {
    assert.deepEqual(decoded(token, 0), { alg: 'RS256', typ: 'JWT', kid: authority.kid() });
    assert.equal(await isSound(authority, token), true);
    const [head, , signature] = token.split('.');
    const changed = Buffer.from('{"sub":"auth0|other"}').toString('base64url');
    assert.equal(await isSound(authority, `${head}.${changed}.${signature}`), false);
  }
  assert.equal(authority.counters().byPath[JWKS], 4);
});

test('after a rotation the former key is gone and a new one signs', async (t) => {
  const authority = await lendAuthority(t);
  const former = authority.signIn(SIGN_IN)['id_token'] ?? '';
  const formerKid = authority.kid();
  const kid = await authority.rotateKeys();
  assert.notEqual(kid, formerKid);
  assert.equal(await isSound(authority, former), false);
  assert.equal(await isSound(authority, authority.signIn(SIGN_IN)['id_token'] ?? ''), true);
  const kids = (await publishedKeys(authority)).map((key) => field(key, 'kid'));
  assert.deepEqual(kids, [kid]);
});

test('a token can be forged in every way that a verifier has to withstand', async (t) => {
  const authority = await lendAuthority(t);
  const { idToken } = authority.claimsFor(SIGN_IN);
  const expired = authority.sign({ ...idToken, exp: 1 });
  assert.equal(await isSound(authority, expired), true);
  assert.equal(field(decoded(expired, 1), 'exp'), 1);
  const foreign = authority.sign({ ...idToken, iss: 'https://evil.example.com/' });
  assert.equal(field(decoded(foreign, 1), 'iss'), 'https://evil.example.com/');

  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const byOther = authority.sign(idToken, { key: other.privateKey });
  assert.equal(field(decoded(byOther, 0), 'kid'), authority.kid());
  assert.equal(await isSound(authority, byOther), false);

  const confused = authority.sign(idToken, { alg: 'HS256' });
  assert.equal(field(decoded(confused, 0), 'alg'), 'HS256');
  const [head, claims, signature] = confused.split('.');
  const mac = createHmac('sha256', authority.publicKeyPem()).update(`${head}.${claims}`);
  assert.equal(signature, mac.digest('base64url'));

  const unsigned = authority.sign(idToken, { alg: 'none' });
  assert.equal(field(decoded(unsigned, 0), 'alg'), 'none');
  assert.match(unsigned, /\.$/);

  const unnamed = authority.sign(idToken, { header: { kid: undefined, jku: 'http://x' } });
  assert.deepEqual(decoded(unnamed, 0), { alg: 'RS256', typ: 'JWT', jku: 'http://x' });
  assert.equal(field(decoded(authority.sign({}, { kid: 'k' }), 0), 'kid'), 'k');
});

test('the published keys can fail, be garbage or never come, and recover', async (t) => {
  const authority = await lendAuthority(t, { faults: [{ kind: 'status', status: 500 }] });
  const url = `${authority.url}${JWKS}`;
  authority.faults.add({ kind: 'garbage' }, { kind: 'hang' });
  assert.equal((await call(url)).status, 500);
  const garbage = await call(url);
  assert.throws(() => json(garbage), SyntaxError);
  await assert.rejects(call(url, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
  assert.equal((await publishedKeys(authority)).length, 1);
  assert.deepEqual(
    authority.requests().map(({ status }) => status),
    [500, 200, 'none', 200],
  );
  assert.equal(authority.counters().faultsPlayed, 3);
  authority.resetCounters();
  assert.deepEqual(authority.counters().byPath, {});
});
