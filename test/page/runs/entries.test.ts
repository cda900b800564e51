import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineOf } from '../../../src/engine/run-line.ts';
import { ENTRY_FILTERS, type Entry, entriesOf, foldIdle } from '../../../src/page/runs/entries.ts';
import type { Run } from '../../../src/page/runs/run.ts';
import { deliveryWith } from '../../engine/reports.ts';
import {
  actionAgo,
  anyState,
  HOUR_MS,
  MINUTE_MS,
  NOW_MS,
  runAgo,
  runsEvery5Minutes,
  stateWith,
} from './runs.ts';

/** The kinds of the entries, of idle ones with their number. */
function kinds(entries: readonly Entry[]): readonly string[] {
  return entries.map((entry) => (entry.kind === 'idle' ? `idle ${entry.runs.length}` : entry.kind));
}

function atMsOf(entry: Entry): number | undefined {
  return entry.kind === 'action' ? entry.action.atMs : runsIn([entry])[0]?.startedAtMs;
}

function runsIn(entries: readonly Entry[]): readonly Run[] {
  return entries.flatMap((entry): readonly Run[] => {
    if (entry.kind === 'idle') return entry.runs;
    return entry.kind === 'run' ? [entry.run] : [];
  });
}

describe('the list of what happened', () => {
  it('has reports, lines and actions by time, the newest first', () => {
    const state = stateWith({
      history: [runAgo(1 * MINUTE_MS), runAgo(6 * MINUTE_MS)],
      pastRuns: [lineOf(runAgo(11 * MINUTE_MS))],
      actions: [actionAgo('resume', 3 * MINUTE_MS), actionAgo('pause', 20 * MINUTE_MS)],
    });
    const entries = entriesOf(state);
    assert.deepEqual(kinds(entries), ['run', 'action', 'run', 'run', 'action']);
    assert.deepEqual(
      entries.map((entry) => (NOW_MS - (atMsOf(entry) ?? 0)) / MINUTE_MS),
      [1, 3, 6, 11, 20],
    );
  });

  it('keeps runs and actions in the order in which they were stored, whatever the clocks said', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const entries = entriesOf(state);
        assert.deepEqual(runsIn(entries), [...state.history, ...state.pastRuns]);
        const actions = entries.flatMap((one) => (one.kind === 'action' ? [one.action] : []));
        assert.deepEqual(actions, state.actions);
      }),
    );
  });

  it('is in the order of time when the clocks were right', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 12 });
    fc.assert(
      fc.property(ages, ages, (runAges, actionAges) => {
        const ascending = (a: number, b: number): number => a - b;
        const entries = entriesOf(
          stateWith({
            history: runAges.sort(ascending).map((age) => runAgo(age * MINUTE_MS)),
            actions: actionAges.sort(ascending).map((age) => actionAgo('test', age * MINUTE_MS)),
          }),
        );
        const times = entries.map((entry) => atMsOf(entry) ?? 0);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => b - a),
        );
      }),
    );
  });
});

describe('folding idle runs', () => {
  it('makes one entry of those in a row', () => {
    const runs = runsEvery5Minutes(3, MINUTE_MS);
    const history = [...runs, runAgo(HOUR_MS, {}, 7)];
    const entries = foldIdle(entriesOf(stateWith({ history })));
    assert.deepEqual(kinds(entries), ['idle 3', 'run']);
    assert.deepEqual(entries[0], { kind: 'idle', runs });
  });

  it('leaves a single one as it is', () => {
    const history = [runAgo(0, {}, 7), runAgo(5 * MINUTE_MS), runAgo(10 * MINUTE_MS, {}, 7)];
    assert.deepEqual(kinds(foldIdle(entriesOf(stateWith({ history })))), ['run', 'run', 'run']);
  });

  it('ends a row at an action', () => {
    const state = stateWith({
      history: runsEvery5Minutes(4, MINUTE_MS),
      actions: [actionAgo('view', 8 * MINUTE_MS)],
    });
    assert.deepEqual(kinds(foldIdle(entriesOf(state))), ['idle 2', 'action', 'idle 2']);
  });

  it('folds the lines of runs, too, in which what is 0 is left out', () => {
    const lines = runsEvery5Minutes(3, MINUTE_MS).map(lineOf);
    assert.deepEqual(kinds(foldIdle(entriesOf(stateWith({ pastRuns: lines })))), ['idle 3']);
  });

  it('hides no run that did something, failed, was begun by a person or has something to tell', () => {
    const quiet = runAgo(5 * MINUTE_MS);
    const told: readonly Run[] = [
      runAgo(0, {}, 1),
      runAgo(0, { outcome: 'stopped' }),
      runAgo(0, { outcome: 'out-of-time' }),
      runAgo(0, { trigger: 'administrator' }),
      runAgo(0, { work: 'replay' }),
      runAgo(0, { warnings: ['look'] }),
      runAgo(0, { pageRetries: 1 }),
      runAgo(0, { deliveries: [deliveryWith({ logs: 0, retries: 1 })] }),
      runAgo(0, { deliveries: [deliveryWith({ logs: 0, deadLetters: 1 })] }),
    ];
    for (const run of told) {
      const entries = foldIdle([
        { kind: 'run', run },
        { kind: 'run', run: quiet },
      ]);
      assert.deepEqual(kinds(entries), ['run', 'run'], JSON.stringify(run));
    }
  });

  it('keeps every run and every action, in order', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const entries = entriesOf(state);
        const folded = foldIdle(entries);
        assert.deepEqual(runsIn(folded), runsIn(entries));
        assert.equal(folded.filter(({ kind }) => kind === 'action').length, state.actions.length);
        for (const entry of folded) {
          if (entry.kind === 'idle') assert.ok(entry.runs.length > 1);
        }
      }),
    );
  });
});

describe('the filters', () => {
  const failing = [
    runAgo(0, { outcome: 'stopped', reason: 'broken' }),
    runAgo(1, { outcome: 'misconfigured', problems: ['wrong'] }),
    runAgo(2, { warnings: ['look'] }, 5),
    runAgo(3, { deliveries: [deliveryWith({ logs: 3, deadLetters: 2 })] }),
  ];
  const state = stateWith({
    history: [...failing, runAgo(4, {}, 9), runAgo(5)],
    actions: [actionAgo('move', 10)],
  });

  it('let through what failed, warned or set records aside', () => {
    assert.deepEqual(runsIn(entriesOf(state).filter(ENTRY_FILTERS.failed)), failing);
  });

  it('let through the runs with logs', () => {
    assert.equal(entriesOf(state).filter(ENTRY_FILTERS['with-logs']).length, 3);
  });

  it('let through the actions, or all', () => {
    assert.deepEqual(kinds(entriesOf(state).filter(ENTRY_FILTERS.actions)), ['action']);
    assert.equal(entriesOf(state).filter(ENTRY_FILTERS.all).length, 7);
  });
});
