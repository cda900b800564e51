import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FOLDERS } from './together/require-all.ts';

test('npm test runs every file of tests, on its own or together with its folder', () => {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
    scripts: { test: string };
  };
  const patterns = scripts.test.match(/test\/\S*\*\.test\.ts/g) ?? [];
  const folders = [
    ...patterns.map((pattern) => pattern.slice('test/'.length, -'*.test.ts'.length)),
    ...FOLDERS.map((folder) => `${folder}/`),
  ];
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.test.ts'))) {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    assert.equal(folders.filter((one) => one === folder).length, 1, file);
  }
});
