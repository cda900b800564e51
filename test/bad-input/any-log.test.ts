import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeRecord } from '../../src/destinations/data-collector/encode.ts';
import type { Log } from '../../src/engine/walls.ts';
import { COLUMNS, kindOfColumn } from '../../src/records/columns.ts';
import { toRecord } from '../../src/records/to-record.ts';
import { anyMembers } from './any-log.ts';
import { exportAll, startRawExtension } from './hostile-logs.ts';

const LOG_ID = '90020261101100000123000000000000000001223372036854775807';
const MAX_FIELD_BYTES = 32_000;
const MAX_RECORD_BYTES = 8_000_000;
const COLUMN_NAMES: ReadonlySet<string> = new Set(COLUMNS.map(({ name }) => name));

function logWith(members: string): Log {
  return JSON.parse(`{${members}${members === '' ? '' : ','}"log_id":"${LOG_ID}"}`);
}

/** What is sent for a log, read again. */
function send(log: Log) {
  const encoded = encodeRecord(toRecord(log));
  const json = encoded.bytes.toString();
  const row: Readonly<Record<string, unknown>> = JSON.parse(json);
  return { ...encoded, json, row };
}

test('makes of any log a record within the limits, with its id, in UTF-8 and without a new column', () => {
  fc.assert(
    fc.property(anyMembers, (members) => {
      const { logId, bytes, json, row, isTruncated } = send(logWith(members));

      assert.equal(logId, LOG_ID);
      assert.equal(row['log_id'], LOG_ID);
      assert.ok(isUtf8(bytes) && bytes.length <= MAX_RECORD_BYTES);
      assert.doesNotMatch(json, /(?<!\\)(?:\\\\)*\\ud[89a-f]/, 'no half of a character');
      assert.equal(isTruncated, row['truncated_fields'] !== undefined);
      for (const [name, cell] of Object.entries(row)) {
        assert.ok(COLUMN_NAMES.has(name), name);
        assert.ok(Buffer.byteLength(String(cell)) <= MAX_FIELD_BYTES, name);
        if (kindOfColumn(name) === 'json') JSON.parse(String(cell));
      }
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    }),
    { numRuns: 150 },
  );
});

test('shortens a type that is longer than a field of Azure, and names it', () => {
  const { row } = send({ log_id: LOG_ID, type: 'x'.repeat(40_000) });
  assert.ok(Buffer.byteLength(String(row['type'])) <= MAX_FIELD_BYTES);
  assert.match(String(row['truncated_fields']), /\btype\b/);
});

test('exports any logs, each exactly once, and goes on', async (t) => {
  const extension = await startRawExtension(t);
  await fc.assert(
    fc.asyncProperty(fc.array(anyMembers, { minLength: 1, maxLength: 30 }), async (logs) => {
      extension.raw.addLogs(logs);
      await exportAll(extension);
    }),
    { numRuns: 10 },
  );
});
