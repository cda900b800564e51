import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Log } from '../../src/engine/walls.ts';
import { COLUMNS, kindOfColumn } from '../../src/records/columns.ts';
import { toRecord } from '../../src/records/to-record.ts';

const LOG_ID = '90020261101100000123000000000000000001223372036854775807';

function logWith(fields: Readonly<Record<string, unknown>>): Log {
  return { log_id: LOG_ID, type: 's', ...fields };
}

/** A column's JSON text, read. */
function readJson(record: ReturnType<typeof toRecord>, column: string): unknown {
  return JSON.parse(String(record[column]));
}

describe('toRecord, of odd logs', () => {
  it('survives a log without a type, or with one that is no text', () => {
    const { event, severity } = toRecord({ log_id: LOG_ID });
    assert.deepEqual({ event, severity }, { event: undefined, severity: 'info' });
    assert.equal(toRecord(logWith({ type: 7 }))['event'], '7');
    assert.equal(toRecord(logWith({ type: ['a', { b: 1 }] }))['event'], '["a",{"b":1}]');
  });

  it('replaces half characters, because no UTF-8 can hold them', () => {
    const record = toRecord(
      logWith({ user_name: 'a\ud83d', details: { 'b\udc00': 'c\ud83d!', d: '\\ud83d 😀' } }),
    );
    assert.equal(record['user_name'], 'a\ufffd');
    assert.deepEqual(readJson(record, 'details'), { 'b\ufffd': 'c\ufffd!', d: '\\ud83d 😀' });
  });

  it('cuts what nests thousands deep, and names the column', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`);
    const record = toRecord(logWith({ details: deep, strange: deep }));
    assert.match(String(record['details']), /nested too deep/);
    assert.equal(record['truncated_fields'], 'details,additional_fields');
  });

  it('takes fields named like parts of Object for unknown ones', () => {
    const text = `{"log_id":"${LOG_ID}","type":"__proto__","__proto__":{"level":4},"constructor":1}`;
    const log: Log = JSON.parse(text);
    const record = toRecord(log);
    assert.equal(record['level'], 1);
    assert.equal(record['event'], '__proto__');
    assert.equal(record['additional_fields'], '{"__proto__":{"level":4},"constructor":1}');
  });

  it('makes a row of any log: no error, no change to it, no column beyond the list', () => {
    const names = new Set(COLUMNS.map(({ name }) => name));
    const field = fc.oneof(
      fc.constantFrom(...names, 'isMobile', '$event_schema', '_id', '__proto__', 'password'),
      fc.string({ unit: 'binary' }),
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>, // jsonValue's own type is narrower
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.bigInt(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(field, value)), (fields) => {
        const log = logWith(Object.fromEntries(fields));
        const before = structuredClone(log);
        const record = toRecord(log);
        assert.deepEqual(log, before);
        for (const [name, cell] of Object.entries(record)) {
          assert.ok(names.has(name), name);
          assert.ok(['string', 'number', 'boolean'].includes(typeof cell), name);
          if (kindOfColumn(name) === 'json') JSON.parse(String(cell));
        }
        const json = JSON.stringify(record);
        assert.equal(Buffer.from(json).toString(), json);
        assert.doesNotMatch(json, /(?<!\\)(?:\\\\)*\\ud[89a-f]/);
      }),
      { numRuns: 500 },
    );
  });
});
