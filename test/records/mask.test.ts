import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskSecrets } from '../../src/records/mask.ts';
import { SECRET, SENSITIVE_KEYS } from './sensitive-keys.ts';

describe('maskSecrets', () => {
  it('masks the text under every key that names a secret, however it is written', () => {
    for (const key of SENSITIVE_KEYS) {
      assert.deepEqual(maskSecrets({ [key]: SECRET }), { [key]: '*****' }, key);
    }
  });

  it('masks inside lists and objects under a key that names a secret', () => {
    assert.deepEqual(
      maskSecrets({ cookies: ['a=b', { sid: 'x' }], password: { old: 'a', new: 'b' } }),
      { cookies: ['*****', { sid: '*****' }], password: { old: '*****', new: '*****' } },
    );
  });

  it('masks numbers that are passwords or codes, but keeps counts and lifetimes of tokens', () => {
    assert.deepEqual(
      maskSecrets({ password: 123456, otp: 123456, tokens: 5, token: { ttl: 60 } }),
      {
        password: '*****',
        otp: '*****',
        tokens: 5,
        token: { ttl: 60 },
      },
    );
  });

  it('keeps true, false, null and empty text, because they hold no secret', () => {
    const value = { password: null, secret: true, token: false, cookie: '' };
    assert.equal(maskSecrets(value), value);
  });

  it('keeps what people need, though it is named after secrets', () => {
    const value = {
      accessedSecrets: ['client_secret', 'signing_secret'],
      token_endpoint_auth_method: 'client_secret_post',
      token_type: 'Bearer',
      token_lifetime: 86_400,
      refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', token_lifetime: 9 },
      type: 'seccft',
      scope: 'read:client_keys update:tokens create:client_credentials',
      scopes: ['read:tokens', 'update:secrets'],
      session_id: 'abcdefgh',
      sid: 'abcdefgh',
      state: 'abcdefgh',
      nonce: 'abcdefgh',
      key: 'host',
      auth0: 'abcdefgh',
      http12: 'abcdefgh',
      strategy: 'password',
      connection: 'Username-Password-Authentication',
      description: 'Wrong email or password.',
      reason: 'Invalid password: required. Missing required parameter: code_verifier',
      grant_type: 'password',
      grant_types: ['password', 'refresh_token', 'authorization_code'],
      response_types: ['token', 'id_token'],
      url: 'https://t.example/authorize?response_type=token&grant_type=password&prompt=login',
      code: 'unauthorized_client',
      country_code: 'DE',
      passwordPolicy: 'good',
      passwordless: 'email',
      code_challenge: 'abc',
      prompts: [{ name: 'reset-password', stats: { loginsCount: 1 } }],
      urn: 'urn:ietf:params:oauth:token-type:access_token',
      note: 'Basic authentication or Bearer token is needed; a basic plan will do',
      www: 'Bearer realm="api", error="invalid_token"',
      credentials: { jti: 'x', scopes: ['read:users'] },
      at: 1_730_455_200_000,
    };
    assert.equal(maskSecrets(value), value);
  });

  it('masks the values of secret headers in lists of names and values', () => {
    assert.deepEqual(
      maskSecrets([
        { name: 'authorization', value: 'x' },
        { value: 'y', Name: 'Set-Cookie' },
        { key: 'host', value: 'z' },
      ]),
      [
        { name: 'authorization', value: '*****' },
        { value: '*****', Name: 'Set-Cookie' },
        { key: 'host', value: 'z' },
      ],
    );
  });

  it('masks raw headers and entries, where the value follows its name', () => {
    assert.deepEqual(maskSecrets(['Host', 'h', 'Authorization', 'x', 'X-Api-Key', 'y']), [
      'Host',
      'h',
      'Authorization',
      '*****',
      'X-Api-Key',
      '*****',
    ]);
    assert.deepEqual(
      maskSecrets([
        ['password', 'x'],
        ['user', 'u'],
      ]),
      [
        ['password', '*****'],
        ['user', 'u'],
      ],
    );
    assert.deepEqual(maskSecrets([['Authorization', 'x']]), [['Authorization', '*****']]);
  });

  it('masks an authorization code, but not the code of an error', () => {
    assert.deepEqual(maskSecrets({ code: 'Ab3dEf6hIj9kLm2nOpQrStUv', e: { code: 'ERR_SOCKET' } }), {
      code: '*****',
      e: { code: 'ERR_SOCKET' },
    });
  });

  it('masks secrets in keys, because a form read as JSON leaves them there', () => {
    assert.deepEqual(maskSecrets({ 'user=u&password=x': '' }), { 'user=u&password=*****': '' });
  });

  it('survives and keeps keys named like parts of Object', () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"password":"x"},"constructor":{"token":"y"},"toString":1,"hasOwnProperty":2}',
    );
    assert.equal(
      JSON.stringify(maskSecrets(value)),
      '{"__proto__":{"password":"*****"},"constructor":{"token":"*****"},"toString":1,"hasOwnProperty":2}',
    );
  });

  it('never changes the value in place', () => {
    const value = Object.freeze({ a: Object.freeze([Object.freeze({ password: 'x' })]) });
    assert.deepEqual(maskSecrets(value), { a: [{ password: '*****' }] });
    assert.deepEqual(value, { a: [{ password: 'x' }] });
  });

  it('cuts and reports what nests too deep to be looked through', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}"${SECRET}"${']'.repeat(5000)}`);
    const report = { wasCut: false };
    assert.ok(!JSON.stringify(maskSecrets(deep, report)).includes(SECRET));
    assert.ok(report.wasCut);
  });

  it('masks text under the names of credentials, and looks through the objects there', () => {
    const auth = { strategy: 'jwt', user: { name: 'n' }, credentials: { jti: 'x', token: SECRET } };
    assert.deepEqual(maskSecrets({ request: { auth }, auth: SECRET, creds: [SECRET, { id: 1 }] }), {
      request: { auth: { ...auth, credentials: { jti: 'x', token: '*****' } } },
      auth: '*****',
      creds: ['*****', { id: 1 }],
    });
  });

  it('masks a key that looks random, but not the name of one', () => {
    assert.deepEqual(maskSecrets({ a: { key: 'Ab3dEf6hIj9kLm2nOpQrSt' }, b: { key: 'users' } }), {
      a: { key: '*****' },
      b: { key: 'users' },
    });
  });

  it('masks pairs and entries below a code as anywhere else', () => {
    assert.deepEqual(
      maskSecrets({ code: [['password', 'x'], { name: 'authorization', value: 'y' }] }),
      { code: [['password', '*****'], { name: 'authorization', value: '*****' }] },
    );
  });
});
