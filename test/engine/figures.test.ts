import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExportResult } from '../../src/engine/export-logs.ts';
import { capacityLogs, lagMs } from '../../src/engine/figures.ts';
import type { Reading } from '../../src/engine/page-reader.ts';
import type { RunOutcome } from '../../src/engine/report.ts';
import { timeBudget } from '../../src/engine/time-budget.ts';
import { deliveryWith, OUTCOMES } from './reports.ts';
import { START_MS } from './simulated-clock.ts';

const LOOKED_AT_MS = START_MS + 2_000;

function resultOf(
  outcome: RunOutcome,
  reading: Partial<Reading> = {},
  lastLogAtMs: number | undefined = START_MS - 5_000,
): ExportResult {
  return {
    ending: { outcome },
    reading: {
      warnings: [],
      pages: 4,
      pageRetries: 0,
      lookedAtMs: LOOKED_AT_MS,
      foundNothingLeft: false,
      isConfirmed: false,
      ...reading,
    },
    delivery: deliveryWith({ logs: 321 }),
    deadLetters: [],
    lastLogAtMs,
  };
}

test('has a lag of 0 only when the last look found nothing left and all of it was exported', () => {
  for (const outcome of OUTCOMES) {
    for (const foundNothingLeft of [true, false]) {
      const lag = lagMs(resultOf(outcome, { foundNothingLeft }), undefined);
      assert.equal(lag === 0, foundNothingLeft && outcome === 'caught-up', outcome);
    }
  }
});

test('is otherwise as far behind as the last exported log was old at the last look', () => {
  assert.equal(lagMs(resultOf('out-of-time'), undefined), 7_000);
});

test('takes the last log of an earlier run when this one exported none', () => {
  const result = { ...resultOf('stopped'), lastLogAtMs: undefined };
  assert.equal(lagMs(result, START_MS - 60_000), 62_000);
  assert.equal(lagMs(result, undefined), undefined);
});

test('knows no lag when Auth0 was never reached, because the logs may stand anywhere', () => {
  assert.equal(lagMs(resultOf('stopped', { lookedAtMs: undefined }), START_MS), undefined);
});

test('is never ahead, although the clock of the tenant may be', () => {
  assert.equal(lagMs(resultOf('caught-up', {}, LOOKED_AT_MS + 500), undefined), 0);
});

test('can carry what it carried when it used all its time', () => {
  const budget = timeBudget(START_MS, 20_000);
  for (const outcome of ['out-of-time', 'rate-limited'] as const) {
    assert.equal(capacityLogs(resultOf(outcome), START_MS, budget), 321);
  }
});

test('can carry full pages at its speed when it used less', () => {
  const budget = timeBudget(START_MS, 20_000);
  // Four pages in 2 s, for the 15.5 s in which pages are asked for.
  assert.equal(capacityLogs(resultOf('caught-up'), START_MS, budget), 3_100);
});

test('tells no capacity when no page was read', () => {
  const budget = timeBudget(START_MS, 20_000);
  for (const reading of [{ pages: 0 }, { lookedAtMs: undefined }]) {
    assert.equal(capacityLogs(resultOf('stopped', reading), START_MS, budget), undefined);
  }
});
