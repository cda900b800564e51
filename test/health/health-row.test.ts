import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunReport } from '../../src/engine/report.ts';
import { HEALTH_COLUMNS } from '../../src/health/health-columns.ts';
import { healthRow, isWorthTelling, testRow } from '../../src/health/health-row.ts';
import { deliveryWith, OUTCOMES, reportWith } from '../engine/reports.ts';
import { START_MS } from '../engine/simulated-clock.ts';

const MINUTE_MS = 60_000;
const EXPORTER = { version: '1.2.3', auth0Domain: 'tenant.eu.auth0.com' };

const IDLE = reportWith({ deliveries: [deliveryWith({ logs: 0 })], endedAtMs: START_MS });
const JUST_BEFORE = { endedAtMs: START_MS };

test('tells of what was exported, set aside, warned of, or did not go well', () => {
  const told: Partial<RunReport>[] = [
    { deliveries: [deliveryWith({ logs: 1 })] },
    { deliveries: [deliveryWith({ logs: 0 }), deliveryWith({ logs: 0, deadLetters: 1 })] },
    { warnings: ['The backlog grew.'] },
    ...OUTCOMES.filter((outcome) => outcome !== 'caught-up').map((outcome) => ({ outcome })),
  ];
  for (const parts of told) {
    assert.ok(isWorthTelling({ ...IDLE, ...parts }, JUST_BEFORE), JSON.stringify(parts));
  }
  assert.ok(!isWorthTelling({ ...IDLE, warnings: [] }, JUST_BEFORE));
});

test('tells of an idle run twice an hour, whenever the runs come', () => {
  for (const intervalMs of [MINUTE_MS, 5 * MINUTE_MS, 7 * MINUTE_MS, 29 * MINUTE_MS]) {
    let toldMs = 0;
    let told = 0;
    let longestMs = 0;
    for (let atMs = intervalMs; atMs <= 24 * 60 * MINUTE_MS; atMs += intervalMs) {
      const previous = { endedAtMs: START_MS + atMs - intervalMs };
      if (!isWorthTelling({ ...IDLE, endedAtMs: START_MS + atMs }, previous)) continue;
      longestMs = Math.max(longestMs, atMs - toldMs);
      toldMs = atMs;
      told += 1;
    }
    assert.ok(longestMs < 60 * MINUTE_MS, `${longestMs / MINUTE_MS} minutes`);
    assert.ok(told >= 46 && told <= 49, `${told} rows a day`);
  }
  assert.ok(isWorthTelling(IDLE, undefined), 'the first of all');
});

test('says how the run went, in columns that are declared', () => {
  const report = reportWith({
    runId: 'run-1',
    by: 'jane@example.com',
    outcome: 'rate-limited',
    reason: 'the allowance is used up',
    warnings: ['Logs may be missing: some are.', 'The backlog grew.'],
    lagMs: 61_400,
    deliveries: [deliveryWith({ logs: 12, deadLetters: 3 })],
  });
  const row = healthRow(report, 'data-collector', EXPORTER);
  assert.deepEqual(row, {
    run_id: 'run-1',
    started_at: '2026-11-01T14:00:00.000Z',
    ended_at: '2026-11-01T14:00:01.500Z',
    trigger: 'schedule',
    destination: 'data-collector',
    outcome: 'rate-limited',
    reason: 'the allowance is used up',
    logs: 12,
    dead_letters: 3,
    lag_seconds: 61,
    gap: true,
    warnings: 'Logs may be missing: some are. The backlog grew.',
    version: '1.2.3',
    auth0_domain: 'tenant.eu.auth0.com',
  });
  assert.deepEqual(
    Object.keys(row),
    HEALTH_COLUMNS.map(({ name }) => name),
  );
  const columns: readonly string[] = HEALTH_COLUMNS.map(({ name }) => name);
  for (const name of Object.keys(testRow(START_MS, 'logs-ingestion', EXPORTER))) {
    assert.ok(columns.includes(name), name);
  }
});

test('holds values of the kinds that are declared', () => {
  const row = healthRow(reportWith({ lagMs: 1, reason: 'x' }), 'data-collector', EXPORTER);
  const kinds = {
    text: 'string',
    time: 'string',
    json: 'string',
    number: 'number',
    boolean: 'boolean',
  };
  for (const { name, kind } of HEALTH_COLUMNS) {
    const value = row[name];
    if (value !== undefined) assert.equal(typeof value, kinds[kind], name);
  }
});

test('says of each destination how it went there', () => {
  const report = reportWith({
    outcome: 'misconfigured',
    problems: ['logs-ingestion: The role is missing.'],
    lagMs: 9_000,
    deliveries: [
      deliveryWith({ fate: { outcome: 'caught-up', lagMs: 0 } }),
      deliveryWith({
        destination: 'logs-ingestion',
        logs: 0,
        fate: { outcome: 'misconfigured', reason: 'The role is missing.', lagMs: 9_000 },
      }),
    ],
  });
  const { outcome, logs, lag_seconds } = healthRow(report, 'data-collector', EXPORTER);
  assert.deepEqual([outcome, logs, lag_seconds], ['caught-up', 100, 0]);
  const other = healthRow(report, 'logs-ingestion', EXPORTER);
  assert.deepEqual(
    [other['outcome'], other['reason'], other['logs'], other['lag_seconds']],
    ['misconfigured', 'The role is missing.', 0, 9],
  );
});

test('tells of a run that came to no destination, with what was wrong', () => {
  const report = reportWith({ outcome: 'stopped', reason: 'the state could not be read' });
  const row = healthRow(report, 'logs-ingestion', EXPORTER);
  assert.deepEqual(
    [row['outcome'], row['reason'], row['logs']],
    ['stopped', 'the state could not be read', 0],
  );
  assert.equal(
    healthRow(reportWith({ work: 'replay' }), 'data-collector', EXPORTER)['trigger'],
    'replay',
  );
});

test('tells of an idle run when a half hour of the clock began after the run before it', () => {
  const at = (time: string) => Date.parse(`2026-11-01T${time}Z`);
  const isTold = (before: string, time: string) =>
    isWorthTelling({ ...IDLE, endedAtMs: at(time) }, { endedAtMs: at(before) });
  assert.ok(isTold('14:29:59', '14:30:01'));
  assert.ok(isTold('14:29:59.999', '14:30:00'));
  assert.ok(isTold('14:59:59', '15:00:00'));
  assert.ok(isTold('13:10:00', '14:10:00'), 'after an hour');
  assert.ok(!isTold('14:00:01', '14:29:59'));
  assert.ok(!isTold('14:30:00', '14:59:59.999'));
});
