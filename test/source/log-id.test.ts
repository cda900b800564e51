import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  hasKnownOrder,
  isSmallerId,
  isSyntheticId,
  syntheticId,
  timeOfLogId,
} from '../../src/source/log-id.ts';

/** A real id of Elastic's fixtures. */
const REAL_ID = '90020240308035328208838000000000000001223372052034940964';

test('makes an id of the form that Auth0 gives: 900, the second in UTC, and zeros up to 56 digits', () => {
  const id = syntheticId(Date.UTC(2026, 10, 1, 14, 5, 9, 999));
  assert.equal(id, `90020261101140509${'0'.repeat(39)}`);
  assert.equal(id.length, REAL_ID.length);
});

test('reads the second back from an id that it made', () => {
  const seconds = fc.integer({ min: 0, max: Date.UTC(2101, 0) / 1000 });
  fc.assert(
    fc.property(seconds, fc.nat({ max: 999 }), (second, milliseconds) => {
      assert.equal(timeOfLogId(syntheticId(second * 1000 + milliseconds)), second * 1000);
    }),
  );
});

test('reads the second of ingestion from a real id', () => {
  assert.equal(timeOfLogId(REAL_ID), Date.UTC(2024, 2, 8, 3, 53, 28));
});

test('comes before every real id of its second and after those of the second before', () => {
  const second = timeOfLogId(REAL_ID) ?? Number.NaN;
  assert.ok(syntheticId(second) < REAL_ID);
  assert.ok(syntheticId(second + 1000) > REAL_ID);
});

test('tells an id made from a time from the id of a log, because only the second was ever exported', () => {
  assert.ok(isSyntheticId(syntheticId(Date.UTC(2026, 10, 1, 14, 5, 9))));
  const others = ['', '5f1b2c3d4e5f60718293a4b5', REAL_ID, `${'9'.repeat(17)}${'0'.repeat(39)}`];
  for (const id of others) assert.ok(!isSyntheticId(id), id);
});

test('orders as the times do, because positions are compared as text', () => {
  const time = fc.integer({ min: 0, max: Date.UTC(2101, 0) });
  fc.assert(
    fc.property(time, time, (one, other) => {
      const [earlier, later] = one <= other ? [one, other] : [other, one];
      assert.ok(syntheticId(earlier) <= syntheticId(later));
    }),
  );
});

test('knows no time for ids of another form', () => {
  const others = [
    '',
    '5f1b2c3d4e5f60718293a4b5',
    REAL_ID.slice(1),
    `${REAL_ID}0`,
    `901${REAL_ID.slice(3)}`,
    `90020261301000000${'0'.repeat(39)}`,
    `90020261101240100${'0'.repeat(39)}`,
    `900${'9'.repeat(53)}`,
  ];
  for (const id of others) assert.equal(timeOfLogId(id), undefined, id);
});

test('knows the order of ids of 56 digits alone, because only that form was seen in real logs', () => {
  for (const id of [REAL_ID, '9'.repeat(56)]) assert.ok(hasKnownOrder(id), id);
  for (const id of ['', '5f1b2c3d4e5f60718293a4b5', `${REAL_ID}0`, 'a'.repeat(56)]) {
    assert.ok(!hasKnownOrder(id), id);
  }
});

test('orders only ids of the same length, because others are of another form', () => {
  assert.ok(isSmallerId('12', '13'));
  assert.ok(!isSmallerId('13', '12'));
  assert.ok(!isSmallerId('12', '12'));
  assert.ok(!isSmallerId('12', '130'));
  assert.ok(!isSmallerId('120', '13'));
});
