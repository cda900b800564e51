import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLease } from '../../src/engine/lease.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import {
  createStateKeeper,
  type StateKeeper,
  type UpdateOutcome,
} from '../../src/engine/state-keeper.ts';
import type { StateStore } from '../../src/engine/walls.ts';
import { createSimulatedClock, START_MS } from './simulated-clock.ts';
import { createStore, type SimulatedStore, stateIn } from './simulation.ts';

const UNTIL_MS = START_MS + 60_000;
const OURS = withLease(EMPTY_STATE, 'we', START_MS);

function withToken(name: string): (state: State) => State {
  return (state) => ({ ...state, tokens: { ...state.tokens, [name]: 'sealed' } });
}

function tokenNames(document: unknown): readonly string[] {
  return Object.keys(stateIn(document).tokens);
}

function writtenState(outcome: UpdateOutcome): State {
  assert.ok(outcome.status === 'written', outcome.status);
  return outcome.state;
}

async function keeperOver(
  change: (store: SimulatedStore) => StateStore = (store) => store,
): Promise<{ readonly keeper: StateKeeper; readonly store: SimulatedStore }> {
  const clock = createSimulatedClock();
  const store = createStore(clock, OURS);
  const read = await store.read(5_000);
  assert.ok(read.status === 'read');
  const parts = { store: change(store), clock, random: () => 0.5, holder: 'we' };
  const keeper = createStateKeeper(parts, { state: OURS, version: read.version });
  return { keeper, store };
}

test('writes one update after the other, each on top of the one before', async () => {
  const { keeper, store } = await keeperOver();

  const outcomes = await Promise.all(
    ['a', 'b', 'c'].map((name) => keeper.update(withToken(name), UNTIL_MS)),
  );

  const tokens = [['a'], ['a', 'b'], ['a', 'b', 'c']];
  assert.deepEqual(store.written.map(tokenNames), tokens);
  assert.deepEqual(outcomes.map(writtenState).map(tokenNames), tokens, 'each tells what it wrote');
});

test('goes on after an update that throws, because the report must still be stored', async () => {
  const { keeper, store } = await keeperOver();
  const broken = keeper.update(() => {
    throw new Error('for this test');
  }, UNTIL_MS);
  const next = keeper.update(withToken('a'), UNTIL_MS);

  const outcome = await broken;
  assert.ok(outcome.status === 'failed');
  assert.match(outcome.reason, /^the exporter has a defect \(Error at .*state-keeper\.test\.ts/);
  assert.deepEqual(writtenState(await next).tokens, { a: 'sealed' });
  assert.deepEqual(stateIn(store.document).tokens, { a: 'sealed' });
});

test('applies a change again to what somebody else wrote, so that nothing of theirs is overwritten', async () => {
  const { keeper, store } = await keeperOver();
  store.document = withToken('theirs')(OURS);

  const state = writtenState(await keeper.update(withToken('ours'), UNTIL_MS));

  assert.deepEqual(state.tokens, { theirs: 'sealed', ours: 'sealed' });
  assert.deepEqual(stateIn(store.document), state);
});

test('asks the store nothing once the document is another run, whatever that would allow', async () => {
  let writes = 0;
  const { keeper, store } = await keeperOver((simulated) => ({
    read: (timeoutMs) => simulated.read(timeoutMs),
    async write() {
      writes += 1;
      return writes === 1 ? { status: 'conflict' } : { status: 'written', version: 'any' };
    },
  }));
  store.document = withLease(OURS, 'another run', START_MS);

  for (let count = 0; count < 3; count += 1) {
    assert.deepEqual(await keeper.update(withToken('a'), UNTIL_MS), { status: 'lease-lost' });
  }
  assert.equal(writes, 1);
});

test('gives up after conflicts without end, and within the time of one attempt', async () => {
  const clock = createSimulatedClock();
  const store = createStore(clock, OURS);
  store.beforeWrite = () => {
    store.document = structuredClone(OURS);
  };
  const keeper = createStateKeeper(
    { store, clock, random: () => 0.5, holder: 'we' },
    { state: OURS, version: '0' },
  );
  const quick = await keeper.update(withToken('a'), UNTIL_MS);
  assert.ok(quick.status === 'failed');
  assert.match(quick.reason, /somebody else all the time/);

  store.latencyMs = 900;
  const startedAtMs = clock.now();
  const slow = await keeper.update(withToken('a'), startedAtMs + 3_000);
  assert.equal(slow.status, 'failed');
  assert.ok(clock.now() <= startedAtMs + 3_000, `${clock.now() - startedAtMs} ms`);
});

test('tries again when the store fails for a moment, and tells the reason when it does not recover', async () => {
  let failures = 2;
  const { keeper } = await keeperOver((simulated) => ({
    read: (timeoutMs) => simulated.read(timeoutMs),
    async write(document, version, timeoutMs) {
      failures -= 1;
      if (failures >= 0) return { status: 'failed', reason: 'bad gateway', isTooLarge: false };
      return simulated.write(document, version, timeoutMs);
    },
  }));
  const state = writtenState(await keeper.update(withToken('a'), UNTIL_MS));
  assert.deepEqual(state.tokens, { a: 'sealed' });

  failures = Number.POSITIVE_INFINITY;
  const outcome = await keeper.update(withToken('b'), UNTIL_MS);
  assert.deepEqual(outcome, { status: 'failed', reason: 'bad gateway' });
});

test('asks the store nothing when no time is left', async () => {
  const { keeper, store } = await keeperOver();
  const outcome = await keeper.update(withToken('a'), START_MS);
  assert.deepEqual(outcome, { status: 'failed', reason: 'no time was left' });
  assert.equal(store.written.length, 0);
});
