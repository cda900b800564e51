import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { type BuiltHost, buildHost, spawnHost } from '../../src/sandbox/spawn-host.ts';
import { startHost, type UrlFormat } from '../../src/sandbox/webtask-host.ts';
import { WebtaskDocument } from '../../src/sandbox/webtask-storage.ts';
import { call, field, json } from './clients.ts';

/** An extension that tells what it was given, counts its calls in storage, and fails when asked to. */
const EXTENSION = `
let firstStorage;
module.exports = function (ctx, req, res) {
  if (req.url.endsWith('/crash')) { Promise.reject(new Error('nobody catches this')); return; }
  firstStorage = firstStorage || ctx.storage;
  console.log('stdout ' + ctx.secrets.NAME);
  console.error('stderr');
  ctx.storage.get((problem, count) => {
    ctx.storage.set((count || 0) + 1, (error) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({
        url: req.url, secrets: ctx.secrets, body: ctx.body, bodyRaw: ctx.body_raw,
        isSameStorage: firstStorage === ctx.storage, error: error && error.message,
        format: req.x_wt.url_format,
      }));
    });
  });
};
`;

let folder = '';
let bundlePath = '';
let builtHost: BuiltHost | undefined;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-host-'));
  bundlePath = join(folder, 'bundle.js');
  await writeFile(bundlePath, EXTENSION);
  builtHost = await buildHost();
});

after(async () => {
  await rm(folder, { recursive: true });
  await builtHost?.remove();
});

const secrets = { NAME: 'Zoë' };

const postTo = (url: string) =>
  call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"schedule":"0 */5 * * * *"}',
  });

test('each form of URL reaches the extension with its prefix', async (t) => {
  const roots: readonly (readonly [UrlFormat, RegExp])[] = [
    [1, /^\/api\/run\/[^/]+\/[^/]+\/page$/],
    [2, /^\/[^/]+\/[^/]+\/page$/],
    [3, /^\/[^/]+\/page$/],
  ];
  for (const [urlFormat, expected] of roots) {
    const host = await startHost({ bundlePath, secrets, urlFormat });
    t.after(() => host.stop());
    const told = json(await call(`${host.url}/page`));
    assert.match(String(field(told, 'url')), expected);
    assert.equal(field(told, 'format'), urlFormat);
    assert.deepEqual(field(told, 'secrets'), secrets);
  }
});

test('the body is parsed only when the platform does that', async (t) => {
  const plain = await startHost({ bundlePath, secrets });
  const parsing = await startHost({ bundlePath, secrets, bodyParsing: 1 });
  t.after(() => plain.stop());
  t.after(() => parsing.stop());
  assert.equal(field(json(await postTo(plain.url)), 'body'), undefined);
  assert.deepEqual(field(json(await postTo(parsing.url)), 'body'), { schedule: '0 */5 * * * *' });
});

test('each request gets a storage of its own over one document', async (t) => {
  const host = await startHost({ bundlePath, secrets, storage: { initial: 5 } });
  t.after(() => host.stop());
  const first = json(await call(host.url));
  const second = json(await call(host.url));
  assert.equal(field(first, 'isSameStorage'), true);
  assert.equal(field(second, 'isSameStorage'), false);
  assert.equal(field(second, 'error'), null);
  assert.equal(host.storage.peek(), 7);
});

test('its own URL is among the secrets when that is chosen', async (t) => {
  const host = await startHost({ bundlePath, secrets, givesPublicUrl: true });
  t.after(() => host.stop());
  const told = field(json(await call(host.url)), 'secrets');
  assert.deepEqual(told, { ...secrets, WT_URL: host.url, PUBLIC_WT_URL: host.url });
});

test('code that the platform could not call is refused at the start', async () => {
  const path = join(folder, 'wrong.js');
  await writeFile(path, 'module.exports = (ctx, done) => done();');
  await assert.rejects(startHost({ bundlePath: path, secrets }), /2 parameters/);
  await writeFile(path, 'module.exports = {};');
  await assert.rejects(startHost({ bundlePath: path, secrets }), /return or export a function/);
});

test('stored documents can be seen, changed and made to fail from outside', async (t) => {
  const host = await startHost({ bundlePath, secrets });
  t.after(() => host.stop());
  const { origin } = new URL(host.url);
  assert.equal(json(await call(`${origin}/sandbox/storage`)), null);
  await call(`${origin}/sandbox/storage`, { method: 'PUT', body: '41' });
  await call(host.url);
  assert.equal(json(await call(`${origin}/sandbox/storage`)), 42);
  await call(`${origin}/sandbox/faults`, {
    method: 'POST',
    body: '{"operation":"set","fault":"error"}',
  });
  assert.match(String(field(json(await call(host.url)), 'error')), /not available/);
});

for (const version of [18, 22]) {
  const nodePath = resolve(__dirname, `../../node_modules/node-${version}/bin/node`);
  const skip = existsSync(nodePath) ? false : `there is no Node ${version} here`;
  test(`the host runs under plain Node ${version}, as a process of its own`, {
    skip,
  }, async (t) => {
    assert.ok(builtHost);
    const host = await spawnHost({ bundlePath, secrets, bodyParsing: 1, nodePath, builtHost });
    t.after(() => host.stop());
    assert.match(host.node, new RegExp(`^v${version}\\.`));
    assert.equal(field(json(await postTo(host.url)), 'bodyRaw'), '{"schedule":"0 */5 * * * *"}');
    assert.deepEqual(host.output(), { stdout: 'stdout Zoë\n', stderr: 'stderr\n' });
  });
}

test('an unhandled rejection ends the process, as on the platform, and its document is kept', async (t) => {
  assert.ok(builtHost);
  const file = join(folder, 'storage.json');
  const host = await spawnHost({ bundlePath, secrets, storage: { file }, builtHost });
  t.after(() => host.stop());
  await call(host.url);
  assert.equal(json(await call(`${host.controlUrl}/sandbox/storage`)), 1);
  await assert.rejects(call(`${host.url}/crash`));
  await host.ended;
  assert.equal(host.isAlive(), false);
  assert.match(host.output().stderr, /nobody catches this/);
  assert.equal(new WebtaskDocument({ file }).peek(), 1);
});
