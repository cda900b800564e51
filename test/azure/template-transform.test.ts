import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TRANSFORMS } from '../../build/azure/rule.ts';
import { LOG_STREAM, RUN_STREAM, STREAMS } from '../../build/azure/streams.ts';
import { LOG_TABLE_COLUMNS, RUN_TABLE_COLUMNS } from '../../build/azure/table-columns.ts';
import { encodeRecord } from '../../src/destinations/logs-ingestion/encode.ts';
import type { Log } from '../../src/engine/walls.ts';
import { toRecord } from '../../src/records/to-record.ts';
import { inColumn } from '../../src/sandbox/ingestion/column-types.ts';
import { NOW, type Row, runTransform } from './template/run-transform.ts';
import { bindTransform, MAX_TRANSFORM_LENGTH, unsupported } from './template/transform-language.ts';

const BOUND = {
  [LOG_STREAM]: bindTransform(String(TRANSFORMS['logTransform']), STREAMS[LOG_STREAM] ?? []),
  [RUN_STREAM]: bindTransform(String(TRANSFORMS['runTransform']), STREAMS[RUN_STREAM] ?? []),
};

describe('both transforms', () => {
  for (const [stream, { tree }] of Object.entries(BOUND)) {
    test(`that of ${stream} uses nothing that Azure does not list`, () => {
      assert.deepEqual(unsupported(tree), []);
    });
  }

  test('are as short as Azure asks, also with the longest domain', () => {
    for (const text of Object.values(TRANSFORMS)) {
      assert.ok(String(text).length + 255 <= MAX_TRANSFORM_LENGTH);
    }
  });

  for (const [kql, found] of [
    ['source | summarize count() by type', 'operator summarize'],
    ["source | extend a = coalesce(type, 'x')", 'function coalesce'],
    ["source | extend a = iff(isempty(type), 'x', type)", 'function iff'],
    ['source | extend a = todynamic(details)', 'function todynamic'],
    ['source | extend a = dynamic({"b": 1})', 'dynamic literal'],
    ['source | join kind=inner (source) on type', 'operator join'],
    ['source | mv-expand details', 'operator mv-expand'],
  ] as const) {
    test(`would not pass with "${found}"`, () => {
      assert.ok(unsupported(bindTransform(kql, STREAMS[LOG_STREAM] ?? []).tree).includes(found));
    });
  }
});

/** What the service hands to the transform of a row that was sent: the declared columns, typed. */
function received(stream: string, sent: Row): Row {
  const declared = STREAMS[stream] ?? [];
  return Object.fromEntries(declared.map(({ name, type }) => [name, inColumn(type, sent[name])]));
}

/** The row of the table that a log becomes, through the exporter and the rule. */
function rowOf(log: Log): Row {
  const sent = JSON.parse(encodeRecord(toRecord(log)).bytes.toString()) as Row;
  return runTransform(BOUND[LOG_STREAM].tree, received(LOG_STREAM, sent));
}

const LOG = {
  _id: '90020261101100000456789000000000000000000000000000000001',
  log_id: '90020261101100000456789000000000000000000000000000000001',
  date: '2026-11-01T10:00:00.123Z',
  type: 'fp',
  description: "Wrong 'email' or password.",
  client_id: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ012345',
  ip: '203.0.113.5',
  user_agent: 'Chrome 130.0.0 / Windows 10.0.0',
  details: { error: { message: 'Wrong.' }, prompts: [{ name: 'login' }] },
  location_info: { country_code: 'CH' },
  user_id: 'auth0|6543210',
  isMobile: false,
  a_field_of_tomorrow: { kept: true },
};

describe('a log that goes through the exporter and the rule', () => {
  test('keeps its values under the names and types of the table', () => {
    const row = rowOf(LOG);
    assert.equal(row['LogId'], LOG.log_id);
    assert.equal(Date.parse(String(row['TimeGenerated'])), Date.parse(LOG.date));
    assert.equal(row['EventTime'], row['TimeGenerated']);
    assert.equal(row['EventType'], 'fp');
    assert.equal(row['EventName'], 'Failed Login (Incorrect Password)');
    assert.equal(row['Level'], 3);
    assert.equal(row['IsMobile'], false);
    assert.equal(row['SrcIpAddr'], LOG.ip);
    assert.equal(row['ActorUserId'], LOG.user_id);
    assert.equal(row['Description'], LOG.description);
    assert.deepEqual(row['Details'], LOG.details);
    assert.deepEqual(row['LocationInfo'], LOG.location_info);
    assert.deepEqual(row['AdditionalFields'], { a_field_of_tomorrow: { kept: true } });
  });

  test('has every column of the table, and null where the log had nothing', () => {
    const row = rowOf(LOG);
    for (const { name } of LOG_TABLE_COLUMNS) assert.ok(Object.hasOwn(row, name), name);
    assert.equal(row['References'], null);
    assert.equal(row['Email'], null);
  });

  test('has values of the types that the table declares', () => {
    const row = rowOf({ ...LOG, scope: ['openid', 'email'], $event_schema: { version: '1.0.0' } });
    const JS_TYPES: Readonly<Record<string, string>> = { int: 'number', boolean: 'boolean' };
    for (const { name, type } of LOG_TABLE_COLUMNS) {
      if (row[name] === null) continue;
      const wanted = type === 'dynamic' ? 'object' : (JS_TYPES[type] ?? 'string');
      assert.equal(typeof row[name], wanted, name);
    }
  });

  test('gets the time of its arrival when it brings none that can be read', () => {
    const row = rowOf({ ...LOG, date: 'yesterday' });
    assert.equal(row['TimeGenerated'], NOW);
    assert.equal(row['EventTime'], null);
  });
});

test('a health row goes through the rule unchanged', () => {
  const sent = {
    run_id: 'r1',
    started_at: '2026-11-01T10:00:00.000Z',
    ended_at: '2026-11-01T10:00:05.000Z',
    trigger: 'schedule',
    destination: 'logs-ingestion',
    outcome: 'caught-up',
    logs: 12,
    dead_letters: 0,
    gap: false,
    version: '0.1.0',
    auth0_domain: 'tenant.eu.auth0.com',
  };
  const row = runTransform(BOUND[RUN_STREAM].tree, received(RUN_STREAM, sent));
  for (const { name, from } of RUN_TABLE_COLUMNS) {
    const value = (sent as Row)[from] ?? null;
    assert.equal(
      row[name] === null ? null : String(row[name]).slice(0, 19),
      value === null ? null : String(value).slice(0, 19),
      name,
    );
  }
  assert.equal(row['TimeGenerated'], row['EndedAt']);
});
