import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endingOf, worstEnding } from '../../src/engine/ending.ts';
import { OUTCOMES } from './reports.ts';

test('takes the worst of several endings for that of the run, in whatever order they come', () => {
  const outcomes = fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1 });
  fc.assert(
    fc.property(outcomes, (some) => {
      const worst = OUTCOMES.filter((outcome) => some.includes(outcome)).at(-1);
      assert.equal(worstEnding(some.map((outcome) => ({ outcome }))).outcome, worst);
    }),
  );
});

test('keeps the reason of the first of two endings that are equally bad', () => {
  const endings = ['first', 'second'].map((reason) => ({ outcome: 'stopped' as const, reason }));
  assert.equal(worstEnding(endings).reason, 'first');
});

test('is caught up when there was nothing to do', () => {
  assert.deepEqual(worstEnding([]), { outcome: 'caught-up' });
});

test('is misconfigured with the problem that a person has to put right', () => {
  assert.deepEqual(endingOf({ status: 'misconfigured', problem: 'no scope' }, false), {
    outcome: 'misconfigured',
    problems: ['no scope'],
  });
});

test('is stopped with the reason when the other side failed in time', () => {
  const reason = 'Azure answered 400';
  const stopped = { outcome: 'stopped', reason };
  assert.deepEqual(endingOf({ status: 'retry', reason }, false), stopped);
  assert.deepEqual(endingOf({ status: 'stopped', reason }, true), stopped);
});

test('is out of time when the only attempt was cut short, because its failure says nothing', () => {
  const reason = 'no answer';
  assert.deepEqual(endingOf({ status: 'retry', reason }, true), { outcome: 'out-of-time', reason });
});

test('is rate limited even when the attempt was cut short, because the other side has said so', () => {
  const limited = { status: 'retry', reason: '429', isRateLimited: true } as const;
  for (const wasCutShort of [true, false]) {
    assert.equal(endingOf(limited, wasCutShort).outcome, 'rate-limited');
  }
  assert.equal(endingOf({ ...limited, isRateLimited: false }, false).outcome, 'stopped');
});
