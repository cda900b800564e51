import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBatch } from '../../src/engine/batch.ts';
import type { EncodedRecord } from '../../src/engine/walls.ts';

function recordOf(byteCount: number): EncodedRecord {
  return { logId: '1', logType: 'fp', bytes: Buffer.alloc(byteCount, 'x'), isTruncated: false };
}

test('counts the bytes of the body: brackets, commas and records', () => {
  const batch = createBatch({ maxBatchRecords: 10, maxBatchBytes: 1_000 });
  assert.equal(batch.byteCount, '[]'.length);
  batch.tryAdd(recordOf(5));
  assert.equal(batch.byteCount, '[xxxxx]'.length);
  batch.tryAdd(recordOf(3));
  assert.equal(batch.byteCount, '[xxxxx,xxx]'.length);
});

test('takes a record that just fits, and none that is one byte too long', () => {
  const batch = createBatch({ maxBatchRecords: 10, maxBatchBytes: '[xxxxx,xxx]'.length });
  assert.ok(batch.tryAdd(recordOf(5)));
  assert.ok(!batch.tryAdd(recordOf(4)));
  assert.ok(batch.tryAdd(recordOf(3)));
  assert.ok(!batch.tryAdd(recordOf(0)));
});

test('takes no more records than it may', () => {
  const batch = createBatch({ maxBatchRecords: 2, maxBatchBytes: 1_000 });
  assert.deepEqual(
    [1, 1, 1].map((byteCount) => batch.tryAdd(recordOf(byteCount))),
    [true, true, false],
  );
});

test('takes a first record of any size, because nothing smaller could be sent', () => {
  const batch = createBatch({ maxBatchRecords: 1, maxBatchBytes: 10 });
  assert.ok(batch.tryAdd(recordOf(1_000)));
  assert.equal(batch.records.length, 1);
});

test('is never over its limits with more than one record, and keeps the order', () => {
  const sizes = fc.array(fc.nat({ max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 2, max: 200 }),
      (...all) => {
        const [byteCounts, maxBatchRecords, maxBatchBytes] = all;
        const batch = createBatch({ maxBatchRecords, maxBatchBytes });
        const records = byteCounts.map(recordOf);
        const added = records.filter((record) => batch.tryAdd(record));
        assert.deepEqual(batch.records, added);
        const body = `[${added.map(({ bytes }) => bytes.toString()).join()}]`;
        assert.equal(batch.byteCount, body.length);
        if (added.length < 2) return;
        assert.ok(added.length <= maxBatchRecords && body.length <= maxBatchBytes);
      },
    ),
  );
});
