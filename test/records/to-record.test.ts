import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Log } from '../../src/engine/walls.ts';
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
});
