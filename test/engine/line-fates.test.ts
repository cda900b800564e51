/** What the line of an earlier run still tells of each of its destinations. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fateAt } from '../../src/engine/fates.ts';
import type { Fate, RunReport } from '../../src/engine/report.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { deliveryWith, reportWith } from './reports.ts';

/** The report of a run to both destinations, which ended so there. */
function reportOfBoth(first: Fate, second: Fate, run: Partial<RunReport>): RunReport {
  return reportWith({
    ...run,
    deliveries: [
      deliveryWith({ fate: first }),
      deliveryWith({ destination: 'logs-ingestion', fate: second }),
    ],
  });
}

const CAUGHT_UP: Fate = { outcome: 'caught-up', lagMs: 0, lastExportedAtMs: 1_000 };

test('gives no destination the time of the other', () => {
  const wrong: Fate = { outcome: 'misconfigured', reason: 'The role is missing.' };
  const report = reportOfBoth(CAUGHT_UP, wrong, {
    outcome: 'misconfigured',
    problems: ['logs-ingestion: The role is missing.'],
    lagMs: 0,
    lastExportedAtMs: 1_000,
  });
  assert.deepEqual(fateAt(lineOf(report), 'logs-ingestion'), wrong);
  assert.deepEqual(fateAt(lineOf(report), 'data-collector'), CAUGHT_UP);
});

test('gives no destination the reason of the other, although both ended alike', () => {
  const first: Fate = {
    outcome: 'stopped',
    reason: 'Azure answered 503',
    lagMs: 9_000,
    lastExportedAtMs: 1_000,
  };
  const second: Fate = { ...first, reason: 'Entra answered 500' };
  const report = reportOfBoth(first, second, {
    ...first,
    reason: 'data-collector: Azure answered 503',
  });
  assert.deepEqual(fateAt(lineOf(report), 'logs-ingestion'), second);
});

test('keeps the time of each of two that ended alike', () => {
  const behind: Fate = { ...CAUGHT_UP, lagMs: 9_000, lastExportedAtMs: 500 };
  for (const part of [{}, { lagMs: 9_000 }, { lastExportedAtMs: 500 }]) {
    const ahead: Fate = { ...CAUGHT_UP, ...part };
    const line = lineOf(reportOfBoth(ahead, behind, behind));
    assert.deepEqual(fateAt(line, 'data-collector'), ahead);
    assert.deepEqual(fateAt(line, 'logs-ingestion'), behind);
  }
});

test('keeps which of the two has a gap', () => {
  const gap: Fate = { ...CAUGHT_UP, hasGap: true };
  const line = lineOf(reportOfBoth(CAUGHT_UP, gap, CAUGHT_UP));
  assert.deepEqual(fateAt(line, 'data-collector'), CAUGHT_UP);
  assert.deepEqual(fateAt(line, 'logs-ingestion'), gap);
});

test('shortens the reason of a destination to 80 characters', () => {
  const long: Fate = { outcome: 'stopped', reason: `Azure answered ${'x'.repeat(200)}` };
  const line = lineOf(reportOfBoth(CAUGHT_UP, long, { outcome: 'stopped', reason: 'another' }));
  assert.equal(fateAt(line, 'logs-ingestion')?.reason, long.reason?.slice(0, 80));
});
