import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LogRecord } from '../../src/engine/walls.ts';
import { kindOfColumn } from '../../src/records/columns.ts';
import { fitRecord } from '../../src/records/fit.ts';

const LIMITS = { maxFieldBytes: 32_000, maxRecordBytes: 1_000_000 };

function recordWith(columns: LogRecord): LogRecord {
  return { log_id: '9'.repeat(56), type: 's', date: '2026-11-01T10:00:00Z', level: 1, ...columns };
}

function jsonBytes(record: LogRecord): number {
  return Buffer.byteLength(JSON.stringify(record));
}

function readDetails(record: LogRecord): Readonly<Record<string, unknown>> {
  return JSON.parse(String(record['details']));
}

describe('fitRecord', () => {
  it('gives back the same record when everything fits', () => {
    const record = recordWith({ details: '{"a":1}', description: 'x'.repeat(32_000) });
    assert.equal(fitRecord(record, LIMITS), record);
    const exact = { ...LIMITS, maxRecordBytes: jsonBytes(record) };
    assert.equal(fitRecord(record, exact), record);
  });

  it('cuts plain text at a character boundary, and names it', () => {
    const record = fitRecord(recordWith({ description: 'é'.repeat(40_000) }), LIMITS);
    assert.equal(record['description'], 'é'.repeat(16_000));
    assert.equal(record['truncated_fields'], 'description');
    const faces = fitRecord(recordWith({ user_name: `a${'😀'.repeat(9000)}` }), LIMITS);
    assert.equal(faces['user_name'], `a${'😀'.repeat(7999)}`);
  });

  it('shortens a JSON column inside: the long string only, with its beginning kept', () => {
    const details = JSON.stringify({ a: 'short', long: 'é"\n'.repeat(25_000), list: [1, 2, 3] });
    const record = fitRecord(recordWith({ details }), LIMITS);
    const { a, long, list } = readDetails(record);
    assert.deepEqual({ a, list }, { a: 'short', list: [1, 2, 3] });
    assert.match(String(long), /^é"\n.*\[cut: \d+ bytes\]$/s);
    const bytes = Buffer.byteLength(String(record['details']));
    assert.ok(bytes <= 32_000 && bytes > 31_800, `${bytes} of 32000 bytes are used`);
    assert.equal(record['truncated_fields'], 'details');
  });

  it('keeps the first members of a long list, with a marker for the others', () => {
    const scopes = Array.from({ length: 10_000 }, (_, index) => `read:thing_${index}`);
    const record = fitRecord(
      recordWith({ details: JSON.stringify({ scopes, b: 'kept' }) }),
      LIMITS,
    );
    const details = readDetails(record);
    const list: unknown = details['scopes'];
    assert.ok(Array.isArray(list) && list.length > 1000);
    assert.deepEqual(list.slice(0, 2), ['read:thing_0', 'read:thing_1']);
    assert.match(String(list.at(-1)), /^\[cut: \d+ bytes\]$/);
    assert.equal(details['b'], 'kept');
  });

  it('keeps the first members of an object with very many keys, or with enormous ones', () => {
    const many = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]),
    );
    const record = fitRecord(recordWith({ details: JSON.stringify(many) }), LIMITS);
    const details = readDetails(record);
    assert.equal(details['k1'], 1);
    assert.match(String(details['[cut]']), /^\[cut: \d+ bytes\]$/);
    const enormous = JSON.stringify({ ['k'.repeat(90_000)]: 1, b: 'x'.repeat(9000) });
    assert.equal(
      readDetails(fitRecord(recordWith({ details: enormous }), LIMITS))['b'],
      'x'.repeat(9000),
    );
  });

  it('shortens the longest columns of a record that is too long as a whole', () => {
    const columns = {
      details: JSON.stringify({ quotes: '"\\'.repeat(5000), n: 1 }),
      body: JSON.stringify('b'.repeat(9000)),
      description: '\u0001'.repeat(3000),
      user_name: 'kept',
    };
    const record = fitRecord(recordWith(columns), { ...LIMITS, maxRecordBytes: 20_000 });
    assert.ok(jsonBytes(record) <= 20_000);
    assert.ok(jsonBytes(record) > 15_000, 'and not much shorter than needed');
    assert.equal(readDetails(record)['n'], 1);
    assert.equal(record['user_name'], 'kept');
    assert.equal(record['truncated_fields'], 'details,body,description');
  });

  it('adds to the names of what was shortened before', () => {
    const record = recordWith({
      truncated_fields: 'additional_fields,title',
      title: 'é'.repeat(99_999),
    });
    assert.equal(fitRecord(record, LIMITS)['truncated_fields'], 'additional_fields,title');
    const more = { ...record, description: 'x'.repeat(99_999) };
    assert.equal(
      fitRecord(more, LIMITS)['truncated_fields'],
      'additional_fields,title,description',
    );
  });

  it('never cuts what says which log it is', () => {
    const record = {
      log_id: '9'.repeat(99),
      type: 't'.repeat(9),
      date: 'd'.repeat(99),
      title: 'x',
    };
    const { log_id, type, date } = fitRecord(record, { maxFieldBytes: 10, maxRecordBytes: 10 });
    assert.deepEqual({ log_id, type, date, title: 'x' }, record);
  });

  it('shows what is not JSON, or nests beyond the stack, as text', () => {
    for (const details of ['x'.repeat(40_000), `${'['.repeat(20_000)}${']'.repeat(20_000)}`]) {
      const record = fitRecord(recordWith({ details }), LIMITS);
      assert.equal(typeof JSON.parse(String(record['details'])), 'string');
      assert.ok(Buffer.byteLength(String(record['details'])) <= 32_000);
    }
  });

  it('does not walk through many megabytes again and again', () => {
    const values = [
      { a: 'é"'.repeat(1_000_000) },
      Array.from({ length: 100_000 }, (_, index) => ({ index })),
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, 'value'])),
      Array.from({ length: 30_000 }, (_, index) => 'x'.repeat(index % 700)),
    ];
    for (const value of values) {
      const record = recordWith({ details: JSON.stringify(value) });
      const start = performance.now();
      fitRecord(record, LIMITS);
      const took = performance.now() - start;
      // A watchdog: it takes a tenth of a second, and minutes if the time were quadratic.
      assert.ok(took < 10_000, `took ${took} ms`);
    }
  });

  it('keeps any record within its limits, its JSON valid, and names what was shortened', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1000, size: 'max' }),
      fc.string({
        unit: fc.constantFrom('"', '\\', '\n', 'é', '😀', 'a'),
        maxLength: 1000,
        size: 'max',
      }),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, text, fc.double(), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 12 }),
      object: fc.dictionary(fc.string({ maxLength: 20 }), tie('value'), { maxKeys: 12 }),
    }));
    const json = value.map((each) => JSON.stringify(each));
    const cells = fc.record(
      { description: text, user_name: text, details: json, body: json, additional_fields: json },
      { requiredKeys: [] },
    );
    const limits = fc.record({
      maxFieldBytes: fc.integer({ min: 100, max: 5000 }),
      maxRecordBytes: fc.integer({ min: 500, max: 9000 }),
    });
    fc.assert(
      fc.property(cells, limits, (columns, { maxFieldBytes, maxRecordBytes }) => {
        const given = recordWith(columns);
        const before = JSON.stringify(given);
        const record = fitRecord(given, { maxFieldBytes, maxRecordBytes });
        assert.equal(JSON.stringify(given), before);
        assert.ok(jsonBytes(record) <= maxRecordBytes);
        const named = String(record['truncated_fields'] ?? '').split(',');
        for (const name of Object.keys(given)) {
          const cell = record[name];
          assert.equal(cell !== given[name], named.includes(name), name);
          if (typeof cell === 'string' && name !== 'log_id')
            assert.ok(Buffer.byteLength(cell) <= maxFieldBytes);
          if (kindOfColumn(name) === 'json' && cell !== undefined) JSON.parse(String(cell));
        }
      }),
      { numRuns: 100 },
    );
  });
});
