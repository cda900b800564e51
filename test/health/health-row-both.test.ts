/** The rows of a run to two destinations. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fate, RunReport } from '../../src/engine/report.ts';
import { DESTINATION_KINDS } from '../../src/engine/walls.ts';
import { healthRow } from '../../src/health/health-row.ts';
import { deliveryWith, reportWith } from '../engine/reports.ts';

const EXPORTER = { version: '1.2.3', auth0Domain: 'tenant.eu.auth0.com' };
const CAUGHT_UP: Fate = { outcome: 'caught-up', lagMs: 0 };
const WRONG: Fate = { outcome: 'misconfigured', reason: 'The role is missing.' };
const GAP = 'Logs may be missing: some are.';

function reportOfBoth(first: Fate, second: Fate, parts: Partial<RunReport> = {}): RunReport {
  return reportWith({
    outcome: 'misconfigured',
    problems: ['logs-ingestion: The role is missing.'],
    ...parts,
    deliveries: [
      deliveryWith({ fate: first }),
      deliveryWith({ destination: 'logs-ingestion', logs: 0, fate: second }),
    ],
  });
}

/** A column of the rows for both. */
function columnOf(report: RunReport, name: string): readonly unknown[] {
  return DESTINATION_KINDS.map((kind) => healthRow(report, kind, EXPORTER)[name]);
}

test('gives no destination the reason of the other', () => {
  const report = reportOfBoth(CAUGHT_UP, WRONG);
  assert.deepEqual(columnOf(report, 'reason'), [undefined, 'The role is missing.']);
});

test('tells of a gap only the destination that has it', () => {
  const warnings = [GAP];
  assert.deepEqual(
    columnOf(reportOfBoth(CAUGHT_UP, { ...WRONG, hasGap: true }, { warnings }), 'gap'),
    [false, true],
  );
  assert.deepEqual(
    columnOf(reportOfBoth({ ...CAUGHT_UP, hasGap: true }, WRONG, { warnings }), 'gap'),
    [true, false],
  );
});

test('tells of a gap both destinations when it is not known which has it', () => {
  const ofAnEarlierRun = reportOfBoth(CAUGHT_UP, WRONG, { warnings: [GAP] });
  assert.deepEqual(columnOf(ofAnEarlierRun, 'gap'), [true, true]);
  assert.deepEqual(columnOf(reportOfBoth(CAUGHT_UP, WRONG), 'gap'), [false, false]);
});

test('tells all problems of a run that came to no destination', () => {
  const problems = ['AUTH0_DOMAIN is missing.', 'BATCH_SIZE is no number.'];
  const report = reportWith({ outcome: 'misconfigured', problems });
  const all = 'AUTH0_DOMAIN is missing. BATCH_SIZE is no number.';
  assert.deepEqual(columnOf(report, 'reason'), [all, all]);
});
