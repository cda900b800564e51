import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLease } from '../../src/engine/lease.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { createStateKeeper, type StateKeeper } from '../../src/engine/state-keeper.ts';
import { loseAnswer } from './lost-answer.ts';
import { deadLettersIn } from './poison.ts';
import { reportWith } from './reports.ts';
import { createSimulatedClock, START_MS } from './simulated-clock.ts';
import {
  createStore,
  createWorld,
  logId,
  reportOf,
  runWorld,
  type SimulatedStore,
  stateIn,
} from './simulation.ts';

const UNTIL_MS = START_MS + 60_000;

const history = Array.from({ length: 300 }, (_, index) =>
  reportWith({ runId: String(index), reason: 'x'.repeat(500) }),
);
const deadLetters = Array.from({ length: 30 }, (_, index) => ({
  logId: logId(index),
  logType: 'fp',
  destination: 'data-collector' as const,
  reason: 'refused',
  refusedAtMs: 1,
  content: 'c'.repeat(4_000),
}));
const FULL: State = { ...withLease(EMPTY_STATE, 'we', START_MS), history, deadLetters };

/** Lets the store refuse what is longer; gives the lengths that it was asked to take. */
function limit(store: SimulatedStore, maxBytes: number): number[] {
  const asked: number[] = [];
  const write = store.write;
  store.write = async (document, version, timeoutMs) => {
    const bytes = Buffer.byteLength(JSON.stringify(document));
    asked.push(bytes);
    if (bytes <= maxBytes) return write(document, version, timeoutMs);
    return { status: 'failed', reason: 'it is too large', isTooLarge: true };
  };
  return asked;
}

interface Limited {
  readonly keeper: StateKeeper;
  readonly store: SimulatedStore;
  readonly asked: readonly number[];
  readonly now: () => number;
}

function limited(maxBytes: number): Limited {
  const clock = createSimulatedClock();
  const store = createStore(clock, FULL);
  const asked = limit(store, maxBytes);
  const parts = { store, clock, random: () => 0.5, holder: 'we' };
  const keeper = createStateKeeper(parts, { state: FULL, version: '0' });
  return { keeper, store, asked, now: () => clock.now() };
}

function withMoves(moves: number): (state: State) => State {
  return (state) => ({ ...state, moves });
}

test('stores less of what can be spared at once when the store refuses a document for its size', async () => {
  const { keeper, store, asked, now } = limited(200_000);

  const outcome = await keeper.update(withMoves(1), UNTIL_MS);

  assert.ok(outcome.status === 'written');
  assert.deepEqual(outcome.state, stateIn(store.document));
  assert.equal(asked.length, 2);
  assert.ok(now() <= START_MS + store.latencyMs, 'without a wait');
  const state = stateIn(store.document);
  assert.equal(state.moves, 1);
  assert.ok(state.history.length > 1 && state.history.length < history.length);
  assert.equal(state.deadLetters.length, deadLetters.length);
});

test('does not try the larger document again in the writes that follow', async () => {
  const { keeper, asked } = limited(100_000);
  await keeper.update(withMoves(1), UNTIL_MS);
  const tries = asked.length;
  assert.equal(tries, 4, 'all, less history, none, less content');

  assert.equal((await keeper.update(withMoves(2), UNTIL_MS)).status, 'written');
  assert.equal(asked.length, tries + 1);
});

test('does not try the larger document again when somebody else stored it meanwhile', async () => {
  const { keeper, store, asked } = limited(100_000);
  await keeper.update(withMoves(1), UNTIL_MS);
  const tries = asked.length;
  store.document = structuredClone(FULL);
  assert.equal((await keeper.update(withMoves(2), UNTIL_MS)).status, 'written');
  assert.equal(asked.length, tries + 2, 'the conflict, and what was wanted');
});

test('keeps the newest report and the names of all dead letters when hardly anything is taken', async () => {
  const { keeper, store } = limited(10_000);
  assert.equal((await keeper.update(withMoves(1), UNTIL_MS)).status, 'written');
  const state = stateIn(store.document);
  assert.deepEqual(state.history, history.slice(0, 1));
  assert.equal(state.deadLetters.length, deadLetters.length);
  assert.ok(state.deadLetters.every(({ content }) => content === undefined));
});

test('fails with the reason of the store when nothing that can be spared is left', async () => {
  const { keeper, store } = limited(1_000);
  const outcome = await keeper.update(withMoves(1), START_MS + 3_000);
  assert.deepEqual(outcome, { status: 'failed', reason: 'it is too large' });
  assert.equal(store.written.length, 0);
});

test('ends a whole run with its checkpoint and report stored although the store takes little', async () => {
  const world = createWorld(300);
  world.store.document = { ...FULL, lease: null, checkpoints: {} };
  limit(world.store, 10_000);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  const state = stateIn(world.store.document);
  assert.equal(state.history[0]?.runId, report.runId);
  assert.deepEqual(state.checkpoints, { 'data-collector': [{ after: logId(300) }] });
  assert.equal(deadLettersIn(world.store.document).length, deadLetters.length);
});

test('takes its last write for done when only the answer was lost, and does not tell its report twice', async () => {
  const world = createWorld(300);
  const lost = loseAnswer(world, ({ lease }) => lease === null);

  const report = await reportOf(runWorld(world));

  assert.ok(lost.isLost);
  assert.equal(report.outcome, 'caught-up');
  const { history: stored, lease } = stateIn(world.store.document);
  assert.deepEqual(
    stored.map(({ runId }) => runId),
    [report.runId],
  );
  assert.equal(lease, null);
});

test('takes its last write for done although the next run has begun since', async () => {
  const world = createWorld(300);
  const lost = loseAnswer(world, ({ lease }) => lease === null);
  world.store.beforeWrite = () => {
    if (!lost.isLost) return;
    world.store.beforeWrite = () => {};
    world.store.document = withLease(stateIn(world.store.document), 'the next', world.clock.now());
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(stateIn(world.store.document).lease?.holder, 'the next');
});
