import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DeadLetter } from '../../src/engine/dead-letters.ts';
import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { deliveryWith, reportWith } from './reports.ts';
import { logId } from './simulation.ts';

const checkpoints = { 'data-collector': [{ after: logId(7) }] };

const LETTER: DeadLetter = {
  logId: logId(1),
  logType: 'fp',
  destination: 'data-collector',
  reason: 'refused',
  refusedAtMs: 1,
  content: 'sealed',
};

const ACTION = { kind: 'move', by: 'ann', atMs: 1, detail: 'a detail' };

/** What becomes of a document in which some sections are something else. */
function parsedWith(sections: Readonly<Record<string, unknown>>): {
  readonly state: State;
  readonly warnings: readonly string[];
} {
  const parsed = parseState({ ...EMPTY_STATE, checkpoints, ...sections });
  assert.ok(parsed.status === 'parsed');
  assert.deepEqual(parsed.state.checkpoints, checkpoints);
  return { state: parsed.state, warnings: parsed.state.unreportedWarnings };
}

test('keeps a dead letter that cannot be read as long as its id and destination can', () => {
  const { logId: id, destination } = LETTER;
  const broken = [
    { ...LETTER, reason: 7 },
    { ...LETTER, content: null },
    { ...LETTER, refusedAtMs: 'yesterday' },
    { logId: id, destination },
  ];
  for (const letter of broken) {
    const { state, warnings } = parsedWith({ deadLetters: [LETTER, letter] });
    const [first, second] = state.deadLetters;
    assert.deepEqual(first, LETTER);
    assert.deepEqual([second?.logId, second?.destination], [id, destination]);
    assert.equal('content' in (second ?? {}), false, 'its log is read anew');
    assert.match(second?.reason ?? '', /could not be read/);
    assert.deepEqual(warnings, []);
  }
});

test('drops a dead letter without id or destination, and tells how many', () => {
  const lost = [null, 'text', {}, { ...LETTER, logId: '' }, { ...LETTER, destination: 'other' }];
  const { state, warnings } = parsedWith({ deadLetters: [...lost, LETTER] });
  assert.deepEqual(state.deadLetters, [LETTER]);
  assert.deepEqual(warnings, [
    'Of the stored dead letters, 5 of 6 entries could not be read and were dropped.',
  ]);
});

test('drops only the report that is broken from the history', () => {
  const good = reportWith({ deliveries: [deliveryWith()] });
  const bad = [
    { ...good, outcome: 'fine' },
    { ...good, startedAtMs: null },
    { ...good, deliveries: [{ ...deliveryWith(), logs: -1 }] },
    7,
  ];
  const { state, warnings } = parsedWith({ history: [good, ...bad, good] });
  assert.deepEqual(state.history, [good, good]);
  assert.match(warnings.join(), /^Of the stored history, 4 of 6 entries could not be read/);
});

test('drops only the request that is broken, and does the others', () => {
  const asked = { by: 'ann', atMs: 1 };
  const resume = { kind: 'resume', ...asked };
  const bad = [
    { kind: 'delete', ...asked },
    { kind: 'pause', by: 'ann' },
    { kind: 'move', ...asked, destination: 'data-collector', after: '' },
    { kind: 'discard', ...asked, deadLetters: [{ logId: logId(1) }] },
  ];
  const { state, warnings } = parsedWith({ requests: [...bad, resume] });
  assert.deepEqual(state.requests, [resume]);
  assert.match(warnings.join(), /^Of the stored requests, 4 of 5 entries/);
});

test('drops a broken section as a whole with a warning in words that people use', () => {
  const sections: readonly (readonly [keyof State, readonly unknown[], string])[] = [
    ['requests', ['text', {}, 7], 'requests'],
    ['history', [null, {}], 'history'],
    ['deadLetters', ['text', null], 'dead letters'],
    ['moves', [-1, 1.5, '1', null], 'count of moved checkpoints'],
    ['pausedAtMs', ['yesterday', {}], 'pause'],
    ['lease', ['text', { holder: 7 }], 'lease'],
    ['tokens', [7, { auth0: 7 }], 'tokens'],
  ];
  for (const [name, values, words] of sections) {
    for (const value of values) {
      const { state, warnings } = parsedWith({ [name]: value });
      assert.deepEqual(state[name], EMPTY_STATE[name]);
      assert.deepEqual(warnings, [`The stored ${words} could not be read and was dropped.`]);
    }
  }
});

const names = Object.keys(EMPTY_STATE).filter((name) => !/version|checkpoints/.test(name));

/** Often nearly right, so that the entries are looked at too. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.tuple(fc.constantFrom(...Object.keys(LETTER)), fc.jsonValue()).map(([key, other]) => ({
        ...LETTER,
        [key]: other,
      })),
      fc
        .tuple(fc.constantFrom(...Object.keys(reportWith())), fc.jsonValue())
        .map(([key, other]) => ({ ...reportWith(), [key]: other })),
      fc
        .tuple(fc.constantFrom(...Object.keys(ACTION)), fc.jsonValue())
        .map(([key, other]) => ({ ...ACTION, [key]: other })),
    ),
  ),
);

test('never throws and never changes a checkpoint that can be read, whatever stands in the other sections', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (made) => {
      const sections = JSON.parse(JSON.stringify(made)) as Readonly<Record<string, unknown>>;
      const { state } = parsedWith(sections);
      const again = parseState(JSON.parse(JSON.stringify(state)));
      assert.deepEqual(again, { status: 'parsed', state }, 'and what is kept is sound');
    }),
    { numRuns: 500 },
  );
});
