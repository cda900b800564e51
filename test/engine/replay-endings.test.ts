import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import type { DeliveryOutcome, LogOutcome } from '../../src/engine/walls.ts';
import { ASKED, askDuring } from './asking.ts';
import { ACCEPTED, refusing, storedDeadLetters } from './poison.ts';
import {
  createWorld,
  logId,
  replayWorld,
  reportOf,
  runWorld,
  stateIn,
  storedCheckpoint,
  type World,
} from './simulation.ts';

const NUMBERS = [10, 20, 30];
const IDS = NUMBERS.map(logId);
const NAMES = IDS.map((id) => ({ logId: id, destination: 'data-collector' as const }));

/** A world that is caught up but for three dead letters, whose destination takes everything now. */
async function deadLetterWorld(hasContent = true): Promise<World> {
  const world = createWorld(300);
  world.destination.answer = refusing(IDS);
  await runWorld(world);
  world.destination.answer = () => ACCEPTED;
  world.destination.received.length = 0;
  if (!hasContent) {
    const state = stateIn(world.store.document);
    const deadLetters = state.deadLetters.map(({ content: _, ...rest }) => rest);
    world.store.document = { ...state, deadLetters };
  }
  return world;
}

/** The same world, whose destination takes so few records at once. */
function inBatchesOf(records: number, world: World): World {
  const { destination } = world;
  const limits = { ...destination.limits, maxBatchRecords: records };
  return { ...world, destination: Object.assign(destination, { limits }) };
}

const failures: readonly (readonly [DeliveryOutcome, string])[] = [
  [{ status: 'retry', reason: 'Azure answered 503' }, 'stopped'],
  [{ status: 'retry', reason: '429', isRateLimited: true, waitMs: 60_000 }, 'rate-limited'],
  [{ status: 'misconfigured', problem: 'the key is wrong' }, 'misconfigured'],
];

test('keeps everything when the destination takes nothing, and says why', async () => {
  for (const [failure, outcome] of failures) {
    const world = await deadLetterWorld();
    world.destination.answer = () => failure;
    const report = await reportOf(replayWorld(world, NAMES));
    assert.equal(report.outcome, outcome);
    assert.deepEqual(storedDeadLetters(world), IDS);
    assert.equal(storedCheckpoint(world.store), logId(300));
    assert.equal(stateIn(world.store.document).lease, null);
    assert.ok(report.endedAtMs <= report.startedAtMs + world.maxRunMs);
  }
});

test('keeps only what was not accepted when the destination fails in between', async () => {
  for (const [failure, outcome] of failures) {
    const world = inBatchesOf(1, await deadLetterWorld());
    world.destination.answer = () => (world.destination.received.length < 2 ? ACCEPTED : failure);
    assert.equal((await reportOf(replayWorld(world, NAMES))).outcome, outcome);
    assert.deepEqual(world.destination.received, IDS.slice(0, 2));
    assert.deepEqual(storedDeadLetters(world), IDS.slice(2));
  }
});

const readings: readonly (readonly [LogOutcome, string])[] = [
  [{ status: 'retry', reason: '429', isRateLimited: true, waitMs: 60_000 }, 'rate-limited'],
  [{ status: 'misconfigured', problem: 'the permission is missing' }, 'misconfigured'],
];

test('delivers what was read before Auth0 fails, and keeps the rest', async () => {
  for (const [failure, outcome] of readings) {
    const world = await deadLetterWorld(false);
    const [first] = world.tenant.logs.slice(9);
    assert.ok(first !== undefined);
    world.tenant.nextLogOutcomes.push({ status: 'log', log: first }, failure);
    assert.equal((await reportOf(replayWorld(world, NAMES))).outcome, outcome);
    assert.deepEqual(world.destination.received, IDS.slice(0, 1));
    assert.deepEqual(storedDeadLetters(world), IDS.slice(1));
  }
});

test('tries again to read a log when Auth0 fails for a moment', async () => {
  const world = await deadLetterWorld(false);
  world.tenant.nextLogOutcomes.push({ status: 'retry', reason: 'Auth0 answered 502' });
  assert.equal((await reportOf(replayWorld(world, NAMES))).outcome, 'caught-up');
  assert.deepEqual(world.destination.received, IDS);
});

test('ends before its deadline with its state stored when there is more than it can do', async () => {
  const world = inBatchesOf(1, createWorld(300));
  const rest = { logType: 'fp', destination: 'data-collector', reason: 'refused', refusedAtMs: 1 };
  const deadLetters = range(1, 301).map((number) => ({ ...rest, logId: logId(number) }));
  const checkpoints = { 'data-collector': [{ after: logId(300) }] };
  await runWorld(world);
  world.store.document = { ...stateIn(world.store.document), deadLetters, checkpoints };
  world.destination.received.length = 0;
  world.destination.latencyMs = 400;
  const names = deadLetters.map(({ logId: id }) => ({
    logId: id,
    destination: 'data-collector' as const,
  }));

  const report = await reportOf(replayWorld(world, names));

  assert.equal(report.outcome, 'out-of-time');
  assert.ok(report.endedAtMs <= report.startedAtMs + world.maxRunMs);
  const { received } = world.destination;
  assert.ok(received.length > 10 && received.length < 300);
  assert.deepEqual(storedDeadLetters(world), range(received.length + 1, 301).map(logId));
  assert.equal(stateIn(world.store.document).lease, null);
});

test('keeps what was accepted when the state cannot be stored, because a repeat is no loss', async () => {
  const world = inBatchesOf(1, await deadLetterWorld());
  world.destination.answer = () => {
    world.store.failure = 'the storage is away';
    return ACCEPTED;
  };

  const report = await reportOf(replayWorld(world, NAMES));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /could not be stored: the storage is away/);
  assert.deepEqual(world.destination.received, IDS.slice(0, 1), 'and nothing more is sent');
  assert.deepEqual(storedDeadLetters(world), IDS);
});

test('sends nothing while another run holds the lease', async () => {
  const world = await deadLetterWorld();
  const lease = { holder: 'another run', expiresAtMs: world.clock.now() + 30_000 };
  world.store.document = { ...stateIn(world.store.document), lease };
  assert.deepEqual(await replayWorld(world, NAMES), { status: 'busy' });
  assert.deepEqual(world.destination.received, []);
});

test('does not bring back what was discarded while it was being refused again', async () => {
  const world = await deadLetterWorld();
  world.destination.answer = refusing([logId(20)]);
  askDuring(world, [{ kind: 'discard', ...ASKED, deadLetters: NAMES.slice(1, 2) }], 2);
  await replayWorld(world, NAMES);
  assert.deepEqual(storedDeadLetters(world), []);
});

test('does not move the checkpoint back that an administrator moved meanwhile', async () => {
  const world = inBatchesOf(1, await deadLetterWorld());
  askDuring(world, [{ kind: 'move', ...ASKED, destination: 'data-collector', after: logId(7) }], 1);
  const report = await reportOf(replayWorld(world, NAMES));
  assert.equal(report.reason, 'an administrator moved the checkpoint');
  assert.equal(storedCheckpoint(world.store), logId(7));
  assert.deepEqual(storedDeadLetters(world), IDS.slice(1));
});

test('does not keep the scheduler from exporting, because it says nothing about what is left', async () => {
  const world = await deadLetterWorld();
  world.minIntervalMs = 30_000;
  world.clock.set(world.clock.now() + 60_000);
  await replayWorld(world, NAMES);
  assert.equal((await runWorld(world)).status, 'ran');
});
