import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type SetOptions,
  StorageError,
  WebtaskDocument,
  type WebtaskStorage,
} from '../../src/sandbox/webtask-storage.ts';

const get = (storage: WebtaskStorage): Promise<unknown> =>
  new Promise((done, fail) => {
    storage.get((error, data) => (error === null ? done(data) : fail(error)));
  });

const set = (storage: WebtaskStorage, data: unknown, options?: SetOptions): Promise<void> =>
  new Promise((done, fail) => {
    const callback = (error?: StorageError | null): void =>
      error === null || error === undefined ? done() : fail(error);
    if (options === undefined) storage.set(data, callback);
    else storage.set(data, options, callback);
  });

const refusedWith = (code: number) => (error: unknown) =>
  error instanceof StorageError && error.code === code;

test('an empty storage answers nothing, and what is stored comes back as a copy', async () => {
  const document = new WebtaskDocument();
  const storage = document.open();
  assert.equal(await get(storage), undefined);
  const stored = { list: [1] };
  await set(storage, stored);
  stored.list.push(2);
  const first = await get(storage);
  assert.deepEqual(first, { list: [1] });
  assert.notEqual(first, await get(storage));
});

test('callbacks come later and never within the call', async () => {
  const storage = new WebtaskDocument({ initial: 1 }).open();
  let isCalled = false;
  const read = new Promise<void>((done) => {
    storage.get(() => {
      isCalled = true;
      done();
    });
  });
  assert.equal(isCalled, false);
  await read;
});

test('a write before any read is an error, unless it is forced', async () => {
  const document = new WebtaskDocument({ initial: 1 });
  await assert.rejects(set(document.open(), 2), refusedWith(400));
  assert.equal(document.peek(), 1);
  await set(document.open(), 3, { force: 1 });
  assert.equal(document.peek(), 3);
});

test('of two that read the same, the second to write gets the conflict and what is there', async () => {
  const document = new WebtaskDocument({ initial: { by: 'nobody' } });
  const [one, two] = [document.open(), document.open()];
  await Promise.all([get(one), get(two)]);
  await set(one, { by: 'one' });
  await assert.rejects(set(two, { by: 'two' }), (error) => {
    assert.ok(error instanceof StorageError);
    assert.equal(error.code, 409);
    assert.deepEqual(error.conflict, { by: 'one' });
    return true;
  });
  await set(one, { by: 'one again' });
  await get(two);
  await set(two, { by: 'two' });
  await assert.rejects(set(one, {}), refusedWith(409));
  assert.deepEqual(document.peek(), { by: 'two' });
  assert.equal(document.counters().conflicts, 2);
});

test('operations that overlap race, since each takes its time', async () => {
  const document = new WebtaskDocument({ initial: 0, latencyMs: 4 });
  const readers = Array.from({ length: 5 }, () => document.open());
  await Promise.all(readers.map(get));
  const outcomes = await Promise.allSettled(readers.map((reader, number) => set(reader, number)));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('storing null deletes, which is a change like any other', async () => {
  const document = new WebtaskDocument({ initial: 1 });
  const [one, two] = [document.open(), document.open()];
  await Promise.all([get(one), get(two)]);
  await set(one, null);
  assert.equal(await get(one), undefined);
  await assert.rejects(set(two, 2), refusedWith(409));
});

test('more than 500 KB is refused and leaves what was there', async () => {
  const document = new WebtaskDocument({ initial: 'small' });
  const storage = document.open();
  await get(storage);
  await assert.rejects(set(storage, 'é'.repeat(250_000)), refusedWith(400));
  assert.equal(document.peek(), 'small');
  await set(storage, 'é'.repeat(249_999));
});

test('a document outlives its process in a file that is written whole', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-storage-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'storage.json');
  const first = new WebtaskDocument({ file, initial: { run: 0 } }).open();
  await get(first);
  await set(first, { run: 1 });
  const later = new WebtaskDocument({ file, initial: { run: 0 } });
  assert.deepEqual(later.peek(), { run: 1 });
  await set(later.open(), null, { force: 1 });
  assert.equal(new WebtaskDocument({ file }).peek(), undefined);
  assert.deepEqual(await readdir(folder), ['storage.json']);
});

test('storage can fail before or after it did what was asked', async () => {
  const document = new WebtaskDocument({ initial: 1 });
  const storage = document.open();
  document.failNext('get', 'error');
  await assert.rejects(get(storage), refusedWith(502));
  await get(storage);
  document.failNext('set', 'error', 'lost-answer');
  await assert.rejects(set(storage, 2), refusedWith(502));
  assert.equal(document.peek(), 1);
  await assert.rejects(set(storage, 3), refusedWith(502));
  assert.equal(document.peek(), 3);
});
