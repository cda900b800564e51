import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFileStore } from '../../src/state/file-store.ts';

const TIMEOUT_MS = 10_000;

test('has written a document although an old file cannot be removed, because the new one stands', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'file-store-'));
  try {
    const path = join(directory, 'state.json');
    // A directory in place of a file: even an administrator cannot unlink it.
    await mkdir(`${path}.1`);
    const store = createFileStore(path);
    let version: string | undefined = '1';
    for (let count = 2; count <= 5; count += 1) {
      const written = await store.write({ count }, version, TIMEOUT_MS);
      assert.deepEqual(written, { status: 'written', version: String(count) });
      version = written.version;
    }
    const read = await store.read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: { count: 5 }, version: '5' });
    assert.deepEqual((await readdir(directory)).sort(), [
      'state.json.1',
      'state.json.4',
      'state.json.5',
    ]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
