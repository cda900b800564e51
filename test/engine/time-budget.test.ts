import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timeBudget } from '../../src/engine/time-budget.ts';

/** What MAX_RUN_SECONDS may be, and what the command line may set beyond. */
const maxRunMs = fc.integer({ min: 5_000, max: 600_000 });

test('has its instants in order, so that each kind of work ends before the next must', () => {
  fc.assert(
    fc.property(maxRunMs, fc.nat({ max: 2 ** 41 }), (runMs, startedAtMs) => {
      const budget = timeBudget(startedAtMs, runMs);
      const instants = [
        budget.startedAtMs,
        budget.fetchUntilMs,
        budget.deliverUntilMs,
        budget.saveUntilMs,
        budget.overtimeMs,
        budget.deadlineMs,
      ];
      assert.deepEqual(
        instants,
        [...instants].sort((one, other) => one - other),
      );
      assert.equal(new Set(instants).size, instants.length);
    }),
  );
});

test('gives the shares that add up to the run, of which the last 7.5 % are for the state', () => {
  const budget = timeBudget(0, 20_000);
  assert.deepEqual(budget, {
    startedAtMs: 0,
    fetchUntilMs: 15_500,
    deliverUntilMs: 18_500,
    saveUntilMs: 19_250,
    overtimeMs: 19_625,
    deadlineMs: 20_000,
    attemptTimeoutMs: 8_000,
    maxUnsentMs: 2_000,
  });
});

test('has time for a second attempt at a page in every run, so that silence is told from haste', () => {
  const longestDelayMs = 500;
  fc.assert(
    fc.property(maxRunMs, (runMs) => {
      const { attemptTimeoutMs, fetchUntilMs } = timeBudget(0, runMs);
      assert.ok(attemptTimeoutMs <= 8_000);
      assert.ok(attemptTimeoutMs + longestDelayMs < fetchUntilMs);
    }),
  );
});

test('keeps records unsent for a fifth of a short run at most, and never longer than 2 s', () => {
  assert.equal(timeBudget(0, 5_000).maxUnsentMs, 1_000);
  assert.equal(timeBudget(0, 600_000).maxUnsentMs, 2_000);
});
