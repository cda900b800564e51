import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { MAX_DEAD_LETTERS } from '../../src/engine/dead-letters.ts';
import type { SinglePart } from '../../src/engine/parts.ts';
import { createQuarantine, type Refused } from '../../src/engine/quarantine.ts';
import { logId } from './simulation.ts';

function refusedOne(number: number): Refused {
  const id = logId(number);
  const record = { logId: id, logType: 'fp', bytes: Buffer.from('{}'), isTruncated: false };
  const stretch = { through: id, logs: 1, lastLogAtMs: undefined };
  const part: SinglePart = { record, records: [record], byteCount: 4, stretch };
  return { part, reason: 'refused' };
}

function idsOf(released: readonly Refused[]): readonly string[] {
  return released.map(({ part }) => part.record.logId);
}

test('releases what was refused once its batch is over and something was accepted, each record once', () => {
  const quarantine = createQuarantine(MAX_DEAD_LETTERS, 0);
  const batch = quarantine.openBatch(100);
  assert.equal(batch.refuse(refusedOne(1)), undefined);
  assert.deepEqual(quarantine.release(), [], 'the batch is not over');
  batch.close(undefined);
  assert.deepEqual(quarantine.release(), [], 'nothing was accepted');
  quarantine.noteAcceptance();
  assert.deepEqual(idsOf(quarantine.release()), [logId(1)]);
  assert.deepEqual(quarantine.release(), []);
  assert.deepEqual(quarantine.releaseAll(), []);
});

test('releases without an acceptance only when nothing else is left to be tried', () => {
  const quarantine = createQuarantine(MAX_DEAD_LETTERS, 0);
  const batch = quarantine.openBatch(2);
  batch.refuse(refusedOne(1));
  batch.close(undefined);
  assert.deepEqual(quarantine.release(), []);
  assert.deepEqual(idsOf(quarantine.releaseAll()), [logId(1)]);
});

test('releases nothing of any batch once too much was refused of one', () => {
  const quarantine = createQuarantine(MAX_DEAD_LETTERS, 0);
  quarantine.noteAcceptance();
  const one = quarantine.openBatch(100);
  const other = quarantine.openBatch(100);
  assert.equal(one.refuse(refusedOne(1)), undefined);
  const endings = range(101, 107).map((number) => other.refuse(refusedOne(number)));
  assert.deepEqual(
    endings.map((ending) => ending?.outcome),
    [...Array(5).fill(undefined), 'misconfigured'],
  );
  assert.ok(quarantine.isCauseElsewhere());
  other.close(endings.at(-1));
  one.close(undefined);
  assert.deepEqual([quarantine.release(), quarantine.releaseAll()], [[], []]);
});

test('keeps what was set aside before the last run accepted something out of the count', () => {
  const withoutAcceptance = createQuarantine(MAX_DEAD_LETTERS, 15).openBatch(10);
  const endings = range(1, 6).map((number) => withoutAcceptance.refuse(refusedOne(number)));
  assert.deepEqual(
    endings.map((ending) => ending?.outcome),
    [...Array(4).fill(undefined), 'misconfigured'],
  );

  const accepting = createQuarantine(MAX_DEAD_LETTERS, 15);
  accepting.noteAcceptance();
  const batch = accepting.openBatch(10);
  for (const number of range(1, 11)) assert.equal(batch.refuse(refusedOne(number)), undefined);
});

test('gives an ending of nothing only when records are held and nothing was accepted', () => {
  const empty = createQuarantine(MAX_DEAD_LETTERS, 0);
  assert.equal(empty.endingOfNothing(), undefined);

  const quarantine = createQuarantine(MAX_DEAD_LETTERS, 0);
  for (const number of [1, 2]) {
    const batch = quarantine.openBatch(1);
    batch.refuse(refusedOne(number));
    batch.close(undefined);
  }
  const ending = quarantine.endingOfNothing();
  assert.equal(ending?.outcome, 'misconfigured');
  assert.match(ending?.problems?.[0] ?? '', /^All 2 records .* The first answer was: refused\./);
  assert.deepEqual(quarantine.releaseAll(), [], 'and nothing is set aside after it');

  const accepting = createQuarantine(MAX_DEAD_LETTERS, 0);
  const batch = accepting.openBatch(1);
  batch.refuse(refusedOne(1));
  batch.close(undefined);
  accepting.noteAcceptance();
  assert.equal(accepting.endingOfNothing(), undefined);
});

test('holds no more than there is room for, and says what to do', () => {
  const quarantine = createQuarantine(1, 0);
  quarantine.noteAcceptance();
  const batch = quarantine.openBatch(10);
  assert.equal(batch.refuse(refusedOne(1)), undefined);
  const ending = batch.refuse(refusedOne(2));
  assert.equal(ending?.outcome, 'stopped');
  batch.close(ending);
  assert.deepEqual(idsOf(quarantine.release()), [logId(1)]);
});
