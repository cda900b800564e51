import assert from 'node:assert/strict';
import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Action } from '../../src/engine/actions.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { BUNDLE, storedState } from '../extension.ts';
import { assertSafe, call, type Heard, tracesOf } from './over-http.ts';
import { EXTENSION_SECRET, startPageExtension } from './page-extension.ts';
import { type Claims, signWithSecret } from './sign-in/authority.ts';

const ON_INSTALL = '/.extensions/on-install';
const ON_UPDATE = '/.extensions/on-update';

const HOOKS = [
  { method: 'POST', path: ON_INSTALL, kind: 'install' },
  { method: 'PUT', path: ON_UPDATE, kind: 'update' },
] as const;

/** What a library accepts that believes the header. */
function unsigned(claims: Claims, algorithm: string): string {
  return signWithSecret(claims, '', { alg: 'HS256' }).replace(
    /^[^.]+\.([^.]+)\..*$/,
    `${Buffer.from(JSON.stringify({ alg: algorithm, typ: 'JWT' })).toString('base64url')}.$1.`,
  );
}

/** With a key of whoever calls. */
function signedByKey(claims: Claims): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const text = unsigned(claims, 'RS256').slice(0, -1);
  return `${text}.${signBytes('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

test('the hooks of the platform', async (t) => {
  const extension = await startPageExtension(t);
  const { host, secrets } = extension;
  const issuer = `https://${new URL(secrets['AUTH0_DOMAIN'] ?? '').host}`;

  /** As Auth0 signs its calls. */
  function claimsFor(path: string, changes: Claims = {}): Claims {
    const nowSeconds = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      aud: host.url + path,
      iat: nowSeconds,
      exp: nowSeconds + 300,
      ...changes,
    };
  }
  function callHook(method: string, path: string, token: string): Promise<Heard> {
    return call(host.url + path, { method, headers: { authorization: `Bearer ${token}` } });
  }
  const actions = (): readonly Action[] => storedState(host).actions;

  for (const { method, path, kind } of HOOKS) {
    const forged: Readonly<Record<string, string>> = {
      'a wrong secret': signWithSecret(claimsFor(path), 'another secret'),
      'the client secret': signWithSecret(claimsFor(path), secrets['AUTH0_CLIENT_SECRET'] ?? ''),
      'an empty secret': signWithSecret(claimsFor(path), ''),
      'another address': signWithSecret(
        claimsFor(path, { aud: `https://x.example${path}` }),
        EXTENSION_SECRET,
      ),
      'the address without the hook': signWithSecret(claimsFor(''), EXTENSION_SECRET),
      'the other hook': signWithSecret(
        claimsFor(path === ON_INSTALL ? ON_UPDATE : ON_INSTALL),
        EXTENSION_SECRET,
      ),
      'no address': signWithSecret(claimsFor(path, { aud: undefined }), EXTENSION_SECRET),
      'another tenant': signWithSecret(
        claimsFor(path, { iss: 'https://x.example' }),
        EXTENSION_SECRET,
      ),
      'no tenant': signWithSecret(claimsFor(path, { iss: undefined }), EXTENSION_SECRET),
      'a time that is over': signWithSecret(
        claimsFor(path, { exp: 1_700_000_000 }),
        EXTENSION_SECRET,
      ),
      'no algorithm': unsigned(claimsFor(path), 'none'),
      'the word HS256 and no signature': unsigned(claimsFor(path), 'HS256'),
      HS512: signWithSecret(claimsFor(path), EXTENSION_SECRET, { alg: 'HS512', typ: 'JWT' }),
      RS256: signedByKey(claimsFor(path)),
      'a word': 'x',
      nothing: '',
    };

    await t.test(`${kind}: a forged call changes nothing`, async () => {
      const before = tracesOf(extension);
      for (const [what, token] of Object.entries(forged)) {
        const heard = await callHook(method, path, token);
        assert.deepEqual([heard.status, heard.text], [401, 'not allowed\n'], what);
        assertSafe(heard, what);
      }
      const token = signWithSecret(claimsFor(path), EXTENSION_SECRET);
      for (const authorization of [undefined, token, `Basic ${token}`, `Bearer  ${token} x`]) {
        const headers = authorization === undefined ? {} : { authorization };
        assert.equal((await call(host.url + path, { method, headers })).status, 401);
      }
      const inAddress = await call(`${host.url}${path}?access_token=${token}&token=${token}`, {
        method,
      });
      assert.equal(inAddress.status, 401);
      for (const other of ['GET', 'POST', 'PUT', 'DELETE'].filter((one) => one !== method)) {
        assert.ok((await callHook(other, path, token)).status >= 300, other);
      }
      assert.deepEqual(tracesOf(extension), before);
    });

    await t.test(`${kind}: a call of the platform stands in the history`, async () => {
      const count = host.storage.peek() === undefined ? 0 : actions().length;
      const heard = await callHook(method, path, signWithSecret(claimsFor(path), EXTENSION_SECRET));
      assert.deepEqual([heard.status, heard.text], [204, '']);
      assertSafe(heard, path);
      assert.equal(actions().length, count + 1);
      assert.deepEqual({ ...actions()[0], atMs: 0 }, { kind, by: 'Auth0', detail: '', atMs: 0 });
    });

    await t.test(`${kind}: a store that is away does not fail the platform's call`, async () => {
      const stored = JSON.stringify(host.storage.peek());
      host.storage.failNext('get', 'error');
      const heard = await callHook(method, path, signWithSecret(claimsFor(path), EXTENSION_SECRET));
      assert.equal(heard.status, 204);
      assert.equal(JSON.stringify(host.storage.peek()), stored);
    });
  }

  await t.test('without the secret of the extension nobody is believed', async (t) => {
    for (const secret of [undefined, '', '-']) {
      const { EXTENSION_SECRET: _, ...others } = secrets;
      const set = secret === undefined ? others : { ...others, EXTENSION_SECRET: secret };
      const bare = await startHost({ bundlePath: BUNDLE, secrets: set, givesPublicUrl: true });
      t.after(() => bare.stop());
      for (const { method, path } of HOOKS) {
        for (const key of [
          EXTENSION_SECRET,
          '',
          '-',
          'undefined',
          secrets['AUTH0_CLIENT_SECRET'],
        ]) {
          const token = signWithSecret(claimsFor(path, { aud: bare.url + path }), key ?? '');
          const headers = { authorization: `Bearer ${token}` };
          assert.equal((await call(bare.url + path, { method, headers })).status, 401);
        }
      }
      assert.equal(bare.storage.peek(), undefined);
    }
  });
});
