import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Log } from '../../src/engine/walls.ts';
import { COLUMNS, kindOfColumn } from '../../src/records/columns.ts';
import { isIsoTime } from '../../src/records/iso-time.ts';
import { toRecord } from '../../src/records/to-record.ts';

const LOG_ID = '90020261101100000123000000000000000001223372036854775807';

function logWith(fields: Readonly<Record<string, unknown>>): Log {
  return { log_id: LOG_ID, type: 's', ...fields };
}

/** A column's JSON text, read. */
function readJson(record: ReturnType<typeof toRecord>, column: string): unknown {
  return JSON.parse(String(record[column]));
}

describe('toRecord', () => {
  it('makes a flat row of a login, with what the type and the user agent mean', () => {
    const log = {
      _id: LOG_ID,
      log_id: LOG_ID,
      date: '2026-11-01T10:00:00.123Z',
      type: 's',
      description: '',
      connection: 'Username-Password-Authentication',
      client_id: 'c',
      client_ip: null,
      ip: '203.0.113.5',
      user_agent: 'Chrome 130.0.0 / Windows 10.0.0',
      details: { initiatedAt: 1_793_527_200_000, stats: { loginsCount: 66 }, risk: null },
      auth0_client: [],
      references: {},
      $event_schema: { version: '1.0.0' },
      isMobile: false,
      tenant_name: 't',
    };
    assert.deepEqual(toRecord(log), {
      log_id: LOG_ID,
      date: '2026-11-01T10:00:00.123Z',
      type: 's',
      event: 'Success Login',
      category: 'Login - Success',
      level: 1,
      severity: 'info',
      connection: 'Username-Password-Authentication',
      client_id: 'c',
      ip: '203.0.113.5',
      user_agent: 'Chrome 130.0.0 / Windows 10.0.0',
      details: '{"initiatedAt":1793527200000,"stats":{"loginsCount":66},"risk":null}',
      event_schema: '{"version":"1.0.0"}',
      is_mobile: false,
      tenant_name: 't',
      os: 'Windows',
      os_version: '10.0.0',
      browser: 'Chrome',
      browser_version: '130.0.0',
      device: 'desktop',
    });
  });

  it('keeps an unknown type and an unknown field, because unknown things pass', () => {
    const record = toRecord(logWith({ type: 'brand_new', brand_new_field: { a: [1] }, empty: '' }));
    assert.equal(record['event'], 'brand_new');
    assert.equal(record['level'], 1);
    assert.equal(record['severity'], 'info');
    assert.equal(record['category'], undefined);
    assert.deepEqual(readJson(record, 'additional_fields'), { brand_new_field: { a: [1] } });
  });

  it('keeps fields that are named like our columns apart from them', () => {
    const fields = {
      event: 'x',
      category: 'x',
      level: 4,
      severity: 'x',
      os: 'x',
      browser: 'x',
      device: 'x',
      event_schema: 'x',
      additional_fields: { a: 1 },
      truncated_fields: 'x',
    };
    const record = toRecord(logWith(fields));
    assert.deepEqual(readJson(record, 'additional_fields'), fields);
    assert.equal(record['event'], 'Success Login');
    assert.equal(record['level'], 1);
    assert.equal(record['os'], undefined);
    assert.equal(record['truncated_fields'], undefined);
  });

  it('writes scalars of text columns as text, lists of texts with spaces, the rest as JSON', () => {
    const record = toRecord(
      logWith({
        client_id: 7,
        title: true,
        scope: ['a', 'b'],
        audience: ['x', 1],
        email: { a: 1 },
      }),
    );
    assert.equal(record['client_id'], '7');
    assert.equal(record['title'], 'true');
    assert.equal(record['scope'], 'a b');
    assert.equal(record['audience'], '["x",1]');
    assert.equal(record['email'], '{"a":1}');
  });

  it('writes JSON columns as JSON always, so that one way of reading them is enough', () => {
    const record = toRecord(logWith({ body: 'a text', query: 5, details: 'words' }));
    assert.deepEqual(
      [record['body'], record['query'], record['details']],
      ['"a text"', '5', '"words"'],
    );
  });

  it('names as date only what a service can parse, and keeps the rest', () => {
    for (const date of [
      'yesterday',
      '2026-13-01T00:00:00Z',
      5,
      { $date: 1 },
      '2026-02-30T00:00:00Z',
    ]) {
      const record = toRecord(logWith({ date }));
      assert.equal(record['date'], undefined);
      assert.deepEqual(readJson(record, 'additional_fields'), { date });
    }
  });

  it('takes is_mobile from either name, prefers the one of the API, and keeps what is no claim', () => {
    assert.equal(toRecord(logWith({ is_mobile: true }))['is_mobile'], true);
    const both = toRecord(logWith({ is_mobile: true, isMobile: false }));
    assert.equal(both['is_mobile'], false);
    assert.deepEqual(readJson(both, 'additional_fields'), { is_mobile: true });
    const odd = toRecord(logWith({ isMobile: 'yes', is_mobile: true }));
    assert.equal(odd['is_mobile'], true);
    assert.deepEqual(readJson(odd, 'additional_fields'), { isMobile: 'yes' });
  });

  it('masks secrets in every column, but leaves what names the log as it came', () => {
    const record = toRecord(
      logWith({
        type: 'eyJa.eyJb.c=Bearer abcdef',
        description: 'sent Bearer abc123',
        query: 'password=x&a=1',
        body: { password: 'x' },
        details: { request: { headers: [{ name: 'Cookie', value: 'x' }] } },
        password: 'x',
        unlisted: 'https://a.example/?access_token=x',
        user_agent: 'a token=x',
      }),
    );
    assert.equal(record['type'], 'eyJa.eyJb.c=Bearer abcdef');
    assert.equal(record['description'], 'sent Bearer *****');
    assert.equal(record['query'], '"password=*****&a=1"');
    assert.equal(record['body'], '{"password":"*****"}');
    assert.equal(record['details'], '{"request":{"headers":[{"name":"Cookie","value":"*****"}]}}');
    assert.equal(record['user_agent'], 'a token=*****');
    assert.deepEqual(readJson(record, 'additional_fields'), {
      password: '*****',
      unlisted: 'https://a.example/?access_token=*****',
    });
  });

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

describe('isIsoTime', () => {
  it('accepts the times that Auth0 and its relatives write', () => {
    const times = [
      '2026-11-01T10:00:00.123Z',
      '2026-11-01T10:00:00Z',
      '2024-02-29T23:59:59.123456789+05:30',
      '2026-11-01T10:00:00',
    ];
    for (const time of times) assert.ok(isIsoTime(time), time);
  });

  it('refuses what a service would not parse', () => {
    const texts = [
      '',
      '2026-11-01',
      '2026-11-01 10:00:00Z',
      '2026-00-01T10:00:00Z',
      '2026-11-31T10:00:00Z',
      '2025-02-29T10:00:00Z',
      '1900-02-29T10:00:00Z',
      '2026-11-01T24:00:00Z',
      '2026-11-01T10:60:00Z',
      '2026-11-01T10:00:61Z',
      '0000-11-01T10:00:00Z',
      '+002026-11-01T10:00:00Z',
      '2026-11-01T10:00:00Z\n',
      '1730455200000',
    ];
    for (const text of texts) assert.ok(!isIsoTime(text), text);
  });
});
