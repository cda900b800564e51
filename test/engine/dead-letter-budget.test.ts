import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DeadLetter, MAX_DEAD_LETTERS } from '../../src/engine/dead-letters.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { LAST_TRIM_LEVEL, trimState } from '../../src/engine/state-budget.ts';
import { ASKED } from './asking.ts';
import { reportWith } from './reports.ts';
import { logId } from './simulation.ts';

/** What history and dead letters may take, from the first level of trimming to the last. */
const LEVELS = [
  { maxHistoryBytes: 200_000, maxDeadLetterBytes: 150_000 },
  { maxHistoryBytes: 50_000, maxDeadLetterBytes: 150_000 },
  { maxHistoryBytes: 5_000, maxDeadLetterBytes: 150_000 },
  { maxHistoryBytes: 5_000, maxDeadLetterBytes: 50_000 },
  { maxHistoryBytes: 0, maxDeadLetterBytes: 0 },
] as const;
const MAX_DEAD_LETTER_BYTES = LEVELS[0].maxDeadLetterBytes;
const MAX_OTHER_BYTES = 50_000;

/** As a state makes them: with texts of the most characters that it keeps. */
function letterOf(index: number, contentLength: number | undefined): DeadLetter {
  return {
    logId: logId(index),
    logType: 't'.repeat(40),
    destination: 'data-collector',
    reason: 'r'.repeat(80),
    refusedAtMs: 1_793_541_600_000,
    ...(contentLength === undefined ? {} : { content: 'c'.repeat(contentLength) }),
  };
}

function lettersOf(contentLengths: readonly (number | undefined)[]): readonly DeadLetter[] {
  return contentLengths.map((length, index) => letterOf(index, length));
}

function byteCount(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function trimmed(parts: Partial<State>, level?: number): State {
  return trimState({ ...EMPTY_STATE, ...parts }, level);
}

test('leaves dead letters alone that fit', () => {
  const deadLetters = lettersOf([30_000, 30_000, undefined, 30_000, 30_000]);
  assert.deepEqual(trimmed({ deadLetters }).deadLetters, deadLetters);
});

test('lets the oldest dead letters give up their content first, as few as possible, and never an id', () => {
  const deadLetters = lettersOf(Array(20).fill(10_000));
  const kept = trimmed({ deadLetters }).deadLetters;
  const withContent = kept.map(({ content }) => content !== undefined);
  assert.deepEqual(withContent, [...withContent].sort(), 'first those without');
  assert.ok(withContent.includes(true));
  assert.ok(byteCount(kept) <= MAX_DEAD_LETTER_BYTES);
  const oneMore = withContent.lastIndexOf(false);
  assert.ok(byteCount(kept) + byteCount({ content: 'c'.repeat(10_000) }) > MAX_DEAD_LETTER_BYTES);
  assert.deepEqual(kept.slice(oneMore + 1), deadLetters.slice(oneMore + 1));
  const withoutContent = deadLetters.map(({ content: _, ...rest }) => rest);
  assert.deepEqual(
    kept.map(({ content: _, ...rest }) => rest),
    withoutContent,
  );
});

const FULL = {
  history: Array.from({ length: 400 }, (_, index) =>
    reportWith({ runId: String(index), reason: 'x'.repeat(500) }),
  ),
  deadLetters: lettersOf(Array(40).fill(4_000)),
  tokens: { auth0: 'sealed'.repeat(1_000) },
};

function contentsIn({ deadLetters }: State): number {
  return deadLetters.filter(({ content }) => content !== undefined).length;
}

test('gives up the history before the content of a dead letter, which may be the last copy of a log', () => {
  const states = LEVELS.map((_, level) => trimmed(FULL, level));
  const reports = states.map(({ history }) => history.length);
  const contents = states.map(contentsIn);
  const [all = 0, fewer = 0, ...rest] = reports;
  assert.ok(all > fewer && fewer > 1, `${reports} reports`);
  assert.deepEqual(rest, [1, 1, 1], 'the newest stays');
  const [most = 0, second, third, less = 0, none] = contents;
  assert.deepEqual([second, third, none], [most, most, 0]);
  assert.ok(most > less && less > 0, `${contents} contents`);
  for (const { history, deadLetters, tokens } of states) {
    assert.deepEqual(history, FULL.history.slice(0, history.length));
    assert.deepEqual([deadLetters.length, tokens], [40, FULL.tokens]);
  }
});

test('has nothing left to give up after its last level', () => {
  assert.equal(LAST_TRIM_LEVEL, LEVELS.length - 1);
  const bare = trimmed(FULL, LAST_TRIM_LEVEL);
  assert.deepEqual(trimState(bare, LAST_TRIM_LEVEL), bare);
  assert.deepEqual(bare.deadLetters, lettersOf(Array(40).fill(undefined)));
});

test('gives up the tokens, which can be asked for again, when the rest is over 50 KB with them', () => {
  const rest = byteCount({
    ...EMPTY_STATE,
    history: undefined,
    pastRuns: undefined,
    actions: undefined,
    deadLetters: undefined,
    tokens: {},
  });
  const room = MAX_OTHER_BYTES - rest - byteCount({ auth0: '' }) + byteCount({});
  const fitting = { auth0: 'x'.repeat(room) };
  assert.deepEqual(trimmed({ tokens: fitting }).tokens, fitting);
  assert.deepEqual(trimmed({ tokens: { auth0: 'x'.repeat(room + 1) } }).tokens, {});
});

const sizes = fc.record({
  reports: fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 15 }),
  letters: fc.array(fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: undefined }), {
    maxLength: MAX_DEAD_LETTERS,
    size: 'max',
  }),
  token: fc.integer({ min: 0, max: 100_000 }),
  level: fc.nat({ max: LAST_TRIM_LEVEL }),
});

test('is within the budgets for any sizes, or down to what must not be lost', () => {
  fc.assert(
    fc.property(sizes, ({ reports, letters, token, level }) => {
      const state = trimmed(
        {
          history: reports.map((length, index) =>
            reportWith({ runId: String(index), reason: 'x'.repeat(length) }),
          ),
          deadLetters: lettersOf(letters),
          tokens: { auth0: 't'.repeat(token) },
        },
        level,
      );
      const { maxHistoryBytes = 0, maxDeadLetterBytes = 0 } = LEVELS[level] ?? {};
      const { history, pastRuns, actions, deadLetters, ...others } = state;
      const isHistoryBare = history.length <= 1 && pastRuns.length === 0;
      const historyBytes = byteCount(history) + byteCount(pastRuns) + byteCount(actions);
      assert.ok(historyBytes <= maxHistoryBytes || isHistoryBare);
      assert.equal(deadLetters.length, letters.length);
      const isBare = deadLetters.every(({ content }) => content === undefined);
      assert.ok(byteCount(deadLetters) <= maxDeadLetterBytes || isBare);
      assert.ok(byteCount(others) <= MAX_OTHER_BYTES);
      assert.ok(byteCount(state) < 500_000, `${byteCount(state)} bytes`);
    }),
    { numRuns: 50 },
  );
});

test('stays below the 500 KB of the platform when every section is full', () => {
  const state = trimmed({
    history: Array.from({ length: 1_000 }, (_, index) =>
      reportWith({ runId: String(index), reason: 'é'.repeat(500) }),
    ),
    deadLetters: lettersOf(Array(MAX_DEAD_LETTERS).fill(30_000)),
    requests: Array.from({ length: 100 }, () => ({
      kind: 'move',
      ...ASKED,
      destination: 'data-collector',
      after: 'x'.repeat(200),
    })),
    tokens: { auth0: 't'.repeat(20_000) },
    checkpoints: { 'data-collector': [{ after: logId(1) }] },
  });
  assert.equal(state.deadLetters.length, MAX_DEAD_LETTERS);
  assert.ok(byteCount(state) > 300_000 && byteCount(state) < 500_000, `${byteCount(state)} bytes`);
});
