import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeOfLog } from '../../src/source/log-time.ts';

function timeOf(date: unknown): number | undefined {
  return timeOfLog({ log_id: '1', date });
}

test("reads a log's date with milliseconds and with a zone", () => {
  assert.equal(timeOf('2026-11-01T10:00:00.123Z'), Date.UTC(2026, 10, 1, 10, 0, 0, 123));
  assert.equal(timeOf('2026-11-01T10:00:00+01:00'), Date.UTC(2026, 10, 1, 9));
});

test('knows no time when the date is absent or of another kind, because Auth0 types it loosely', () => {
  for (const date of [
    undefined,
    null,
    1,
    {},
    [],
    '',
    'yesterday',
    '2026-11',
    '2026-13-01T00:00Z',
  ]) {
    assert.equal(timeOf(date), undefined);
  }
});
