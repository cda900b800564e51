import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DeadLetter } from '../../src/engine/dead-letters.ts';
import { createLedger, type Ledger, type Progress, type Stretch } from '../../src/engine/ledger.ts';

function stretchesOf(count: number): readonly Stretch[] {
  return Array.from({ length: count }, (_, index) => ({
    through: String(index + 1),
    logs: 10 * (index + 1),
    lastLogAtMs: index % 3 === 2 ? undefined : index,
  }));
}

/** What there is to store; fails when there is nothing. */
function progressOf(ledger: Ledger): Progress {
  const progress = ledger.progress();
  assert.ok(progress !== undefined, 'there is something new');
  return progress;
}

test('stands where it began before anything was accepted', () => {
  const ledger = createLedger('7');
  for (const stretch of stretchesOf(3)) ledger.open(stretch);
  assert.deepEqual([ledger.position(), ledger.progress()], ['7', undefined]);
  assert.deepEqual([ledger.acceptedLogs(), ledger.unstoredCount()], [0, 3]);
  assert.equal(ledger.lastLogAtMs(), undefined);
});

test('counts as unstored what was accepted, until the state holds its position', () => {
  const ledger = createLedger('0');
  const [first, second, third] = stretchesOf(3);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  for (const stretch of [first, second, third]) ledger.open(stretch);
  ledger.accept(first);
  ledger.accept(second);
  const progress = progressOf(ledger);
  assert.deepEqual([progress.position, progress.stretches], ['2', 2]);
  ledger.accept(third);
  assert.equal(ledger.unstoredCount(), 3);

  ledger.store(progress);

  assert.deepEqual([ledger.unstoredCount(), ledger.position()], [1, '3']);
  assert.deepEqual([progressOf(ledger).position, progressOf(ledger).stretches], ['3', 1]);
});

test('tells apart what the state holds by its count, because a source may give an id twice', () => {
  const ledger = createLedger('0');
  const stretches = ['x', 'a', 'x', 'b'].map((through) => ({
    through,
    logs: 1,
    lastLogAtMs: undefined,
  }));
  for (const stretch of stretches) ledger.open(stretch);
  for (const stretch of stretches.slice(0, 3)) ledger.accept(stretch);
  const progress = progressOf(ledger);
  assert.deepEqual([progress.position, progress.stretches], ['x', 3]);
  for (const stretch of stretches.slice(3)) ledger.accept(stretch);
  ledger.store(progress);
  assert.equal(ledger.unstoredCount(), 1);
  assert.deepEqual([progressOf(ledger).position, progressOf(ledger).stretches], ['b', 1]);
  ledger.store(progressOf(ledger));
  assert.deepEqual([ledger.unstoredCount(), ledger.progress()], [0, undefined]);
});

test('throws at what cannot be, because the checkpoint would be a guess', () => {
  const ledger = createLedger('0');
  const [first, second] = stretchesOf(2);
  assert.ok(first !== undefined && second !== undefined);
  ledger.open(first);
  assert.throws(() => ledger.accept(second), /not on its way/);
  const never = { position: '1', deadLetters: [], stretches: 1 };
  assert.throws(() => ledger.store(never), /ever reached/);
  ledger.accept(first);
  const progress = progressOf(ledger);
  ledger.store(progress);
  assert.throws(() => ledger.store(progress), /ever reached/);
  assert.throws(() => ledger.accept(first), /not on its way/);
});

/** The stretches in any order in which several deliveries may be accepted, some of them never. */
const histories = fc.integer({ min: 1, max: 30 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    accepted: fc.shuffledSubarray(Array.from({ length: count }, (_, index) => index)),
    storesAfter: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
  }),
);

/** How many stretches from the first on were accepted without a gap. */
function prefixOf(accepted: ReadonlySet<number>): number {
  let prefix = 0;
  while (accepted.has(prefix)) prefix += 1;
  return prefix;
}

test('stands behind the accepted stretches without a gap and never goes back, in whatever order', () => {
  fc.assert(
    fc.property(histories, ({ count, accepted, storesAfter }) => {
      const ledger = createLedger('0');
      const stretches = stretchesOf(count);
      for (const stretch of stretches) ledger.open(stretch);
      const done = new Set<number>();
      let last = 0;
      let stored = 0;
      for (const [step, index] of accepted.entries()) {
        const stretch = stretches[index];
        assert.ok(stretch !== undefined);
        ledger.accept(stretch);
        done.add(index);
        const position = Number(ledger.position());
        assert.equal(position, prefixOf(done));
        assert.ok(position >= last);
        last = position;
        const progress = ledger.progress();
        assert.equal(progress?.position, position > stored ? String(position) : undefined);
        if (storesAfter[step] === true && progress !== undefined) {
          ledger.store(progress);
          stored += progress.stretches;
          assert.equal(stored, position);
        }
        assert.equal(ledger.unstoredCount(), count - stored);
      }
      assert.equal(ledger.acceptedLogs(), 5 * last * (last + 1));
    }),
  );
});

test('takes the time of the last log from the last stretch that tells one', () => {
  const ledger = createLedger('0');
  const stretches = stretchesOf(3);
  for (const stretch of stretches) ledger.open(stretch);
  for (const stretch of stretches) ledger.accept(stretch);
  assert.equal(ledger.lastLogAtMs(), 1);
});

test('stands at the end of a stretch only when both of its parts are done', () => {
  const ledger = createLedger('0');
  const [first, second] = stretchesOf(2);
  assert.ok(first !== undefined && second !== undefined);
  const halves = [
    { through: '0.5', logs: 4, lastLogAtMs: undefined },
    { ...first, logs: 6 },
  ] as const;
  ledger.open(first);
  ledger.open(second);
  ledger.accept(second);
  ledger.split(first, halves);
  assert.equal(ledger.unstoredCount(), 3);

  ledger.accept(halves[1]);
  assert.equal(ledger.position(), '0');
  ledger.accept(halves[0]);
  assert.deepEqual([ledger.position(), ledger.acceptedLogs()], ['2', 30]);
  assert.throws(() => ledger.split(first, halves), /not on its way/);
});

function letterOf(logId: string): DeadLetter {
  const destination = 'data-collector';
  return { logId, logType: 'fp', destination, reason: 'refused', refusedAtMs: 1 };
}

test('passes over what was set aside, and names its dead letter until that is stored with the position', () => {
  const ledger = createLedger('0');
  const [first, second, third] = stretchesOf(3);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  for (const stretch of [first, second, third]) ledger.open(stretch);

  ledger.setAside(second, letterOf('2'));
  assert.deepEqual([ledger.position(), ledger.progress()], ['0', undefined], 'not reached yet');
  ledger.accept(first);
  const progress = progressOf(ledger);
  assert.deepEqual(progress, { position: '2', deadLetters: [letterOf('2')], stretches: 2 });
  ledger.setAside(third, letterOf('3'));
  ledger.store(progress);
  const rest = progressOf(ledger);
  assert.deepEqual(rest.deadLetters, [letterOf('3')], 'the others are stored');
  ledger.store(rest);
  assert.equal(ledger.progress(), undefined);
  assert.deepEqual([ledger.acceptedLogs(), ledger.setAsideLogs()], [10, 50]);
  assert.throws(() => ledger.setAside(second, letterOf('2')), /not on its way/);
});

test('does not count what is held for a decision among what might arrive once more', () => {
  const ledger = createLedger('0');
  const [first, second] = stretchesOf(2);
  assert.ok(first !== undefined && second !== undefined);
  for (const stretch of [first, second]) ledger.open(stretch);
  ledger.hold(first);
  ledger.accept(second);
  assert.deepEqual(
    [ledger.unstoredCount(), ledger.position(), ledger.progress()],
    [1, '0', undefined],
  );
  ledger.setAside(first, letterOf('1'));
  assert.deepEqual([ledger.unstoredCount(), ledger.position()], [2, '2']);
});
