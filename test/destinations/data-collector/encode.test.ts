import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeRecord } from '../../../src/destinations/data-collector/encode.ts';
import { keepText } from '../../../src/destinations/data-collector/keep-text.ts';
import type { LogRecord } from '../../../src/engine/walls.ts';
import { COLUMNS } from '../../../src/records/columns.ts';
import { anyUnits } from '../../any-text.ts';

const LOG_ID = '90020240308035328208838000000000000001223372052034940964';

function encode(record: LogRecord) {
  const encoded = encodeRecord({ log_id: LOG_ID, ...record });
  const json = encoded.bytes.toString();
  const row: Record<string, unknown> = JSON.parse(json);
  return { ...encoded, json, row };
}

test('makes the JSON of a record in UTF-8', () => {
  const encoded = encode({ user_name: 'Zoë 😀', level: 1, is_mobile: false });
  assert.equal(
    encoded.json,
    `{"log_id":"${LOG_ID}","user_name":"Zoë 😀","level":1,"is_mobile":false}`,
  );
  assert.equal(encoded.logId, LOG_ID);
  assert.equal(encoded.isTruncated, false);
});

test('cuts a field of 40,000 characters of two bytes at a character boundary, and names it', () => {
  const { row, isTruncated } = encode({ description: 'é'.repeat(40_000) });
  const description = String(row['description']);
  assert.match(description, /^é+/);
  assert.doesNotMatch(description, /\ufffd/);
  assert.ok(Buffer.byteLength(description) <= 32_000);
  assert.ok(Buffer.byteLength(description) > 30_000);
  assert.equal(row['truncated_fields'], 'description');
  assert.equal(isTruncated, true);
});

test('cuts no emoji into halves', () => {
  const { json } = encode({ description: `x${'😀'.repeat(20_000)}` });
  assert.doesNotMatch(json, /\\ud[89a-f]|\ufffd/);
});

test('keeps a shortened JSON column valid JSON', () => {
  const details = JSON.stringify({
    list: Array.from({ length: 5_000 }, (_, index) => `item ${index}`),
  });
  const { row, isTruncated } = encode({ details });
  assert.ok(Buffer.byteLength(String(row['details'])) <= 32_000);
  assert.equal(typeof JSON.parse(String(row['details'])), 'object');
  assert.equal(isTruncated, true);
});

const GUIDS = [
  '5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71',
  '5B9F2C1E7A404D639E1B0C8D2F6A3E71',
  '{5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71}',
  '(5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71)',
  ' 5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71\n',
  `${' '.repeat(60)}5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71`,
];

const DATES = [
  '2026-11-01',
  '2026-11-01T14:00:00Z',
  '2026-11-01T14:00:00.123+01:00',
  '2026-11-01 14:00:00',
  ' 2026-11-01T14:00:00Z',
  '2026-11',
];

for (const text of [...GUIDS, ...DATES]) {
  test(`puts text: before ${JSON.stringify(text)}, so that no second column appears`, () => {
    assert.equal(encode({ user_name: text }).row['user_name'], `text:${text}`);
  });
}

test('leaves ordinary texts as they are', () => {
  const ordinary = [
    '',
    'auth0|5b9f2c1e7a404d639e1b0c8d',
    'ada@example.com',
    '5b9f2c1e7a404d639e1b0c8d2f6a3e7',
    'g'.repeat(32),
    '42',
    'true',
    '555-0100',
    '10.0.0.1',
    'seen on 2026-11-01',
  ];
  for (const text of ordinary) {
    assert.equal(encode({ user_name: text }).row['user_name'], text);
  }
});

test('leaves the time as it came, because its column is one of times', () => {
  const date = '2026-11-01T10:00:00.123Z';
  assert.equal(encode({ date }).row['date'], date);
});

test('gives every text column the same protection, because any of them may hold what a visitor typed', () => {
  const texts = COLUMNS.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  assert.ok(texts.length > 20);
  for (const guessed of [GUIDS[0] ?? '', DATES[0] ?? '']) {
    const { row } = encode(Object.fromEntries(texts.map((name) => [name, guessed])));
    for (const name of texts) assert.equal(row[name], `text:${guessed}`, name);
  }
});

test('does not change the record that was handed in, because other destinations get it too', () => {
  const record = Object.freeze({ log_id: LOG_ID, user_name: DATES[0] ?? '' });
  encodeRecord(record);
  assert.deepEqual(record, { log_id: LOG_ID, user_name: DATES[0] });
  const ordinary = { log_id: LOG_ID };
  assert.equal(keepText(ordinary), ordinary);
});

test('never throws and never exceeds the limits of a field, whatever the record holds', () => {
  const text = fc.oneof(
    anyUnits,
    fc
      .tuple(fc.constantFrom('x', 'é', '日', '😀', '\u0000', '"'), fc.nat({ max: 40_000 }))
      .map(([character, count]) => character.repeat(count)),
  );
  const columns = COLUMNS.filter(({ kind }) => kind === 'text').slice(3, 9);
  const record = fc.record(Object.fromEntries(columns.map(({ name }) => [name, text])));
  fc.assert(
    fc.property(record, (fields) => {
      const { row } = encode(fields);
      for (const value of Object.values(row)) {
        assert.ok(Buffer.byteLength(String(value)) <= 32_000);
      }
    }),
    { numRuns: 50 },
  );
});
