import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { retryDelayMs } from '../../src/engine/retry-delay.ts';

const highest = () => 1 - Number.EPSILON;
const lowest = () => 0;

test('doubles the wait up to 8 s', () => {
  const attempts = [1, 2, 3, 4, 5, 6, 20];
  assert.deepEqual(
    attempts.map((attempt) => retryDelayMs(attempt, highest, undefined)),
    [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000],
  );
});

test('leaves half of the wait to chance, so that exporters which failed together come back apart', () => {
  assert.equal(retryDelayMs(3, lowest, undefined), 1_000);
  assert.equal(
    retryDelayMs(3, () => 0.5, undefined),
    1_500,
  );
});

test('keeps a wait that was asked for in full, however long, and never comes back sooner', () => {
  assert.equal(retryDelayMs(1, lowest, 60_000), 60_000);
  assert.equal(retryDelayMs(5, lowest, 10), 4_000);
  assert.equal(retryDelayMs(1, lowest, -5), 250);
});

test('waits between half the full time and all of it, for any attempt and chance', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), chance, (attempt, value) => {
      const delayMs = retryDelayMs(attempt, () => value, undefined);
      assert.ok(Number.isInteger(delayMs) && delayMs >= 250 && delayMs <= 8_000);
    }),
  );
});
