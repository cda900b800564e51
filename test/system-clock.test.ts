import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { timeBudget } from '../src/engine/time-budget.ts';
import { createSystemClock } from '../src/system-clock.ts';

test('begins at the time of the system', () => {
  const beforeMs = Date.now();
  const nowMs = createSystemClock().now();
  assert.ok(nowMs >= beforeMs - 1 && nowMs <= Date.now() + 1);
});

test('does not prolong a run whose system clock is set back, because its deadline stands', async () => {
  const realNow = Date.now;
  const clock = createSystemClock();
  const { startedAtMs, deadlineMs } = timeBudget(clock.now(), 50);
  // The mock reads the saved function, because mock.method replaces Date.now itself.
  const setBack = mock.method(Date, 'now', () => realNow() - 3_600_000);
  try {
    assert.ok(clock.now() >= startedAtMs);
    await clock.sleep(60);
    assert.ok(clock.now() >= deadlineMs, `${clock.now() - startedAtMs} ms passed`);
  } finally {
    setBack.mock.restore();
  }
});

test('does not end a run early whose system clock is set on', () => {
  const realNow = Date.now;
  const clock = createSystemClock();
  const startedAtMs = clock.now();
  const setOn = mock.method(Date, 'now', () => realNow() + 3_600_000);
  try {
    assert.ok(clock.now() - startedAtMs < 1_000);
  } finally {
    setOn.mock.restore();
  }
});

test('gives whole milliseconds that never go back', () => {
  const clock = createSystemClock();
  let last = clock.now();
  for (let count = 0; count < 1_000; count += 1) {
    const now = clock.now();
    assert.ok(Number.isInteger(now) && now >= last);
    last = now;
  }
});

test('ends a sleep at once when it is aborted, before or while it lasts, without an error', async () => {
  const clock = createSystemClock();
  const startedAtMs = clock.now();
  await clock.sleep(60_000, AbortSignal.abort());
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 5);
  await clock.sleep(60_000, abort.signal);
  assert.ok(clock.now() - startedAtMs < 10_000);
});

test('sleeps not at all for a time that is over', async () => {
  await createSystemClock().sleep(-5);
});
