/** The lines of earlier runs, the actions and who is named in them, in a document that nobody is to trust. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseState } from '../../src/engine/parse-state.ts';
import type { Fate } from '../../src/engine/report.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { ASKED } from './asking.ts';
import { deliveryWith, reportWith } from './reports.ts';
import { logId } from './simulation.ts';

const checkpoints = { 'data-collector': [{ after: logId(7) }] };
const MEGABYTE = 'x'.repeat(1_000_000);

function parsedWith(sections: object): State {
  const parsed = parseState({ ...EMPTY_STATE, checkpoints, ...sections });
  assert.ok(parsed.status === 'parsed');
  assert.deepEqual(parsed.state.checkpoints, checkpoints);
  return parsed.state;
}

test('drops only the line that cannot be read', () => {
  const good = lineOf(reportWith({ deliveries: [deliveryWith()] }));
  const bad = [
    null,
    'text',
    {},
    { ...good, runId: MEGABYTE },
    { ...good, runId: 7 },
    { ...good, outcome: 'fine' },
    { ...good, reason: MEGABYTE },
    { ...good, startedAtMs: 8.64e15 + 1 },
    { ...good, lagMs: Infinity },
    { ...good, deliveries: undefined },
    { ...good, deliveries: Array(11).fill({ destination: 'data-collector' }) },
    { ...good, deliveries: [{ ...deliveryWith(), destination: 'elsewhere' }] },
    { ...good, deliveries: [{ ...deliveryWith(), logs: -1 }] },
    { ...good, deliveries: [{ ...deliveryWith(), checkpoint: MEGABYTE }] },
  ];
  const state = parsedWith({ pastRuns: [good, ...bad, good] });
  assert.deepEqual(state.pastRuns, [good, good]);
  assert.deepEqual(state.unreportedWarnings, [
    'Of the stored list of earlier runs, 14 of 16 entries could not be read and were dropped.',
  ]);
});

test('drops only the action that cannot be read', () => {
  const good = { kind: 'discard', ...ASKED, detail: '2 dead letters' };
  const bad = [
    null,
    [],
    { ...good, kind: 'note' },
    { ...good, kind: '__proto__' },
    { ...good, by: 7 },
    { ...good, by: undefined },
    { ...good, detail: null },
    { ...good, atMs: Number.NaN },
    { ...good, atMs: -8.64e15 - 1 },
  ];
  const state = parsedWith({ actions: [...bad, good] });
  assert.deepEqual(state.actions, [good]);
  assert.deepEqual(state.unreportedWarnings, [
    'Of the stored list of what administrators did, 9 of 10 entries could not be read and were dropped.',
  ]);
});

test('drops lines or actions that are no list, in words that people use', () => {
  for (const value of [null, 7, 'garbage', { a: 1 }]) {
    const state = parsedWith({ pastRuns: value, actions: value });
    assert.deepEqual([state.pastRuns, state.actions], [[], []]);
    assert.deepEqual(state.unreportedWarnings, [
      'The stored list of earlier runs could not be read and was dropped.',
      'The stored list of what administrators did could not be read and was dropped.',
    ]);
  }
});

test('cuts names and details to their lengths wherever they stand, and keeps what they belong to', () => {
  const asked = { by: MEGABYTE, atMs: 1 };
  const state = parsedWith({
    requests: [
      { kind: 'pause', ...asked },
      { kind: 'note', ...asked, action: 'view', detail: MEGABYTE },
    ],
    actions: [{ kind: 'view', ...asked, detail: MEGABYTE }],
    history: [reportWith({ by: MEGABYTE })],
    pastRuns: [lineOf(reportWith({ by: MEGABYTE }))],
  });
  const by = 'x'.repeat(100);
  const detail = 'x'.repeat(200);
  assert.deepEqual(state.requests, [
    { kind: 'pause', by, atMs: 1 },
    { kind: 'note', by, atMs: 1, action: 'view', detail },
  ]);
  assert.deepEqual(state.actions, [{ kind: 'view', by, atMs: 1, detail }]);
  assert.deepEqual([state.history[0]?.by, state.pastRuns[0]?.by], [by, by]);
  assert.deepEqual(state.unreportedWarnings, []);
});

test('drops a note of what is none', () => {
  const note = { kind: 'note', ...ASKED, detail: '' };
  const actions = ['test', 'view', 'install', 'update', 'pause', 'note', '', 7, undefined];
  const { requests } = parsedWith({ requests: actions.map((action) => ({ ...note, action })) });
  assert.equal(requests.length, 4);
});

test('drops a report with more types than a report has, or with counts that are none', () => {
  const types = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`type${index}`, 1]));
  const withTypes = (value: unknown) => ({
    ...reportWith(),
    deliveries: [{ ...deliveryWith(), types: value }],
  });
  const history = [
    withTypes(types),
    withTypes({ ...types, one: 1 }),
    withTypes({ fp: -1 }),
    withTypes({ fp: '1' }),
    withTypes({ [MEGABYTE]: 1 }),
    withTypes(7),
  ];
  assert.deepEqual(parsedWith({ history }).history, history.slice(0, 1));
});

const GOOD_FATE: Fate = {
  outcome: 'stopped',
  reason: 'Azure answered 503',
  lagMs: 7,
  lastExportedAtMs: 8,
  hasGap: true,
};

test('reads how a run ended for each destination as it was stored, from its report and its line', () => {
  const fates: readonly Fate[] = [GOOD_FATE, { outcome: 'caught-up' }];
  for (const fate of fates) {
    const report = reportWith({ deliveries: [deliveryWith({ fate })] });
    const sections = { history: [report], pastRuns: [lineOf(report)] };
    const state = parsedWith(JSON.parse(JSON.stringify(sections)));
    assert.deepEqual([state.history, state.pastRuns], [[report], [lineOf(report)]]);
  }
});

test('drops a run of which it cannot be read how it ended for a destination', () => {
  const bad = [
    null,
    'text',
    {},
    { ...GOOD_FATE, outcome: 'fine' },
    { ...GOOD_FATE, outcome: '__proto__' },
    { ...GOOD_FATE, reason: { toString: 'x' } },
    { ...GOOD_FATE, lagMs: '7' },
    { ...GOOD_FATE, lastExportedAtMs: Infinity },
    { ...GOOD_FATE, hasGap: false },
  ];
  const history = bad.map((fate) => ({
    ...reportWith(),
    deliveries: [{ ...deliveryWith(), fate }],
  }));
  const state = parsedWith({ history, pastRuns: history });
  assert.deepEqual([state.history, state.pastRuns], [[], []]);
});
