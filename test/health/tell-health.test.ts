import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunReport } from '../../src/engine/report.ts';
import {
  DESTINATION_KINDS,
  type DeliveryOutcome,
  type DestinationKind,
  type LogRecord,
} from '../../src/engine/walls.ts';
import { type HealthSender, tellHealth } from '../../src/health/tell-health.ts';
import { deliveryWith, reportWith } from '../engine/reports.ts';
import { createFakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';

const EXPORTER = { version: '1.2.3', auth0Domain: 'tenant.eu.auth0.com' };
const RAN = { status: 'ran', report: reportWith() } as const;

interface Sent {
  readonly row: LogRecord;
  readonly timeoutMs: number;
}

function senderOf(
  destination: DestinationKind,
  outcome: DeliveryOutcome,
  sent: Sent[],
): HealthSender {
  return {
    destination,
    async deliverRow(row, timeoutMs) {
      sent.push({ row, timeoutMs });
      return outcome;
    },
  };
}

test('sends each destination its row once, within the time that is left, and tells what went wrong', async () => {
  const sent: Sent[] = [];
  const problems = await tellHealth(
    RAN,
    [
      senderOf('data-collector', { status: 'retry', reason: 'Azure answered 503' }, sent),
      senderOf('logs-ingestion', { status: 'accepted' }, sent),
    ],
    EXPORTER,
    ORDINARY_DAY_MS + 1_400,
    createFakeClock(),
  );
  assert.deepEqual(
    sent.map(({ row, timeoutMs }) => [row['destination'], timeoutMs]),
    [
      ['data-collector', 1_400],
      ['logs-ingestion', 1_400],
    ],
  );
  assert.deepEqual(problems, [
    'data-collector did not take the health row (LOGANALYTICS_HEALTH_ROWS=off sends none): Azure answered 503',
  ]);
});

test('tells what a person has to put right', async () => {
  const wrong: DeliveryOutcome = { status: 'misconfigured', problem: 'There is no such stream.' };
  const senders = [senderOf('logs-ingestion', wrong, [])];
  const untilMs = ORDINARY_DAY_MS + 1_000;
  assert.deepEqual(await tellHealth(RAN, senders, EXPORTER, untilMs, createFakeClock()), [
    'logs-ingestion did not take the health row (LOGANALYTICS_HEALTH_ROWS=off sends none): There is no such stream.',
  ]);
});

test('sends nothing when the time of the run is over, and of an idle run only twice an hour', async () => {
  const sent: Sent[] = [];
  const senders = [senderOf('data-collector', { status: 'accepted' }, sent)];
  const clock = createFakeClock();
  assert.deepEqual(await tellHealth(RAN, senders, EXPORTER, ORDINARY_DAY_MS + 100, clock), []);
  const idle = { ...RAN, previous: { ...RAN.report, deliveries: [] } };
  await tellHealth(idle, senders, EXPORTER, ORDINARY_DAY_MS + 5_000, clock);
  assert.deepEqual(sent, []);
});

test('sends no row of a destination that the run had nothing to do with', async () => {
  const sent: Sent[] = [];
  const senders = DESTINATION_KINDS.map((kind) => senderOf(kind, { status: 'accepted' }, sent));
  const tell = (parts: Partial<RunReport>) =>
    tellHealth(
      { ...RAN, report: reportWith({ work: 'replay', outcome: 'stopped', ...parts }) },
      senders,
      EXPORTER,
      ORDINARY_DAY_MS + 1_000,
      createFakeClock(),
    );
  await tell({ deliveries: [deliveryWith({ logs: 0 })] });
  assert.deepEqual(
    sent.map(({ row }) => row['destination']),
    ['data-collector'],
  );
  await tell({ deliveries: [] });
  assert.deepEqual(
    sent.slice(1).map(({ row }) => row['destination']),
    DESTINATION_KINDS,
    'a run that came to none concerns all',
  );
});

test('tells a defect of the one who sends a row as a problem, and sends the other rows', async () => {
  const sent: Sent[] = [];
  const defective: HealthSender = {
    destination: 'data-collector',
    deliverRow: async () => {
      throw new Error('user@example.com');
    },
  };
  const problems = await tellHealth(
    RAN,
    [defective, senderOf('logs-ingestion', { status: 'accepted' }, sent)],
    EXPORTER,
    ORDINARY_DAY_MS + 1_000,
    createFakeClock(),
  );
  assert.deepEqual(problems, [
    'data-collector did not take the health row (LOGANALYTICS_HEALTH_ROWS=off sends none): the exporter has a defect',
  ]);
  assert.equal(sent.length, 1);
});

test('lets nobody wait for a row longer than 5 s, however much time the run has left', async () => {
  const sent: Sent[] = [];
  const senders = [senderOf('data-collector', { status: 'accepted' }, sent)];
  await tellHealth(RAN, senders, EXPORTER, ORDINARY_DAY_MS + 18_500, createFakeClock());
  assert.deepEqual(
    sent.map(({ timeoutMs }) => timeoutMs),
    [5_000],
  );
});
