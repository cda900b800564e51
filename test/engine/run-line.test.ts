import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseState } from '../../src/engine/parse-state.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { deliveryWith, reportWith } from './reports.ts';
import { START_MS } from './simulated-clock.ts';
import { logId } from './simulation.ts';

test('keeps of a report what a table shows, and what the next runs look back at', () => {
  const report = reportWith({
    by: 'ann@example.com',
    trigger: 'administrator',
    work: 'replay',
    outcome: 'stopped',
    reason: 'Azure answered 503',
    problems: ['a problem'],
    warnings: ['a warning'],
    deliveries: [
      deliveryWith({ retries: 2, deadLetters: 3, types: { fp: 100 }, unresolvedRecords: 5 }),
    ],
    lagMs: 0,
    lastExportedAtMs: 7,
    capacityLogs: 12,
  });
  assert.deepEqual(lineOf(report), {
    runId: 'a run',
    trigger: 'administrator',
    by: 'ann@example.com',
    work: 'replay',
    startedAtMs: START_MS,
    endedAtMs: START_MS + 1_500,
    outcome: 'stopped',
    reason: 'Azure answered 503',
    pageRetries: 1,
    deliveries: [
      {
        destination: 'data-collector',
        logs: 100,
        batches: 1,
        retries: 2,
        deadLetters: 3,
        unresolvedRecords: 5,
        checkpoint: '900',
      },
    ],
    lagMs: 0,
    lastExportedAtMs: 7,
  });
});

test('leaves out what is 0 and what the report does not say', () => {
  const idle = deliveryWith({ logs: 0, batches: 0, deadLetters: 0 });
  const line = lineOf(reportWith({ pageRetries: 0, deliveries: [idle] }));
  assert.deepEqual(line, {
    runId: 'a run',
    trigger: 'schedule',
    startedAtMs: START_MS,
    endedAtMs: START_MS + 1_500,
    outcome: 'caught-up',
    deliveries: [{ destination: 'data-collector', checkpoint: '900' }],
  });
});

test('shortens a reason to 80 characters of ASCII, and takes the first problem for one', () => {
  const { reason } = lineOf(reportWith({ reason: 'é"\n\u2028'.repeat(100) }));
  assert.match(reason ?? '', /^[ -~]{80}$/);
  const problems = ['LOGANALYTICS_WORKSPACEKEY is wrong', 'and more'];
  assert.equal(lineOf(reportWith({ problems })).reason, problems[0]);
});

test('makes a line that is read again, whatever report was read', () => {
  const longest = 'x'.repeat(200);
  const report = reportWith({
    runId: longest,
    by: 'é'.repeat(100),
    reason: longest.repeat(100),
    lagMs: -1e300,
    lastExportedAtMs: 1e300,
    pageRetries: 1e300,
    deliveries: Array.from({ length: 10 }, () =>
      deliveryWith({ logs: 1e300, unresolvedRecords: 1e300, checkpoint: longest }),
    ),
  });
  const checkpoints = { 'data-collector': [{ after: logId(1) }] };
  const document = { ...EMPTY_STATE, checkpoints, history: [report], pastRuns: [lineOf(report)] };
  const parsed = parseState(JSON.parse(JSON.stringify(document)));
  assert.ok(parsed.status === 'parsed');
  assert.deepEqual(parsed.state.unreportedWarnings, []);
  assert.deepEqual([parsed.state.history, parsed.state.pastRuns], [[report], [lineOf(report)]]);
});
