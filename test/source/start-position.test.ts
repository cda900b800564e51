import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPosition } from '../../src/source/start-position.ts';
import { settingsWith } from '../settings/valid-values.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 9, 8, 7, 654);

function positionFor(startFrom: string | undefined): string {
  const values = startFrom === undefined ? {} : { START_FROM: startFrom };
  return startPosition(settingsWith(values).startFrom, NOW_MS);
}

function atSecond(digits: string): string {
  return `900${digits}`.padEnd(56, '0');
}

test('begins before every log that can exist when nothing else is set', () => {
  assert.equal(positionFor(undefined), atSecond('20130101000000'));
  assert.equal(positionFor('beginning'), atSecond('20130101000000'));
});

test('begins now, at the start of the second, because half a second may not be lost', () => {
  assert.equal(positionFor('now'), atSecond('20261122090807'));
});

test('begins at a date or time in UTC or in the zone that it names', () => {
  assert.equal(positionFor('2026-11-01'), atSecond('20261101000000'));
  assert.equal(positionFor('2026-11-01T08:00:00Z'), atSecond('20261101080000'));
  assert.equal(positionFor('2026-11-01T08:00:00+02:00'), atSecond('20261101060000'));
});

test('begins now when the time is still to come, so that nothing waits unseen', () => {
  assert.equal(positionFor('2027-05-05'), positionFor('now'));
});

test('begins at an age before now, across midnight too', () => {
  assert.equal(positionFor('90m'), atSecond('20261122073807'));
  assert.equal(positionFor('36h'), atSecond('20261120210807'));
  assert.equal(positionFor('7d'), atSecond('20261115090807'));
});

test('begins after a log id as it stands, of the old form too', () => {
  const id = '90020240308035328208838000000000000001223372052034940964';
  assert.equal(positionFor(id), id);
  assert.equal(positionFor('5f1b2c3d4e5f60718293a4b5'), '5f1b2c3d4e5f60718293a4b5');
});
