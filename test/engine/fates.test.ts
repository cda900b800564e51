import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ending } from '../../src/engine/ending.ts';
import { type DestinationEnding, fateAt, jointEnding } from '../../src/engine/fates.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { deliveryWith, reportWith } from './reports.ts';

const CAUGHT_UP: Ending = { outcome: 'caught-up' };

function endingsOf(first: Ending, second: Ending): readonly DestinationEnding[] {
  return [
    { destination: 'data-collector', ending: first },
    { destination: 'logs-ingestion', ending: second },
  ];
}

test('ends as the only destination did, without its name', () => {
  const ending = { outcome: 'stopped', reason: 'it is down' } as const;
  assert.deepEqual(jointEnding([{ destination: 'logs-ingestion', ending }]), ending);
  assert.deepEqual(jointEnding([]), CAUGHT_UP);
});

test('ends as the worse of two, and says which it was', () => {
  const stopped = { outcome: 'stopped', reason: 'it is down' } as const;
  assert.deepEqual(jointEnding(endingsOf(CAUGHT_UP, stopped)), {
    outcome: 'stopped',
    reason: 'logs-ingestion: it is down',
  });
  const wrong = { outcome: 'misconfigured', problems: ['The key is wrong.'] } as const;
  assert.deepEqual(jointEnding(endingsOf(wrong, stopped)), {
    outcome: 'misconfigured',
    problems: ['data-collector: The key is wrong.'],
  });
});

test('tells the problems of both at once', () => {
  const first = { outcome: 'misconfigured', problems: ['The key is wrong.'] } as const;
  const second = { outcome: 'misconfigured', problems: ['The role is missing.'] } as const;
  assert.deepEqual(jointEnding(endingsOf(first, second)).problems, [
    'data-collector: The key is wrong.',
    'logs-ingestion: The role is missing.',
  ]);
});

test('names no destination for what ended both of them', () => {
  const paused = { outcome: 'stopped', reason: 'an administrator paused the export' } as const;
  assert.deepEqual(jointEnding(endingsOf(paused, { ...paused })), paused);
});

test('knows how a run ended for each destination, from its report and from its line', () => {
  const report = reportWith({
    outcome: 'stopped',
    reason: 'logs-ingestion: it is down',
    lagMs: 7_000,
    deliveries: [
      deliveryWith({ fate: { outcome: 'caught-up', lagMs: 0 } }),
      deliveryWith({
        destination: 'logs-ingestion',
        fate: { outcome: 'stopped', reason: 'it is down', lagMs: 7_000 },
      }),
    ],
  });
  assert.deepEqual(fateAt(report, 'data-collector'), { outcome: 'caught-up', lagMs: 0 });
  assert.equal(fateAt(report, 'logs-ingestion')?.reason, 'it is down');
  const line = lineOf(report);
  assert.deepEqual(fateAt(line, 'data-collector'), { outcome: 'caught-up', lagMs: 0 });
  assert.deepEqual(fateAt(line, 'logs-ingestion'), {
    outcome: 'stopped',
    reason: 'logs-ingestion: it is down',
    lagMs: 7_000,
  });
  assert.equal(line.deliveries[1]?.fate, undefined, 'it would only take room');
});

test('takes how the run ended for how it ended at its only destination', () => {
  const report = reportWith({
    outcome: 'misconfigured',
    problems: ['The key is wrong.'],
    deliveries: [deliveryWith()],
    lastExportedAtMs: 5,
  });
  assert.deepEqual(fateAt(report, 'data-collector'), {
    outcome: 'misconfigured',
    reason: 'The key is wrong.',
    lastExportedAtMs: 5,
  });
  assert.equal(fateAt(report, 'logs-ingestion'), undefined);
});

test('names the destinations when they ended differently, although for the same reason', () => {
  const reason = 'the allowance is used up';
  const stopped = { outcome: 'stopped', reason } as const;
  const limited = { outcome: 'rate-limited', reason } as const;
  assert.deepEqual(jointEnding(endingsOf(limited, stopped)), {
    outcome: 'stopped',
    reason: `logs-ingestion: ${reason}`,
  });
});
