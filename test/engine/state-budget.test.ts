import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RunReport } from '../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { trimState } from '../../src/engine/state-budget.ts';
import { reportWith } from './reports.ts';

const MAX_BYTES = 200_000;

function stateWith(history: readonly RunReport[]): State {
  return { ...EMPTY_STATE, tokens: { auth0: 'sealed' }, history };
}

function historyOf(count: number, reason: string): readonly RunReport[] {
  return Array.from({ length: count }, (_, index) => reportWith({ runId: String(index), reason }));
}

function byteCountOf(history: readonly RunReport[]): number {
  return Buffer.byteLength(JSON.stringify(history));
}

test('leaves a state alone whose history fits', () => {
  const state = stateWith(historyOf(100, 'short'));
  assert.deepEqual(trimState(state), state);
});

test('keeps the newest reports within 200 KB, and everything else', () => {
  // Two bytes each in UTF-8, which the platform counts.
  const state = stateWith(historyOf(500, 'é'.repeat(500)));
  const { history, ...rest } = trimState(state);
  assert.deepEqual(history, state.history.slice(0, history.length));
  const { history: _, ...others } = state;
  assert.deepEqual(rest, others);
  const oneMore = state.history.slice(0, history.length + 1);
  assert.ok(byteCountOf(history) <= MAX_BYTES + 1, `${byteCountOf(history)} bytes`);
  assert.ok(byteCountOf(oneMore) > MAX_BYTES, 'as many as fit');
});

test('keeps the newest report however long it is, because every run ends in one', () => {
  const [huge] = historyOf(1, 'x'.repeat(MAX_BYTES));
  assert.ok(huge !== undefined);
  const { history } = trimState(stateWith([huge, ...historyOf(3, 'short')]));
  assert.deepEqual(history, [huge]);
});

test('is within its budget for any reports, of which none alone is over it', () => {
  const reasons = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(reasons, (lengths) => {
      const reports = lengths.map((length) => reportWith({ reason: 'x'.repeat(length) }));
      assert.ok(byteCountOf(trimState(stateWith(reports)).history) <= MAX_BYTES + 1);
    }),
    { numRuns: 50 },
  );
});
