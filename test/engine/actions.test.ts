/** What an administrator's request leaves in the history of actions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import type { Action } from '../../src/engine/actions.ts';
import { ask } from '../../src/engine/ask.ts';
import { type AdministratorRequest, obey } from '../../src/engine/requests.ts';
import { EMPTY_STATE, type State, withTail } from '../../src/engine/state.ts';
import { ASKED } from './asking.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, stateIn, type World } from './simulation.ts';

const destination = 'data-collector' as const;

function letters(...numbers: readonly number[]) {
  return numbers.map((number) => ({
    logId: logId(number),
    destination,
    logType: 'fp',
    reason: 'refused',
    refusedAtMs: 1,
  }));
}

function obeyed(state: Partial<State>, ...requests: readonly AdministratorRequest[]): State {
  return obey({ ...EMPTY_STATE, ...state, requests });
}

function detailOf(state: Partial<State>, request: AdministratorRequest): string {
  const { actions } = obeyed(state, request);
  assert.equal(actions.length, 1);
  return actions[0]?.detail ?? '';
}

function actionsIn(world: World): readonly Action[] {
  return stateIn(world.store.document).actions;
}

test('keeps who did what and when, the newest first', async () => {
  const world = createWorld(0);
  await ask(world.store, world.clock, { kind: 'pause', by: 'ann@example.com', atMs: START_MS });
  await ask(world.store, world.clock, { kind: 'resume', by: 'bob', atMs: START_MS + 5 });
  const note = { kind: 'note', action: 'view', detail: 'the record of one log' } as const;
  await ask(world.store, world.clock, { ...note, by: 'eve', atMs: START_MS + 9 });
  assert.deepEqual(actionsIn(world), [
    { kind: 'view', by: 'eve', atMs: START_MS + 9, detail: 'the record of one log' },
    { kind: 'resume', by: 'bob', atMs: START_MS + 5, detail: '' },
    { kind: 'pause', by: 'ann@example.com', atMs: START_MS, detail: '' },
  ]);
});

test('changes nothing else for a note', () => {
  const state = { ...withTail(EMPTY_STATE, destination, logId(1)), pausedAtMs: 7, moves: 3 };
  const { actions, ...others } = obeyed(state, {
    kind: 'note',
    ...ASKED,
    action: 'install',
    detail: '',
  });
  const { actions: _, ...before } = state;
  assert.deepEqual(others, before);
  assert.deepEqual(actions, [{ kind: 'install', ...ASKED, detail: '' }]);
});

test('tells from where to where the checkpoint was moved', () => {
  const move = { kind: 'move', ...ASKED, destination, after: logId(5) } as const;
  const moved = withTail(EMPTY_STATE, destination, logId(9));
  assert.equal(detailOf(moved, move), `data-collector, from ${logId(9)}, to ${logId(5)}`);
  assert.equal(detailOf({}, move), `data-collector, which had no place yet, to ${logId(5)}`);
});

test('tells each move from where the one before it had led', () => {
  const to = (number: number) =>
    ({ kind: 'move', ...ASKED, destination, after: logId(number) }) as const;
  const { actions } = obeyed({}, to(5), to(9));
  assert.equal(actions[0]?.detail, `data-collector, from ${logId(5)}, to ${logId(9)}`);
});

test('tells how many dead letters were there to be discarded, and names up to three', () => {
  const deadLetters = letters(...range(1, 11));
  const discard = (...numbers: readonly number[]) =>
    ({ kind: 'discard', ...ASKED, deadLetters: letters(...numbers) }) as const;
  assert.equal(detailOf({ deadLetters }, discard(99)), '0 dead letters');
  assert.equal(detailOf({ deadLetters }, discard(4, 4, 99)), `1 dead letter: ${logId(4)}`);
  const three = [1, 5, 9].map(logId).join(', ');
  assert.equal(detailOf({ deadLetters }, discard(9, 5, 1)), `3 dead letters: ${three}`);
  assert.equal(detailOf({ deadLetters }, discard(1, 2, 3, 4)), '4 dead letters');
});

test('cuts off ids that are longer than those of Auth0, so that the whole stays readable', () => {
  const long = 'x'.repeat(200);
  const move = { kind: 'move', ...ASKED, destination, after: long } as const;
  const moved = withTail(EMPTY_STATE, destination, `${long.slice(1)}y`);
  const named = letters(1, 2, 3).map((letter, index) => ({
    ...letter,
    logId: `${index}${long.slice(1)}`,
  }));
  const discard = { kind: 'discard', ...ASKED, deadLetters: named } as const;
  for (const detail of [detailOf(moved, move), detailOf({ deadLetters: named }, discard)]) {
    assert.ok(detail.length <= 200 && detail.endsWith('...'), detail);
  }
});

test('cuts off a name and a note that are too long, and whatever would break their line, and still obeys', async () => {
  const world = createWorld(0);
  const by = `${'n'.repeat(97)}\n\u2028\u202e${'n'.repeat(1_000_000)}`;
  const asked = { by, atMs: START_MS };
  assert.equal((await ask(world.store, world.clock, { kind: 'pause', ...asked })).status, 'done');
  const note = { kind: 'note', ...asked, action: 'test', detail: '😀'.repeat(10_000) } as const;
  assert.equal((await ask(world.store, world.clock, note)).status, 'done');
  assert.equal(stateIn(world.store.document).pausedAtMs, START_MS);
  const [tested, paused] = actionsIn(world);
  assert.equal(paused?.by, `${'n'.repeat(97)}   `);
  assert.equal(tested?.detail, '😀'.repeat(100));
});

test('stays paused since the first pause, but lets a run that was begun since notice the second', () => {
  const pause = { kind: 'pause', by: 'ann', atMs: 20 } as const;
  assert.equal(obeyed({ pausedAtMs: 10 }, pause).pausedAtMs, 10);
  assert.equal(obeyed({ pausedAtMs: null }, pause).pausedAtMs, 20);
  const lease = { holder: 'the run of an administrator', expiresAtMs: 30 };
  assert.equal(obeyed({ pausedAtMs: 10, lease }, pause).pausedAtMs, 20);
});
