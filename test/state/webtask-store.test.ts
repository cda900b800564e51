import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateStore } from '../../src/engine/walls.ts';
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

/** Makes a store and reads once, as every run does before it writes. */
async function readStore(storage: WebtaskStorage): Promise<StateStore> {
  const store = createWebtaskStore(storage);
  await store.read(TIMEOUT_MS);
  return store;
}

test('reads what it wrote', async () => {
  const document = new WebtaskDocument();
  const store = await readStore(document.open());

  const written = await store.write({ a: 1 }, '1', TIMEOUT_MS);

  const read = await createWebtaskStore(document.open()).read(TIMEOUT_MS);
  assert.deepEqual(written, { status: 'written', version: '1' });
  assert.deepEqual(read, { status: 'read', document: { a: 1 }, version: '1' });
});

test('numbers its reads, because the storage itself compares only with its last one', async () => {
  const store = createWebtaskStore(new WebtaskDocument().open());
  for (const version of ['1', '2', '3']) {
    const read = await store.read(TIMEOUT_MS);
    assert.equal(read.status === 'read' && read.version, version);
  }
});

test('reads nothing from an empty storage, because that is a first run', async () => {
  for (const data of [undefined, null, {}]) {
    const storage = storageWith({ get: (callback) => callback(null, data) });
    const read = await createWebtaskStore(storage).read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: undefined, version: '1' });
  }
});

test('hands over a document that nobody of us wrote, because the reader must refuse it', async () => {
  for (const data of [[], 'text', 7, { a: undefined }]) {
    const storage = storageWith({ get: (callback) => callback(null, data) });
    const read = await createWebtaskStore(storage).read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: data, version: '1' });
  }
});

test('meets a conflict when another request wrote since it read, so that nothing is overwritten', async () => {
  const document = new WebtaskDocument({ initial: { owner: 'nobody' } });
  const store = await readStore(document.open());
  const other = await readStore(document.open());
  await other.write({ owner: 'other' }, '1', TIMEOUT_MS);

  const refused = await store.write({ owner: 'we' }, '1', TIMEOUT_MS);

  assert.deepEqual(refused, { status: 'conflict' });
  assert.deepEqual(document.peek(), { owner: 'other' });
});

test('writes after a conflict once it has read again', async () => {
  const document = new WebtaskDocument({ initial: { count: 0 } });
  const store = await readStore(document.open());
  document.replace({ count: 1 });
  await store.write({ count: -1 }, '1', TIMEOUT_MS);

  const read = await store.read(TIMEOUT_MS);
  assert.ok(read.status === 'read');
  const written = await store.write({ count: 2 }, read.version, TIMEOUT_MS);

  assert.equal(written.status, 'written');
  assert.deepEqual(document.peek(), { count: 2 });
});

test('writes again and again without reading, because its own writes are no conflict', async () => {
  const document = new WebtaskDocument();
  const store = await readStore(document.open());
  for (let count = 1; count <= 3; count += 1) {
    const written = await store.write({ count }, '1', TIMEOUT_MS);
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
  await (await readStore(storage)).write({}, '1', TIMEOUT_MS);
  assert.deepEqual(options, [{ force: 0 }]);
});

test('takes every write after a conflict for one too, because a storage may forgive the second', async () => {
  let writes = 0;
  const storage = storageWith({
    set: (_data, _options, callback) => {
      writes += 1;
      callback(writes === 1 ? new StorageError(409, 'changed', { conflict: {} }) : null);
    },
  });
  const store = await readStore(storage);
  for (let count = 1; count <= 3; count += 1) {
    assert.deepEqual(await store.write({ count }, '1', TIMEOUT_MS), { status: 'conflict' });
  }
  assert.equal(writes, 1);
});

test('takes a write for a conflict when a read given up long ago was answered after the last one', async () => {
  const answers: ((error: null, data: unknown) => void)[] = [];
  const store = createWebtaskStore(storageWith({ get: (callback) => answers.push(callback) }));
  assert.equal((await store.read(5)).status, 'failed');
  const reading = store.read(TIMEOUT_MS);
  answers[1]?.(null, { owner: 'we' });
  const read = await reading;
  assert.ok(read.status === 'read');
  answers[0]?.(null, { owner: 'other' });
  await new Promise((resolve) => setTimeout(resolve, 5));

  assert.deepEqual(await store.write({}, read.version, TIMEOUT_MS), { status: 'conflict' });
});

test("takes the simulator's conflict for one, although it has no code", async () => {
  const error = Object.assign(new Error('Item was modified since it was read.'), { conflict: {} });
  const storage = storageWith({ set: (_data, _options, callback) => callback(error) });
  const written = await (await readStore(storage)).write({}, '1', TIMEOUT_MS);
  assert.deepEqual(written, { status: 'conflict' });
});

test('asks the storage nothing for a write that does not follow from the last read', async () => {
  let writes = 0;
  const storage = storageWith({
    set: (_data, _options, callback) => {
      writes += 1;
      callback();
    },
  });
  const store = await readStore(storage);
  await store.read(TIMEOUT_MS);
  for (const version of [undefined, '', '0', '1', '3']) {
    assert.deepEqual(await store.write({}, version, TIMEOUT_MS), { status: 'conflict' });
  }
  assert.equal(writes, 0);
});

test('takes a write for a conflict after a read that failed, because the storage may have read all the same', async () => {
  const document = new WebtaskDocument({ initial: { owner: 'we' } });
  const store = await readStore(document.open());
  document.replace({ owner: 'other' });
  document.failNext('get', 'hang-after');
  assert.equal((await store.read(20)).status, 'failed');

  const written = await store.write({ owner: 'we again' }, '1', TIMEOUT_MS);

  assert.deepEqual(written, { status: 'conflict' });
  assert.deepEqual(document.peek(), { owner: 'other' });
});

test('fails after the time-out when the storage does not call back, so that a run can end', async () => {
  const document = new WebtaskDocument({ initial: { a: 1 } });
  document.failNext('get', 'hang');
  document.failNext('set', 'hang-after');
  const store = createWebtaskStore(document.open());

  const read = await store.read(20);
  const written = await store.write({ a: 2 }, '1', 20);

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
  await store.write({}, '1', 5);

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
  assert.deepEqual(await store.write({}, '1', TIMEOUT_MS), {
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
  for (const outcome of [await store.read(TIMEOUT_MS), await store.write({}, '1', TIMEOUT_MS)]) {
    assert.ok(outcome.status === 'failed' && outcome.reason.length < 300);
  }
});

test('shows no part of an error that is not an Error, because it may be the document', async () => {
  const storage = storageWith({ get: (callback) => callback({ document: 'secret' }) });
  const read = await createWebtaskStore(storage).read(TIMEOUT_MS);
  assert.deepEqual(read, { status: 'failed', reason: 'the webtask storage failed: object' });
});

test('says when the document is too large, because only a smaller one helps', async () => {
  const large = { text: 'x'.repeat(100_001) };
  for (const [code, document, isTooLarge] of [
    [413, {}, true],
    [400, large, true],
    [400, {}, false],
    [500, large, false],
  ] as const) {
    const error = new StorageError(code, 'refused');
    const storage = storageWith({ set: (_data, _options, callback) => callback(error) });
    const written = await (await readStore(storage)).write(document, '1', TIMEOUT_MS);
    assert.ok(written.status === 'failed' && written.isTooLarge === isTooLarge, `${code}`);
  }
});
