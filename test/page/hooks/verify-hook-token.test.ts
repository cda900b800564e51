import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyHookToken } from '../../../src/page/hooks/verify-hook-token.ts';
import { createFakeClock } from '../../fake-clock.ts';
import {
  createSigningKey,
  signToken,
  signWithSecret,
  unsignedToken,
} from '../sign-in/authority.ts';

const SECRET = 'QvX7-not-a-real-secret-8tRk';
const RULES = {
  secret: SECRET,
  issuer: 'https://tenant.eu.auth0.example',
  audience: 'https://tenant.eu.webtask.example/extension/.extensions/on-install',
};
const clock = createFakeClock();
const NOW_SECONDS = clock.now() / 1000;
const CLAIMS = { iss: RULES.issuer, aud: RULES.audience };

function isBelieved(
  header: string | undefined,
  rules: Parameters<typeof verifyHookToken>[1] = RULES,
) {
  return verifyHookToken(header, rules, clock);
}

test('believes what the platform signed for this hook', async () => {
  for (const claims of [
    CLAIMS,
    { ...CLAIMS, aud: [RULES.audience], exp: NOW_SECONDS + 1, iat: NOW_SECONDS },
  ]) {
    assert.equal(await isBelieved(`Bearer ${signWithSecret(claims, SECRET)}`), true);
    assert.equal(await isBelieved(`bearer ${signWithSecret(claims, SECRET)}`), true);
  }
});

test('works for the loopback sandbox, whose domain has a port', async () => {
  const rules = { ...RULES, issuer: 'https://127.0.0.1:4000' };
  const token = signWithSecret({ ...CLAIMS, iss: 'https://127.0.0.1:4000' }, SECRET);
  assert.equal(await isBelieved(`Bearer ${token}`, rules), true);
});

test('refuses another issuer, another hook, and what is over or not yet valid', async () => {
  for (const change of [
    { iss: `${RULES.issuer}/` },
    { iss: 'https://other.eu.auth0.example' },
    { iss: undefined },
    { aud: RULES.audience.replace('install', 'uninstall') },
    { aud: undefined },
    { exp: NOW_SECONDS - 60 },
    { exp: 'never' },
    { nbf: NOW_SECONDS + 61 },
  ]) {
    const token = signWithSecret({ ...CLAIMS, ...change }, SECRET);
    assert.equal(await isBelieved(`Bearer ${token}`), false, JSON.stringify(change));
  }
});

test('refuses what was signed in another way or by somebody else', async () => {
  const key = createSigningKey('key');
  for (const token of [
    signWithSecret(CLAIMS, 'another secret'),
    signWithSecret(CLAIMS, SECRET, { alg: 'HS512', typ: 'JWT' }),
    signWithSecret(CLAIMS, SECRET, { alg: 'HS384', typ: 'JWT' }),
    signToken(CLAIMS, key),
    unsignedToken(CLAIMS, key),
    unsignedToken(CLAIMS, key, 'HS256'),
    signWithSecret(CLAIMS, SECRET).slice(0, -1),
    'junk',
    'a.b.c',
  ]) {
    assert.equal(await isBelieved(`Bearer ${token}`), false);
  }
});

test('refuses a header that is missing or of another form', async () => {
  const token = signWithSecret(CLAIMS, SECRET);
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    token,
    `Basic ${token}`,
    `Bearer ${token} x`,
  ]) {
    assert.equal(await isBelieved(header), false, header);
  }
});

test('believes nothing when a setting is missing', async () => {
  for (const name of ['secret', 'issuer', 'audience'] as const) {
    for (const missing of [undefined, '']) {
      const secret = name === 'secret' ? '' : SECRET;
      const header = `Bearer ${signWithSecret({ ...CLAIMS, iss: '', aud: '' }, secret)}`;
      assert.equal(await isBelieved(header, { ...RULES, [name]: missing }), false, name);
      const whole = `Bearer ${signWithSecret(CLAIMS, secret)}`;
      assert.equal(await isBelieved(whole, { ...RULES, [name]: missing }), false, name);
    }
  }
});
