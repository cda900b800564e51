import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DeadLetter } from '../../src/engine/dead-letters.ts';
import { createLedger, type Stretch } from '../../src/engine/ledger.ts';

function stretchesOf(count: number): readonly Stretch[] {
  return Array.from({ length: count }, (_, index) => ({
    through: String(index + 1),
    logs: 10 * (index + 1),
    lastLogAtMs: index % 3 === 2 ? undefined : index,
  }));
}

test('stands where it began before anything was accepted', () => {
  const ledger = createLedger('7');
  for (const stretch of stretchesOf(3)) ledger.open(stretch);
  assert.deepEqual([ledger.position(), ledger.storedPosition()], ['7', '7']);
  assert.deepEqual([ledger.acceptedLogs(), ledger.unstoredCount()], [0, 3]);
  assert.equal(ledger.lastLogAtMs(), undefined);
});

test('counts as unstored what was accepted, until the state holds its position', () => {
  const ledger = createLedger('0');
  const stretches = stretchesOf(3);
  for (const stretch of stretches) ledger.open(stretch);
  for (const stretch of stretches) ledger.accept(stretch);
  assert.equal(ledger.unstoredCount(), 3);
  ledger.store('2');
  assert.deepEqual([ledger.unstoredCount(), ledger.storedPosition()], [1, '2']);
  assert.equal(ledger.position(), '3');
});

test('throws at what cannot be, because the checkpoint would be a guess', () => {
  const ledger = createLedger('0');
  const [first, second] = stretchesOf(2);
  assert.ok(first !== undefined && second !== undefined);
  ledger.open(first);
  assert.throws(() => ledger.accept(second), /not on its way/);
  assert.throws(() => ledger.store('1'), /never reached/);
  ledger.accept(first);
  ledger.store('1');
  assert.throws(() => ledger.store('1'), /never reached/);
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
      for (const [step, index] of accepted.entries()) {
        const stretch = stretches[index];
        assert.ok(stretch !== undefined);
        ledger.accept(stretch);
        done.add(index);
        const position = Number(ledger.position());
        assert.equal(position, prefixOf(done));
        assert.ok(position >= last);
        last = position;
        const isNew = ledger.position() !== ledger.storedPosition();
        if (storesAfter[step] === true && isNew) ledger.store(ledger.position());
        assert.equal(ledger.unstoredCount(), count - Number(ledger.storedPosition()));
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
  assert.deepEqual([ledger.position(), ledger.deadLetters()], ['0', []], 'not reached yet');
  ledger.accept(first);
  assert.deepEqual([ledger.position(), ledger.deadLetters()], ['2', [letterOf('2')]]);
  ledger.store('1');
  assert.deepEqual(ledger.deadLetters(), [letterOf('2')], 'stored is only what lies before it');
  ledger.store('2');
  assert.deepEqual(ledger.deadLetters(), []);
  assert.deepEqual([ledger.acceptedLogs(), ledger.setAsideLogs()], [10, 20]);
  assert.throws(() => ledger.setAside(second, letterOf('2')), /not on its way/);
});
