import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseAfterMs, rateLimitWaitMs } from '../../src/source/rate-limit.ts';
import { answerOf } from '../http/answers.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);
const HOUR_MS = 3_600_000;

/** The header's form: Unix time in seconds. */
function secondsAt(timeMs: number): string {
  return String(timeMs / 1000);
}

function waitFor(headers: Readonly<Record<string, string>>): number | undefined {
  return rateLimitWaitMs(answerOf(429, '', headers), NOW_MS);
}

test('waits as long as Retry-After asks, before all else', () => {
  const reset = secondsAt(NOW_MS + 9_000);
  assert.equal(waitFor({ 'retry-after': '3', 'x-ratelimit-reset': reset }), 3_000);
});

test('waits until the reset when nothing else is said', () => {
  assert.equal(waitFor({ 'x-ratelimit-reset': secondsAt(NOW_MS + 4_000) }), 4_000);
});

test('says nothing without a header, or with one that makes no sense', () => {
  assert.equal(waitFor({}), undefined);
  for (const reset of ['', 'soon', '-5', '1.5', String(NOW_MS)]) {
    assert.equal(waitFor({ 'x-ratelimit-reset': reset }), undefined, reset);
  }
});

test('does not wait for a reset that is past', () => {
  assert.equal(waitFor({ 'x-ratelimit-reset': secondsAt(NOW_MS - 4_000) }), 0);
});

test("takes the reset by the server's clock, because ours may be wrong", () => {
  for (const wrongBy of [HOUR_MS, -HOUR_MS]) {
    const headers = {
      date: new Date(NOW_MS + wrongBy).toUTCString(),
      'x-ratelimit-reset': secondsAt(NOW_MS + wrongBy + 4_000),
    };
    assert.equal(waitFor(headers), 4_000);
  }
});

test('takes the reset by its own clock when both nearly agree, because Date has no fractions', () => {
  const headers = {
    date: new Date(NOW_MS - 2_000).toUTCString(),
    'x-ratelimit-reset': secondsAt(NOW_MS + 4_000),
  };
  assert.equal(waitFor(headers), 4_000);
});

test('pauses when an answer used up the allowance, so that no 429 is provoked', () => {
  const headers = {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': secondsAt(NOW_MS + 2_000),
  };
  assert.equal(pauseAfterMs(answerOf(200, '', headers), NOW_MS), 2_000);
});

test('does not pause while requests are left, or when nothing is said about them', () => {
  const reset = { 'x-ratelimit-reset': secondsAt(NOW_MS + 2_000) };
  for (const headers of [
    reset,
    { ...reset, 'x-ratelimit-remaining': '1' },
    { ...reset, 'x-ratelimit-remaining': 'none' },
    { 'x-ratelimit-remaining': '0' },
  ]) {
    assert.equal(pauseAfterMs(answerOf(200, '', headers), NOW_MS), undefined);
  }
});
