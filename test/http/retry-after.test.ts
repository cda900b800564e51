import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { retryAfterMs } from '../../src/http/retry-after.ts';
import { answerOf } from './answers.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

function waitFor(retryAfter: string, date?: string): number | undefined {
  const headers = { 'retry-after': retryAfter, ...(date === undefined ? {} : { date }) };
  return retryAfterMs(answerOf(429, '', headers), NOW_MS);
}

test('reads a number as seconds', () => {
  assert.equal(waitFor('0'), 0);
  assert.equal(waitFor('7'), 7_000);
  assert.equal(waitFor(' 120 '), 120_000);
});

test('reads a date as the time until then, and as no wait when it is past', () => {
  assert.equal(waitFor('Sun, 01 Nov 2026 14:00:30 GMT'), 30_000);
  assert.equal(waitFor('Sun, 01 Nov 2026 13:00:00 GMT'), 0);
});

test("takes a date by the server's own clock, because ours may be wrong", () => {
  const wait = waitFor('Sun, 01 Nov 2026 15:00:30 GMT', 'Sun, 01 Nov 2026 15:00:00 GMT');
  assert.equal(wait, 30_000);
});

test('says nothing when the header is absent or makes no sense', () => {
  assert.equal(retryAfterMs(answerOf(429), NOW_MS), undefined);
  for (const text of ['', ' ', 'soon', '1e3x', '99999999999999999999']) {
    assert.equal(waitFor(text), undefined, text);
  }
});

test('never asks for a negative or endless wait, whatever the header says', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const wait = waitFor(text);
      assert.ok(wait === undefined || (wait >= 0 && Number.isFinite(wait)));
    }),
  );
});
