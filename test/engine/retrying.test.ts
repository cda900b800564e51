import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RetryLimits, retrying } from '../../src/engine/retrying.ts';
import type { RetryOutcome } from '../../src/engine/walls.ts';
import { createFakeClock, type FakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';

const RETRY: RetryOutcome = { status: 'retry', reason: 'for this test' };
const DONE = { status: 'done' } as const;

function limitsOf(parts: Partial<RetryLimits> = {}): RetryLimits {
  return {
    untilMs: ORDINARY_DAY_MS + 20_000,
    attemptTimeoutMs: 8_000,
    signal: new AbortController().signal,
    ...parts,
  };
}

/** Attempts that end as given, the last one again and again; tells the time that each one got. */
function attemptsOf(clock: FakeClock, tookMs: number, ...outcomes: (RetryOutcome | typeof DONE)[]) {
  const timeoutsMs: number[] = [];
  async function attempt(timeoutMs: number): Promise<RetryOutcome | typeof DONE> {
    timeoutsMs.push(timeoutMs);
    await clock.sleep(Math.min(tookMs, timeoutMs));
    return outcomes[timeoutsMs.length - 1] ?? outcomes.at(-1) ?? DONE;
  }
  return { attempt, timeoutsMs };
}

const random = () => 0;

test('gives the outcome of the first attempt that is not to be repeated', async () => {
  const clock = createFakeClock();
  const { attempt } = attemptsOf(clock, 10, RETRY, RETRY, DONE);
  const retried = await retrying<typeof DONE>(attempt, limitsOf(), clock, random);
  assert.deepEqual(retried, { outcome: DONE, retries: 2, wasCutShort: false });
});

test('begins no attempt without time left, because its request would leave all the same', async () => {
  const clock = createFakeClock();
  for (const untilMs of [ORDINARY_DAY_MS, ORDINARY_DAY_MS - 1, ORDINARY_DAY_MS - 60_000]) {
    const { attempt, timeoutsMs } = attemptsOf(clock, 0, DONE);
    const retried = await retrying<typeof DONE>(attempt, limitsOf({ untilMs }), clock, random);
    assert.deepEqual(retried.outcome, { status: 'retry', reason: 'no time was left' });
    assert.equal(retried.wasCutShort, true);
    assert.deepEqual(timeoutsMs, []);
  }
});

test('gives no attempt more time than is left', async () => {
  const clock = createFakeClock();
  const { attempt, timeoutsMs } = attemptsOf(clock, 60_000, RETRY);
  const limits = limitsOf({ untilMs: ORDINARY_DAY_MS + 10_000 });
  const { retries, wasCutShort } = await retrying<typeof DONE>(attempt, limits, clock, random);
  assert.deepEqual(timeoutsMs, [8_000, 1_750]);
  assert.equal(retries, 1);
  assert.equal(wasCutShort, false, 'the first attempt had all its time');
  assert.equal(clock.now(), limits.untilMs);
});

test('says that an attempt was cut short only when it was the only one', async () => {
  const clock = createFakeClock();
  const { attempt } = attemptsOf(clock, 60_000, RETRY);
  const limits = limitsOf({ untilMs: ORDINARY_DAY_MS + 3_000 });
  const { retries, wasCutShort } = await retrying<typeof DONE>(attempt, limits, clock, random);
  assert.deepEqual([retries, wasCutShort], [0, true]);
});

test('does not wait for what it cannot get: the last outcome comes at once', async () => {
  const clock = createFakeClock();
  const { attempt } = attemptsOf(clock, 10, { ...RETRY, waitMs: 60_000 });
  const { retries } = await retrying<typeof DONE>(attempt, limitsOf(), clock, random);
  assert.equal(retries, 0);
  assert.equal(clock.now(), ORDINARY_DAY_MS + 10);
});

test('ends its waiting when it is aborted, and makes no further attempt', async () => {
  const clock = createFakeClock();
  const abort = new AbortController();
  const { attempt, timeoutsMs } = attemptsOf(clock, 0, RETRY);
  const limits = limitsOf({ signal: abort.signal });
  const ended = retrying<typeof DONE>(attempt, limits, clock, random);
  await clock.turn();
  await clock.turn();
  abort.abort();
  assert.deepEqual((await ended).outcome, RETRY);
  assert.ok(timeoutsMs.length <= 2, `${timeoutsMs.length} attempts`);
});

test('tells what the other side said last when the waiting outlasts the time', async () => {
  const clock = createFakeClock();
  const limited: RetryOutcome = { status: 'retry', reason: 'asked too often', isRateLimited: true };
  const { attempt } = attemptsOf(clock, 10, limited);
  const late = {
    ...clock,
    sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms * 3, signal),
  };
  const limits = limitsOf({ untilMs: ORDINARY_DAY_MS + 1_000 });

  const { outcome } = await retrying<typeof DONE>(attempt, limits, late, random);

  assert.deepEqual(outcome, limited);
});

test('tells the last answer rather than that the last attempt was cut off', async () => {
  const clock = createFakeClock();
  const refused: RetryOutcome = { status: 'retry', reason: 'answered 500' };
  const outcomes = [refused, { status: 'retry', reason: 'gave no answer in 0 s' } as const];
  async function attempt(timeoutMs: number): Promise<RetryOutcome> {
    const outcome = outcomes.shift() ?? refused;
    await clock.sleep(outcome === refused ? 10 : timeoutMs);
    return outcome;
  }
  const limits = limitsOf({ untilMs: ORDINARY_DAY_MS + 1_000 });

  const { outcome, retries } = await retrying<typeof DONE>(attempt, limits, clock, random);

  assert.deepEqual([outcome, retries], [refused, 1]);
});
