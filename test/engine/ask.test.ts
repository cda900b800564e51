import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { ask } from '../../src/engine/ask.ts';
import { LEASE_MS, withLease } from '../../src/engine/lease.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { ASKED } from './asking.ts';
import { refusing, storedDeadLetters } from './poison.ts';
import { START_MS } from './simulated-clock.ts';
import {
  createWorld,
  logId,
  reportOf,
  runWorld,
  stateIn,
  storedCheckpoint,
  type World,
} from './simulation.ts';

const PAUSE: AdministratorRequest = { kind: 'pause', ...ASKED };
const RESUME: AdministratorRequest = { kind: 'resume', ...ASKED };

function moveTo(number: number): AdministratorRequest {
  return { kind: 'move', ...ASKED, destination: 'data-collector', after: logId(number) };
}

function discard(...numbers: readonly number[]): AdministratorRequest {
  const deadLetters = numbers.map((number) => ({
    logId: logId(number),
    destination: 'data-collector' as const,
  }));
  return { kind: 'discard', ...ASKED, deadLetters };
}

function asked(world: World, request: AdministratorRequest) {
  return ask(world.store, world.clock, request);
}

test('pauses at once when no run is under way: the scheduler only looks, an administrator still exports', async () => {
  const world = createWorld(300);
  assert.deepEqual(await asked(world, PAUSE), { status: 'done' });
  const { written } = world.store;
  const [reads, writes] = [world.store.reads, written.length];

  assert.deepEqual(await runWorld(world), { status: 'paused' });
  assert.deepEqual(await runWorld(world, 'command-line'), { status: 'paused' });
  assert.deepEqual([world.store.reads - reads, written.length - writes], [2, 0]);
  assert.deepEqual(world.tenant.asked, []);

  const report = await reportOf(runWorld(world, 'administrator'));
  assert.equal(report.outcome, 'caught-up');
  assert.equal(world.destination.received.length, 300);
  assert.equal((await runWorld(world)).status, 'paused', 'and it stays paused');
});

test('goes on after a pause where it stood', async () => {
  const world = createWorld(300);
  await asked(world, moveTo(100));
  await asked(world, PAUSE);
  await runWorld(world);
  assert.deepEqual(await asked(world, RESUME), { status: 'done' });
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  assert.equal(world.destination.received.length, 200);
});

test('exports from where the checkpoint was moved to, back or ahead', async () => {
  const world = createWorld(300);
  await runWorld(world);

  assert.deepEqual(await asked(world, moveTo(250)), { status: 'done' });
  assert.equal(storedCheckpoint(world.store), logId(250));
  world.destination.received.length = 0;
  await runWorld(world);

  assert.deepEqual(
    world.destination.received,
    range(251, 301).map((number) => logId(number)),
  );
  assert.equal(storedCheckpoint(world.store), logId(300));
});

test('moves the checkpoint before the first run too, which then begins there', async () => {
  const world = createWorld(300);
  await asked(world, moveTo(290));
  await runWorld(world);
  assert.deepEqual(world.destination.received, range(291, 301).map(logId));
});

test('gives up the dead letters that are named, and keeps the others', async () => {
  const world = createWorld(300);
  world.destination.answer = refusing([10, 20, 30].map(logId));
  await runWorld(world);
  assert.deepEqual(await asked(world, discard(10, 30, 99)), { status: 'done' });
  assert.deepEqual(storedDeadLetters(world), [logId(20)]);
  assert.equal(storedCheckpoint(world.store), logId(300));
});

/** A world in which a run has begun that was never heard of again. */
function worldOfDeadRun(): World {
  const world = createWorld(300);
  world.store.document = withLease(EMPTY_STATE, 'a dead run', world.clock.now());
  return world;
}

test('leaves to a run that is under way what is asked, in the order in which it was asked', async () => {
  const world = worldOfDeadRun();
  for (const request of [PAUSE, moveTo(7), RESUME]) {
    assert.deepEqual(await asked(world, request), { status: 'waiting' });
  }
  const state = stateIn(world.store.document);
  assert.deepEqual(state.requests, [PAUSE, moveTo(7), RESUME]);
  assert.deepEqual([state.pausedAtMs, state.checkpoints], [null, {}]);
});

test('obeys in the next run what was asked of one that died', async () => {
  const world = worldOfDeadRun();
  await asked(world, moveTo(290));
  world.clock.set(START_MS + 2 * LEASE_MS);

  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');

  assert.equal(world.destination.received.length, 10);
  assert.deepEqual(stateIn(world.store.document).requests, []);
});

test('is paused by what was asked of a run that died', async () => {
  const world = worldOfDeadRun();
  await asked(world, PAUSE);
  world.clock.set(START_MS + 2 * LEASE_MS);
  assert.deepEqual(await runWorld(world), { status: 'paused' });
  assert.deepEqual(world.tenant.asked, []);
});

test('does at once what waits for a run that died, when somebody asks for something else', async () => {
  const world = worldOfDeadRun();
  await asked(world, moveTo(290));
  world.clock.set(START_MS + 2 * LEASE_MS);
  assert.deepEqual(await asked(world, PAUSE), { status: 'done' });
  assert.equal(storedCheckpoint(world.store), logId(290));
  assert.deepEqual(stateIn(world.store.document).requests, []);
});

test('refuses what would no longer fit the state, and keeps what waits already', async () => {
  const world = worldOfDeadRun();
  const many = discard(...range(1, 101));
  let outcome = await asked(world, many);
  let waiting = 0;
  for (; outcome.status === 'waiting'; outcome = await asked(world, many)) waiting += 1;

  assert.ok(outcome.status === 'failed');
  assert.match(
    outcome.reason,
    /^a run is under way, and too much is waiting for its end; try again/,
  );
  const { requests } = stateIn(world.store.document);
  assert.equal(requests.length, waiting);
  assert.ok(waiting >= 1 && Buffer.byteLength(JSON.stringify(requests)) <= 30_000);
  assert.equal((await asked(world, PAUSE)).status, 'waiting', 'something small still fits');
});

test('gives up all dead letters at once when no run is under way', async () => {
  const world = createWorld(0);
  const numbers = range(1, 501);
  const names = discard(...numbers);
  assert.ok(names.kind === 'discard');
  const rest = { logType: 'fp', reason: 'refused', refusedAtMs: 1 };
  const deadLetters = names.deadLetters.map((name) => ({ ...name, ...rest }));
  world.store.document = { ...EMPTY_STATE, deadLetters };
  assert.deepEqual(await asked(world, names), { status: 'done' });
  assert.deepEqual(storedDeadLetters(world), []);
});

test('does what several people ask at the same time', async () => {
  const world = createWorld(300);
  await runWorld(world);
  const outcomes = await Promise.all([asked(world, PAUSE), asked(world, moveTo(5))]);
  assert.deepEqual(outcomes, [{ status: 'done' }, { status: 'done' }]);
  const { pausedAtMs, checkpoints } = stateIn(world.store.document);
  assert.deepEqual(
    [pausedAtMs, checkpoints],
    [START_MS, { 'data-collector': [{ after: logId(5) }] }],
  );
});

test('says why it could do nothing', async () => {
  const unreadable = createWorld(0);
  unreadable.store.failure = 'the storage is away';
  const reasons: [World, RegExp][] = [[unreadable, /could not be read: the storage is away/]];
  const broken = createWorld(0);
  broken.store.document = 'text';
  reasons.push([broken, /^The stored state is not an object/]);
  const full = createWorld(0);
  full.store.beforeWrite = () => {
    full.store.failure = 'it is full';
  };
  reasons.push([full, /could not be stored: it is full/]);
  const busy = createWorld(0);
  busy.store.beforeWrite = () => {
    busy.store.document = structuredClone(EMPTY_STATE);
  };
  reasons.push([busy, /being changed by somebody else all the time/]);

  for (const [world, reason] of reasons) {
    const outcome = await asked(world, PAUSE);
    assert.ok(outcome.status === 'failed');
    assert.match(outcome.reason, reason);
    assert.equal(world.store.written.length, 0);
  }
});
