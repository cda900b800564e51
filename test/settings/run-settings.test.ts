import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefused, problemWith, settingsWith } from './valid-values.ts';

const HOUR_MS = 3_600_000;

function startFrom(value: string): unknown {
  return settingsWith({ START_FROM: value }).startFrom;
}

test('begins at the beginning unless told otherwise, because that loses nothing', () => {
  assert.deepEqual(settingsWith({}).startFrom, { kind: 'beginning' });
  assert.deepEqual(startFrom('beginning'), { kind: 'beginning' });
  assert.deepEqual(startFrom('now'), { kind: 'now' });
});

test('reads dates and times in UTC unless they name a zone', () => {
  const times = {
    '2026-11-01': '2026-11-01T00:00:00.000Z',
    '2026-11-01T08:30': '2026-11-01T08:30:00.000Z',
    '2026-11-01T08:30:15': '2026-11-01T08:30:15.000Z',
    '2026-11-01T08:30:15.5': '2026-11-01T08:30:15.500Z',
    '2026-11-01T08:30:15.123456789Z': '2026-11-01T08:30:15.123Z',
    '2026-11-01T08:30Z': '2026-11-01T08:30:00.000Z',
    '2026-11-01T08:30:00+02:00': '2026-11-01T06:30:00.000Z',
    '2026-11-01T00:30:00+05:45': '2026-10-31T18:45:00.000Z',
    '2026-11-01T08:30:00-09:30': '2026-11-01T18:00:00.000Z',
    '2024-02-29': '2024-02-29T00:00:00.000Z',
    '2012-12-31': '2012-12-31T00:00:00.000Z',
    '1970-01-01': '1970-01-01T00:00:00.000Z',
    '2100-12-31T23:59:59Z': '2100-12-31T23:59:59.000Z',
  };
  for (const [text, time] of Object.entries(times)) {
    assert.deepEqual(startFrom(text), { kind: 'time', atMs: Date.parse(time) }, text);
  }
});

test('refuses dates and times that do not exist or can be read in two ways', () => {
  assertRefused('START_FROM', [
    '2026-02-31',
    '2025-02-29',
    '2026-00-10',
    '2026-13-01',
    '2026-11-00',
    '2026-11-01T24:00:00Z',
    '2026-11-01T08:60',
    '2026-11-01T08:30:60',
    '2026-11-01T08:30:00+15:00',
    '2026-11-01T08:30:00+01:60',
    '2026-11-01T08:30:00+0100',
    '2026-11-01T08:30:00 CET',
    '2026-11-01 08:30',
    '2026-11-01T',
    '2026-11-01T08',
    '2026-11-01Z',
    '2026-11-01t08:30z',
    '01/11/2026',
    '1.11.2026',
    '2026-11',
    '2026',
    '20261101',
    '1793491200000',
    '+002026-11-01',
    'yesterday',
    '0000-01-01',
    '0050-01-01',
    'Now',
    '２０２６-11-01',
  ]);
  const problem = problemWith('START_FROM', '2026-02-31');
  assert.match(problem.expected, /beginning, now, a date.*an age such as 90m, 36h or 7d.*log id/);
  assert.match(problem.advice, /for example 7d, or leave it empty for beginning/);
});

test('refuses years that nobody can mean, because such a start would skip every log', () => {
  for (const text of ['2101-01-01', '9999-12-31', '1969-12-31']) {
    assert.match(problemWith('START_FROM', text).advice, /years 1970 to 2100/, text);
  }
});

test('reads ages in minutes, hours and days', () => {
  assert.deepEqual(startFrom('90m'), { kind: 'age', ageMs: 1.5 * HOUR_MS });
  assert.deepEqual(startFrom('36h'), { kind: 'age', ageMs: 36 * HOUR_MS });
  assert.deepEqual(startFrom('7d'), { kind: 'age', ageMs: 7 * 24 * HOUR_MS });
  assert.deepEqual(startFrom('3650d'), { kind: 'age', ageMs: 3650 * 24 * HOUR_MS });
});

test('refuses ages that are zero, beyond ten years or of another form', () => {
  for (const text of ['0h', '000d', '3651d', `${'9'.repeat(400)}m`]) {
    assert.match(problemWith('START_FROM', text).advice, /above zero and of at most 3650d/, text);
  }
  assertRefused('START_FROM', ['7', '7w', '7D', '7 d', '1.5h', '-7d', '1e3m', 'P7D', '7d12h']);
});

test('keeps a log id as text, because a number would lose digits', () => {
  for (const id of [`900${'1'.repeat(53)}`, '5a0f3c1e9b7d2a4c6e8f0b1d']) {
    assert.deepEqual(startFrom(id), { kind: 'id', id });
  }
  assertRefused('START_FROM', [`900${'1'.repeat(52)}`, `900${'1'.repeat(54)}`, 'f'.repeat(23)]);
});

test('takes numbers within their limits and gives durations in milliseconds', () => {
  const least = settingsWith({
    BATCH_SIZE: '1',
    MIN_INTERVAL_SECONDS: '0',
    MAX_RUN_SECONDS: '5',
  });
  assert.equal(least.maxBatchRecords, 1);
  assert.equal(least.minIntervalMs, 0);
  assert.equal(least.maxRunMs, 5000);
  const most = settingsWith({
    BATCH_SIZE: '10000',
    MIN_INTERVAL_SECONDS: '3600',
    MAX_RUN_SECONDS: '25',
  });
  assert.equal(most.maxBatchRecords, 10_000);
  assert.equal(most.minIntervalMs, 3_600_000);
  assert.equal(most.maxRunMs, 25_000);
  const usual = settingsWith({});
  assert.equal(usual.maxBatchRecords, 1000);
  assert.equal(usual.minIntervalMs, 30_000);
  assert.equal(usual.maxRunMs, 20_000);
});

test('refuses numbers beyond their limits and says the limits', () => {
  assertRefused('BATCH_SIZE', ['0', '10001', '-1', '99999999999999999999']);
  assertRefused('MIN_INTERVAL_SECONDS', ['3601', '-1']);
  assertRefused('MAX_RUN_SECONDS', ['4', '26']);
  assert.equal(problemWith('BATCH_SIZE', '0').expected, 'a whole number of logs from 1 to 10000');
  assert.equal(
    problemWith('MAX_RUN_SECONDS', '26').expected,
    'a whole number of seconds from 5 to 25',
  );
  assert.equal(
    problemWith('BATCH_SIZE', '0').advice,
    'Correct it, for example 500, or leave it empty for 1000.',
  );
});

test('refuses numbers in other than plain digits, because one reader takes them and another not', () => {
  const forms = [
    '1e3',
    '0x10',
    '10.5',
    '10.0',
    '１０',
    '+10',
    '010',
    '1_000',
    '1,000',
    '10s',
    'ten',
  ];
  for (const name of ['BATCH_SIZE', 'MIN_INTERVAL_SECONDS', 'MAX_RUN_SECONDS'] as const) {
    assertRefused(name, forms);
  }
});

test('tells Azure how runs go unless that is switched off', () => {
  assert.equal(settingsWith({}).tellsHealth, true);
  assert.equal(settingsWith({ LOGANALYTICS_HEALTH_ROWS: '' }).tellsHealth, true);
  assert.equal(settingsWith({ LOGANALYTICS_HEALTH_ROWS: 'on' }).tellsHealth, true);
  assert.equal(settingsWith({ LOGANALYTICS_HEALTH_ROWS: 'off' }).tellsHealth, false);
  assertRefused('LOGANALYTICS_HEALTH_ROWS', ['yes', 'true', '0', 'none']);
});
