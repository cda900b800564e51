import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeRecord, MAX_CALL_BYTES } from '../../../src/destinations/logs-ingestion/encode.ts';
import { createBatch } from '../../../src/engine/batch.ts';
import type { LogRecord } from '../../../src/engine/walls.ts';
import { COLUMNS } from '../../../src/records/columns.ts';
import { anyUnits } from '../../any-text.ts';
import { TIMEOUT_MS, withIngestion } from './ingestion-server.ts';

function encode(record: LogRecord) {
  const encoded = encodeRecord({ log_id: 'log-1', ...record });
  const row: Record<string, unknown> = JSON.parse(encoded.bytes.toString());
  return { ...encoded, row };
}

test('leaves a text as it is, whatever it looks like, because the rule says what a column holds', () => {
  for (const text of ['5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71', '2026-11-01', '7', 'Zoë 😀']) {
    assert.equal(encode({ user_name: text }).row['user_name'], text);
  }
});

test('leaves a field of 60,000 bytes whole, which the Data Collector would cut', () => {
  const text = 'é'.repeat(30_000);
  const { row, isTruncated } = encode({ description: text });
  assert.equal(row['description'], text);
  assert.equal(isTruncated, false);
});

test('cuts a field over 64 KB at a character boundary, and names it', () => {
  const { row, isTruncated } = encode({ description: '日'.repeat(30_000) });
  const description = String(row['description']);
  assert.match(description, /^日+/);
  assert.doesNotMatch(description, /\ufffd/);
  assert.ok(Buffer.byteLength(description) <= 64_000);
  assert.ok(Buffer.byteLength(description) > 60_000);
  assert.equal(row['truncated_fields'], 'description');
  assert.equal(isTruncated, true);
});

test('keeps a shortened JSON column valid JSON', () => {
  const list = Array.from({ length: 9_000 }, (_, index) => `item ${index}`);
  const { row } = encode({ details: JSON.stringify({ list }) });
  assert.ok(Buffer.byteLength(String(row['details'])) <= 64_000);
  assert.equal(typeof JSON.parse(String(row['details'])), 'object');
});

test('fits one record of any content into a call, with every column longer than a field may be', () => {
  const names = COLUMNS.filter(({ kind }) => kind === 'text' || kind === 'json').map(
    ({ name }) => name,
  );
  for (const unit of ['x', '\u0000', '日', '"', '😀']) {
    const long = unit.repeat(70_000 / unit.length);
    const record = Object.fromEntries(names.map((name) => [name, long]));
    const encoded = encode({
      ...record,
      log_id: 'log-1',
      type: 'fp',
      date: '2026-11-01T14:00:00Z',
    });
    assert.ok(encoded.bytes.length + 2 <= MAX_CALL_BYTES, `${unit} ${encoded.bytes.length}`);
    assert.equal(encoded.row['log_id'], 'log-1');
  }
});

test('makes no batch over 1 MB of any records', () => {
  const record = fc.record({
    description: anyUnits,
    details: fc.json(),
    user_agent: fc.nat(200_000).map((length) => '日'.repeat(length)),
  });
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
      const limits = { maxBatchRecords: 1_000, maxBatchBytes: MAX_CALL_BYTES };
      const batch = createBatch(limits);
      for (const one of records) batch.tryAdd(encodeRecord({ log_id: 'log-1', ...one }));
      assert.ok(batch.byteCount <= 1_000_000);
    }),
    { numRuns: 50 },
  );
});

test('fits the limits of a field, so that the service cuts nothing', () =>
  withIngestion({}, async ({ destination }, ingestion) => {
    const record = encodeRecord({
      log_id: 'log-1',
      description: 'é'.repeat(80_000),
      user_agent: '日'.repeat(80_000),
    });
    assert.deepEqual(await destination.deliver([record], TIMEOUT_MS), { status: 'accepted' });
    assert.equal(ingestion.counters().cutFields, 0);
    assert.equal(ingestion.rows()[0]?.['truncated_fields'], 'description,user_agent');
  }));
