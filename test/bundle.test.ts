import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules, SourceMap } from 'node:module';
import { test } from 'node:test';
import type { Plugin } from 'esbuild';
import { makeBundle, makeSourceMap } from '../build/make-bundle.ts';
import { BUNDLE } from './extension.ts';

/** The goal of the design: small enough to be installed anywhere and to load fast. */
const MAX_BYTES = 400_000;

const MAX_PAGE_BYTES = 100_000;

const committed = readFileSync(BUNDLE, 'utf8');

test('the committed bundle is what the sources make', async () => {
  const { code, licences } = await makeBundle();
  assert.ok(code === committed, 'build/bundle.js is stale: run "npm run build" and commit it');
  const committedLicences = readFileSync(BUNDLE.replace('.js', '-licences.txt'), 'utf8');
  assert.ok(licences === committedLicences, 'build/bundle-licences.txt is stale');
});

test('the bundle is at most 400 KB', () => {
  assert.ok(Buffer.byteLength(committed) <= MAX_BYTES, `${Buffer.byteLength(committed)} bytes`);
});

test('the page adds at most 100 KB, with its libraries and all that only it uses', async () => {
  const withoutPage: Plugin = {
    name: 'without-page',
    setup(bundler) {
      bundler.onLoad({ filter: /assemble-page\.ts$/ }, () => ({
        contents: 'export async function answerByPage() {}',
        loader: 'ts',
      }));
    },
  };
  const { code } = await makeBundle([withoutPage]);
  const addedBytes = Buffer.byteLength(committed) - Buffer.byteLength(code);
  assert.ok(addedBytes > 0 && addedBytes <= MAX_PAGE_BYTES, `${addedBytes} bytes`);
});

test('a place in the bundle leads to its source', async () => {
  const map = new SourceMap(JSON.parse(await makeSourceMap()));
  const sources = committed.split('\n').flatMap((text, line) =>
    [...text.matchAll(/a defect/g)].map(({ index }) => {
      const entry = map.findEntry(line, index);
      return 'originalSource' in entry ? entry.originalSource : '';
    }),
  );
  assert.ok(
    sources.some((source) => source.endsWith('src/engine/defect.ts')),
    sources.join(' '),
  );
});

test('the bundle exports a function of three parameters, which is how the platform calls it', () => {
  const extension: unknown = require(BUNDLE);
  assert.ok(typeof extension === 'function');
  assert.equal(extension.length, 3);
});

test('the bundle asks for nothing but modules of Node', () => {
  const asked = [...committed.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1] ?? '');
  assert.ok(asked.length > 0);
  for (const name of asked) assert.ok(builtinModules.includes(name.replace(/^node:/, '')), name);
});

test('the bundle holds no credential, not even those of the sandbox', () => {
  assert.doesNotMatch(
    committed,
    /sandbox-client|no-real-secret|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/,
  );
});
