import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StorageError, WebtaskDocument } from '../../src/sandbox/webtask-storage.ts';
import { createWebtaskStore, type WebtaskStorage } from '../../src/state/webtask-store.ts';

const TIMEOUT_MS = 5_000;

/** A storage of which every part can be played. */
function storageWith(parts: Partial<WebtaskStorage>): WebtaskStorage {
  return {
    get: (callback) => callback(null, undefined),
    set: (_data, _options, callback) => callback(),
    ...parts,
  };
}

test('reads what it wrote', async () => {
  const document = new WebtaskDocument();
  const store = createWebtaskStore(document.open());
  await store.read(TIMEOUT_MS);

  const written = await store.write({ a: 1 }, undefined, TIMEOUT_MS);

  const read = await createWebtaskStore(document.open()).read(TIMEOUT_MS);
  assert.deepEqual(written, { status: 'written', version: undefined });
  assert.deepEqual(read, { status: 'read', document: { a: 1 }, version: undefined });
});

test('reads nothing from an empty storage, because that is a first run', async () => {
  for (const data of [undefined, null, {}]) {
    const storage = storageWith({ get: (callback) => callback(null, data) });
    const read = await createWebtaskStore(storage).read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: undefined, version: undefined });
  }
});

test('hands over a document that nobody of us wrote, because the reader must refuse it', async () => {
  for (const data of [[], 'text', 7, { a: undefined }]) {
    const storage = storageWith({ get: (callback) => callback(null, data) });
    const read = await createWebtaskStore(storage).read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: data, version: undefined });
  }
});

test('meets a conflict when another request wrote since it read, so that nothing is overwritten', async () => {
  const document = new WebtaskDocument({ initial: { owner: 'nobody' } });
  const store = createWebtaskStore(document.open());
  await store.read(TIMEOUT_MS);
  const other = createWebtaskStore(document.open());
  await other.read(TIMEOUT_MS);
  await other.write({ owner: 'other' }, undefined, TIMEOUT_MS);

  const refused = await store.write({ owner: 'we' }, undefined, TIMEOUT_MS);

  assert.deepEqual(refused, { status: 'conflict' });
  assert.deepEqual(document.peek(), { owner: 'other' });
});

test('writes after a conflict once it has read again', async () => {
  const document = new WebtaskDocument({ initial: { count: 0 } });
  const store = createWebtaskStore(document.open());
  await store.read(TIMEOUT_MS);
  document.replace({ count: 1 });
  await store.write({ count: -1 }, undefined, TIMEOUT_MS);

  await store.read(TIMEOUT_MS);
  const written = await store.write({ count: 2 }, undefined, TIMEOUT_MS);

  assert.equal(written.status, 'written');
  assert.deepEqual(document.peek(), { count: 2 });
});

test('writes again and again without reading, because its own writes are no conflict', async () => {
  const document = new WebtaskDocument();
  const store = createWebtaskStore(document.open());
  await store.read(TIMEOUT_MS);
  for (let count = 1; count <= 3; count += 1) {
    const written = await store.write({ count }, undefined, TIMEOUT_MS);
    assert.equal(written.status, 'written');
  }
});

test('never forces a write, because the last writer would win', async () => {
  const options: unknown[] = [];
  const storage = storageWith({
    set: (_data, given, callback) => {
      options.push(given);
      callback();
    },
  });
  await createWebtaskStore(storage).write({}, undefined, TIMEOUT_MS);
  assert.deepEqual(options, [{ force: 0 }]);
});

test("takes the simulator's conflict for one, although it has no code", async () => {
  const error = Object.assign(new Error('Item was modified since it was read.'), { conflict: {} });
  const storage = storageWith({ set: (_data, _options, callback) => callback(error) });
  const written = await createWebtaskStore(storage).write({}, undefined, TIMEOUT_MS);
  assert.deepEqual(written, { status: 'conflict' });
});

test('fails when a write is refused before any read, instead of throwing', async () => {
  const store = createWebtaskStore(new WebtaskDocument().open());
  const written = await store.write({ a: 1 }, undefined, TIMEOUT_MS);
  assert.equal(written.status, 'failed');
});

test('fails after the time-out when the storage does not call back, so that a run can end', async () => {
  const document = new WebtaskDocument({ initial: { a: 1 } });
  document.failNext('get', 'hang');
  document.failNext('set', 'hang-after');
  const store = createWebtaskStore(document.open());

  const read = await store.read(20);
  const written = await store.write({ a: 2 }, undefined, 20);

  const reason = 'the webtask storage failed: no answer in 20 ms';
  assert.deepEqual(read, { status: 'failed', reason });
  assert.deepEqual(written, { status: 'failed', reason, isTooLarge: false });
});

test('stays quiet when the callback comes after the time-out, with an error too', async () => {
  const late: (() => void)[] = [];
  const storage = storageWith({
    get: (callback) => late.push(() => callback(new Error('late'))),
    set: (_data, _options, callback) => late.push(() => callback(new Error('late'))),
  });
  const store = createWebtaskStore(storage);
  await store.read(5);
  await store.write({}, undefined, 5);

  for (const call of late) call();

  // An unhandled rejection would fail the test here.
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(late.length, 2);
});

test('takes a storage that throws at once for one that fails', async () => {
  const explode = (): never => {
    throw new Error('broken');
  };
  const store = createWebtaskStore(storageWith({ get: explode, set: explode }));
  const reason = 'the webtask storage failed: broken';
  assert.deepEqual(await store.read(TIMEOUT_MS), { status: 'failed', reason });
  assert.deepEqual(await store.write({}, undefined, TIMEOUT_MS), {
    status: 'failed',
    reason,
    isTooLarge: false,
  });
});

test('keeps the text of an error short, because it may carry the whole document', async () => {
  const long = new StorageError(502, `bad gateway ${'x'.repeat(10_000)}`);
  const storage = storageWith({
    get: (callback) => callback(long),
    set: (_data, _options, callback) => callback(long),
  });
  const store = createWebtaskStore(storage);
  for (const outcome of [
    await store.read(TIMEOUT_MS),
    await store.write({}, undefined, TIMEOUT_MS),
  ]) {
    assert.ok(outcome.status === 'failed' && outcome.reason.length < 300);
  }
});

test('shows no part of an error that is not an Error, because it may be the document', async () => {
  const storage = storageWith({ get: (callback) => callback({ document: 'secret' }) });
  const read = await createWebtaskStore(storage).read(TIMEOUT_MS);
  assert.deepEqual(read, { status: 'failed', reason: 'the webtask storage failed: object' });
});

test('says when the document is too large, because only a smaller one helps', async () => {
  const error = new StorageError(413, 'too large');
  const storage = storageWith({ set: (_data, _options, callback) => callback(error) });
  const written = await createWebtaskStore(storage).write({}, undefined, TIMEOUT_MS);
  assert.ok(written.status === 'failed' && written.isTooLarge);
});
