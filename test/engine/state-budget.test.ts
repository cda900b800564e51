import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Action } from '../../src/engine/actions.ts';
import type { RunReport } from '../../src/engine/report.ts';
import { lineOf, type RunLine } from '../../src/engine/run-line.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { LAST_TRIM_LEVEL, trimState } from '../../src/engine/state-budget.ts';
import { deliveryWith, reportWith } from './reports.ts';

const MAX_BYTES = 200_000;

function stateWith(parts: Partial<State>): State {
  return { ...EMPTY_STATE, tokens: { auth0: 'sealed' }, ...parts };
}

function historyOf(count: number, reason: string): readonly RunReport[] {
  return Array.from({ length: count }, (_, index) => reportWith({ runId: String(index), reason }));
}

function linesOf(count: number, reason: string): readonly RunLine[] {
  return Array.from({ length: count }, (_, index) =>
    lineOf(reportWith({ runId: `past ${index}`, reason })),
  );
}

function actionsOf(count: number, detail: string): readonly Action[] {
  return Array.from({ length: count }, (_, atMs) => ({ kind: 'move', by: 'ann', atMs, detail }));
}

function byteCount(...values: readonly unknown[]): number {
  return values.reduce<number>((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0);
}

function idsIn({ history, pastRuns }: State): readonly string[] {
  return [...history, ...pastRuns].map(({ runId }) => runId);
}

test('leaves a state alone whose history fits', () => {
  const state = stateWith({
    history: historyOf(100, 'short'),
    pastRuns: linesOf(100, 'short'),
    actions: actionsOf(50, 'short'),
  });
  assert.deepEqual(trimState(state), state);
});

test('turns the oldest reports into lines, no more of them than it must, and loses no run while that is enough', () => {
  // Two bytes each in UTF-8, which the platform counts.
  const state = stateWith({ history: historyOf(300, 'é'.repeat(500)), pastRuns: linesOf(20, 'a') });
  const { history, pastRuns, ...rest } = trimState(state);
  assert.deepEqual(history, state.history.slice(0, history.length));
  const moved = state.history.slice(history.length).map(lineOf);
  assert.deepEqual(pastRuns, [...moved, ...state.pastRuns]);
  const { history: _, pastRuns: __, ...others } = state;
  assert.deepEqual(rest, others);
  const oneMore = state.history.slice(0, history.length + 1);
  assert.ok(byteCount(history, pastRuns, []) <= MAX_BYTES);
  assert.ok(byteCount(oneMore, pastRuns.slice(1), []) > MAX_BYTES, 'as many as fit');
});

test('gives up the oldest lines when all that can be a line is one', () => {
  const state = stateWith({
    history: historyOf(300, 'x'.repeat(500)),
    pastRuns: linesOf(2_000, 'x'.repeat(80)),
  });
  const trimmed = trimState(state);
  const { history, pastRuns } = trimmed;
  assert.ok(byteCount(history) > 18_000 && byteCount(history) <= 20_000, 'whole reports stay');
  assert.deepEqual(idsIn(trimmed), idsIn(state).slice(0, history.length + pastRuns.length));
  assert.ok(byteCount(history, pastRuns, []) <= MAX_BYTES);
  assert.ok(byteCount(history, pastRuns, []) > MAX_BYTES - 400, 'as many as fit');
});

test('keeps the newest report however long it is, because every run ends in one', () => {
  const [huge] = historyOf(1, 'x'.repeat(MAX_BYTES));
  assert.ok(huge !== undefined);
  const others = linesOf(3, 'short');
  const trimmed = trimState(
    stateWith({ history: [huge, ...historyOf(3, 'short')], pastRuns: others }),
  );
  assert.deepEqual([trimmed.history, trimmed.pastRuns], [[huge], []]);
});

test('keeps the newest actions within 15 KB, beside the runs', () => {
  const state = stateWith({
    history: historyOf(1_000, 'short'),
    actions: actionsOf(500, 'x'.repeat(150)),
  });
  const { history, pastRuns, actions } = trimState(state);
  assert.deepEqual(actions, state.actions.slice(0, actions.length));
  assert.ok(byteCount(actions) <= 15_000 && byteCount(actions) > 14_700);
  assert.ok(byteCount(history, pastRuns, actions) <= MAX_BYTES);
});

test('tells a run once that is stored as a report and as a line, or twice as a line', () => {
  const history = historyOf(3, 'short');
  const lines = linesOf(2, 'short');
  const pastRuns = [...history.map(lineOf), ...lines, ...lines];
  const trimmed = trimState(stateWith({ history, pastRuns }));
  assert.deepEqual([trimmed.history, trimmed.pastRuns], [history, lines]);
});

test('keeps the checkpoint in the newest 80 lines only', () => {
  const pastRuns = linesOf(200, 'short').map((line) => ({
    ...line,
    deliveries: [deliveryWith({ checkpoint: '900' })],
  }));
  const kept = trimState(stateWith({ pastRuns })).pastRuns;
  assert.deepEqual(
    kept.map(({ deliveries }) => deliveries[0]?.checkpoint),
    [...Array(80).fill('900'), ...Array(120).fill(undefined)],
  );
});

test('gives up actions and lines for a store that takes less, from level to level', () => {
  const full = stateWith({
    history: historyOf(400, 'x'.repeat(500)),
    pastRuns: linesOf(300, 'short'),
    actions: actionsOf(300, 'x'.repeat(150)),
  });
  const sizes = Array.from({ length: LAST_TRIM_LEVEL + 1 }, (_, level) => {
    const { history, pastRuns, actions } = trimState(full, level);
    assert.deepEqual(history[0], full.history[0]);
    return {
      history: byteCount(history, pastRuns, actions),
      lines: pastRuns.length,
      actions: actions.length,
    };
  });
  const [all, fewer, few, same, none] = sizes;
  assert.ok(all && fewer && few);
  assert.ok(all.lines > fewer.lines && fewer.lines > few.lines && few.lines >= 5);
  assert.ok(all.actions > fewer.actions && fewer.actions > few.actions && few.actions > 0);
  assert.ok(all.history <= 200_000 && fewer.history <= 50_000 && few.history <= 5_000);
  assert.deepEqual(same, few);
  assert.deepEqual([none?.lines, none?.actions], [0, 0]);
});

const lengths = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 20 });
const sizes = fc.record({
  reports: lengths,
  lines: fc.integer({ min: 0, max: 900 }),
  actions: fc.integer({ min: 0, max: 200 }),
  level: fc.nat({ max: LAST_TRIM_LEVEL }),
});

test('changes nothing more when it is done again, and never changes the order or doubles a run', () => {
  fc.assert(
    fc.property(sizes, ({ reports, lines, actions, level }) => {
      const state = stateWith({
        history: reports.map((length, index) =>
          reportWith({
            runId: String(index),
            reason: 'x'.repeat(length),
            deliveries: [deliveryWith()],
          }),
        ),
        pastRuns: linesOf(lines, 'x'.repeat(80)),
        actions: actionsOf(actions, 'x'.repeat(150)),
      });
      const once = trimState(state, level);
      assert.deepEqual(trimState(once, level), once);
      const kept = idsIn(once);
      assert.deepEqual(kept, idsIn(state).slice(0, kept.length));
      assert.equal(new Set(kept).size, kept.length);
      assert.ok(once.history.length >= Math.min(1, reports.length));
    }),
    { numRuns: 60 },
  );
});
