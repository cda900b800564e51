import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { maskSecrets } from '../../src/records/mask.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhdXRoMHwxIn0.c2lnbmF0dXJlLW9mLWl0';
const SECRET = 'S3cr3tMark3r';

const SENSITIVE_KEYS = [
  'password',
  'Password',
  'passwd',
  'pwd',
  'new_password',
  'newPassword',
  'password2',
  'passwordConfirmation',
  'password_hash',
  'access_token',
  'accessToken',
  'id_token',
  'refresh-token',
  'id_token_hint',
  'subject_token',
  'x-auth0-token',
  'X-Amz-Security-Token',
  'mfa_token',
  'token',
  'device_code',
  'user_code',
  'client_secret',
  'clientSecret',
  'CLIENT.SECRET',
  'secret',
  'signing_secret',
  'api_key',
  'apiKey',
  'x-api-key',
  'private_key',
  'client_assertion',
  'code_verifier',
  'authorization',
  'Proxy-Authorization',
  'cookie',
  'Set-Cookie',
  'otp',
  'recovery_code',
  'recoveryCodes',
  'pin',
  'session_token',
  'connectionString',
];

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

  const texts: readonly (readonly [string, string])[] = [
    ['Authorization header was Bearer abc123', 'Authorization header was Bearer *****'],
    ['Bearer abcdefgh', 'Bearer *****'],
    ['used basic dXNlcjpwYXNz today', 'used basic ***** today'],
    [`jwt ${JWT} expired`, 'jwt ***** expired'],
    [`https://a.example/${JWT}`, 'https://a.example/*****'],
    ['https://user:pa55@a.example/x', 'https://user:*****@a.example/x'],
    ['https://a.example:8080/x@y', 'https://a.example:8080/x@y'],
    [
      'https://a.example/?access_token=abc&state=1#x',
      'https://a.example/?access_token=*****&state=1#x',
    ],
    ['#id_token=abc&token_type=Bearer', '#id_token=*****&token_type=Bearer'],
    [
      'grant_type=password&username=u&password=a%26b',
      'grant_type=password&username=u&password=*****',
    ],
    ['user%5Bpassword%5D=x&b=1', 'user%5Bpassword%5D=*****&b=1'],
    ['user[password]=x', 'user[password]=*****'],
    [
      'returnTo=https%3A%2F%2Fa%3Faccess_token%3Dabc%26state%3D1',
      'returnTo=https%3A%2F%2Fa%3Faccess_token%3D*****%26state%3D1',
    ],
    [
      'q=%7B%22password%22%3A%22x%22%2C%22a%22%3A1%7D',
      'q=%7B%22password%22%3A%22*****%22%2C%22a%22%3A1%7D',
    ],
    ['{"password":"x","a":"b"}', '{"password":"*****","a":"b"}'],
    ['{"password":"x\\"y\\\\","a":"b"}', '{"password":"*****","a":"b"}'],
    ['{"otp":123456,"a":1}', '{"otp":"*****","a":1}'],
    ['{"p\\u0061ssword":"x"}', '{"password":"*****"}'],
    ['{"password":"x","password":null}', '{"password":"*****","password":null}'],
    ['"{\\"password\\":\\"x\\"}"', '"{\\"password\\":\\"*****\\"}"'],
    [
      '{"body":"{\\"secret\\":\\"x\\",\\"n\\":1}"}',
      '{"body":"{\\"secret\\":\\"*****\\",\\"n\\":1}"}',
    ],
    [
      'sent {"body":"{\\"password\\":\\"x\\\\\\"y\\",\\"n\\":1}"} in vain',
      'sent {"body":"{\\"password\\":\\"*****\\",\\"n\\":1}"} in vain',
    ],
    [
      'sent {\\\\\\"token\\\\\\":\\\\\\"x\\\\\\"}',
      'sent {\\\\\\"token\\\\\\":\\\\\\"*****\\\\\\"}',
    ],
    ['failed with {"tokens":["a","b]"],"n":1}', 'failed with {"tokens":*****,"n":1}'],
    ["{ password: 'x y', n: 1 }", "{ password: '*****', n: 1 }"],
    ['password: hunter2', 'password: *****'],
    ['cut off {"password":"abc', 'cut off {"password":"*****'],
    [
      'POST /\r\nAuthorization: Digest a="x", b="y"\r\nHost: h',
      'POST /\r\nAuthorization: *****\r\nHost: h',
    ],
    ['Cookie: a=b; c="d e"; f', 'Cookie: *****'],
    ['curl -H "Authorization: Bearer x" -d 1', 'curl -H "Authorization: *****" -d 1'],
    ['x -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- y', 'x ***** y'],
    ['-----BEGIN PRIVATE KEY-----\nMII', '*****'],
    ['-----BEGIN CERTIFICATE-----\nMII', '-----BEGIN CERTIFICATE-----\nMII'],
    ['cb?code=Ab3dEf6hIj9kLm2nOpQrSt&state=x', 'cb?code=*****&state=x'],
    ['cb?code=invalid_request&state=x', 'cb?code=invalid_request&state=x'],
    ['password=true', 'password=true'],
  ];
  for (const [text, expected] of texts) {
    it(`finds what is secret in: ${JSON.stringify(text).slice(0, 70)}`, () => {
      assert.equal(maskSecrets(text), expected);
      assert.equal(maskSecrets(expected), expected, 'and has nothing to do a second time');
    });
  }

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

  it('takes time that grows with the length only, however hostile the text', () => {
    const pieces = [
      'eyJ',
      'eyJ.',
      'token',
      'token=',
      'token":"',
      "code:'",
      '\\',
      'token\\\\"',
      '://a:',
      '{"password":',
      '-----BEGIN ',
      'Bearer ',
      'pass[',
      '%3D',
      'Authorization: ',
    ];
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const start = performance.now();
      maskSecrets(text);
      maskSecrets(`x token:"${text}`);
      assert.ok(performance.now() - start < 3000, piece);
    }
  });
});

const marked = fc.constantFrom(...SENSITIVE_KEYS);

/** Puts a value under further lists and objects. */
const wrapped = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(inner, fc.array(fc.option(fc.stringMatching(/^[a-z]{1,6}$/)), { maxLength: 8 }))
    .map(([value, path]) =>
      path.reduce<unknown>(
        (each, key) => (key === null ? [1, each] : { a: 0, [key]: each }),
        value,
      ),
    );

describe('maskSecrets, for any value', () => {
  it('never lets a text under a secret key through, at any depth, in any shape', () => {
    const shapes = marked.chain((key) =>
      fc.constantFrom<unknown>(
        { [key]: SECRET },
        { [key]: [SECRET, { x: SECRET }] },
        { [key]: { x: { y: SECRET } } },
        { name: key, value: SECRET },
        [[key, SECRET]],
        `https://a.example/cb?x=1&${key}=${SECRET}&y=2`,
        `${encodeURIComponent(key)}=${SECRET}`,
        encodeURIComponent(`https://a.example/cb?${key}=${SECRET}&x=1`),
        JSON.stringify({ a: 1, [key]: SECRET }),
        JSON.stringify({ a: JSON.stringify({ b: [{ [key]: SECRET }] }) }),
        `text ${JSON.stringify(JSON.stringify({ [key]: SECRET, b: 1 }))} text`,
        `text ${JSON.stringify({ [key]: [SECRET, { x: SECRET }] })}`,
        `${key}: ${SECRET}`,
      ),
    );
    fc.assert(
      fc.property(wrapped(shapes), (value) => {
        assert.ok(!JSON.stringify(maskSecrets(value)).includes(SECRET), JSON.stringify(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, never changes the value, and finds nothing more a second time', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.array(marked), (value, names) => {
        const given = { value, ...Object.fromEntries(names.map((name) => [name, value])) };
        const before = JSON.stringify(given);
        const once = maskSecrets(given);
        assert.equal(JSON.stringify(given), before);
        assert.equal(maskSecrets(once), once);
      }),
    );
  });
});
