/** A replay in which some logs cannot be read, or that has to end in between. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryOutcome, LogOutcome } from '../../src/engine/walls.ts';
import { ACCEPTED, refusing, storedDeadLetters } from './poison.ts';
import {
  createWorld,
  logId,
  replayWorld,
  reportOf,
  runWorld,
  stateIn,
  type World,
} from './simulation.ts';

const UNREADABLE: LogOutcome = { status: 'retry', reason: 'Auth0 answered 500' };

function namesOf(numbers: readonly number[]) {
  return numbers.map((number) => ({
    logId: logId(number),
    destination: 'data-collector' as const,
  }));
}

/** A world with these dead letters, all without content, whose destination takes everything now. */
async function worldWithLetters(numbers: readonly number[], batch = 100): Promise<World> {
  const world = createWorld(400, batch);
  world.destination.answer = refusing(numbers.map(logId));
  await runWorld(world);
  const state = stateIn(world.store.document);
  const deadLetters = state.deadLetters.map(({ content: _, ...rest }) => rest);
  world.store.document = { ...state, deadLetters };
  assert.deepEqual(storedDeadLetters(world), numbers.map(logId));
  world.destination.answer = () => ACCEPTED;
  world.destination.received.length = 0;
  world.destination.attempts = 0;
  return world;
}

function makeUnreadable({ tenant }: World, numbers: readonly number[]): void {
  const { fetchLog } = tenant;
  const ids = numbers.map(logId);
  tenant.fetchLog = async (id, timeoutMs) =>
    ids.includes(id) ? UNREADABLE : fetchLog(id, timeoutMs);
}

test('replays the others when the first log cannot be read, and says why that one waits', async () => {
  const world = await worldWithLetters([10, 110, 210]);
  makeUnreadable(world, [10]);

  const report = await reportOf(replayWorld(world, namesOf([10, 110, 210])));

  assert.deepEqual([report.outcome, report.reason], ['stopped', 'Auth0 answered 500']);
  assert.deepEqual(world.destination.received, [110, 210].map(logId));
  assert.deepEqual(storedDeadLetters(world), [logId(10)]);
  assert.ok(report.endedAtMs - report.startedAtMs < 10_000, 'not the whole run for one log');
  assert.equal(report.deliveries[0]?.deadLetters, undefined, 'the destination refused none');
});

test('puts a log that cannot be read at the end, unchanged, so that the next replay begins with others', async () => {
  const world = await worldWithLetters([10, 110, 210]);
  makeUnreadable(world, [10]);
  const [letter] = stateIn(world.store.document).deadLetters;
  await reportOf(replayWorld(world, namesOf([10])));
  assert.deepEqual(storedDeadLetters(world), [110, 210, 10].map(logId));
  assert.deepEqual(stateIn(world.store.document).deadLetters.at(-1), letter);
});

test('comes to every log that can be read in a few replays, however many before it cannot', async () => {
  const numbers = [10, 20, 30, 40, 110, 120, 130, 140, 210];
  const world = await worldWithLetters(numbers);
  makeUnreadable(world, numbers.slice(0, -1));
  for (let replays = 0; replays < 4; replays += 1) {
    const { deadLetters } = stateIn(world.store.document);
    const report = await reportOf(replayWorld(world, deadLetters));
    assert.ok(report.endedAtMs - report.startedAtMs <= world.maxRunMs);
  }
  assert.deepEqual(world.destination.received, [logId(210)]);
  assert.equal(storedDeadLetters(world).length, 8);
});

test('attempts nothing after the end of its lease, although its own time is longer', async () => {
  const wait: DeliveryOutcome = { status: 'retry', reason: 'Azure answered 503', waitMs: 50_000 };
  const works = [
    (world: World) => replayWorld(world, namesOf([10])),
    (world: World) => runWorld(world),
  ];
  for (const work of works) {
    const world = await worldWithLetters([10]);
    const { after = '' } = stateIn(world.store.document).checkpoints['data-collector']?.[0] ?? {};
    assert.equal(after, logId(400));
    world.tenant.logs.push({ log_id: logId(401), atMs: world.clock.now() - 1_000 });
    world.maxRunMs = 600_000;
    const startedAtMs = world.clock.now();
    const atMs: number[] = [];
    world.destination.answer = () => {
      atMs.push(world.clock.now() - startedAtMs);
      return wait;
    };
    const report = await reportOf(work(world));
    assert.equal(atMs.length, 2);
    assert.ok(Math.max(...atMs) < 60_000, `${atMs} ms`);
    assert.match(report.reason ?? '', /^the lease ended before it could be renewed/);
  }
});

test('is told as a replay after a defect too, because the next export must not count it', async () => {
  const world = await worldWithLetters([10]);
  world.tenant.fetchLog = async () => {
    throw new Error('a defect');
  };
  const report = await reportOf(replayWorld(world, namesOf([10])));
  assert.deepEqual([report.work, report.outcome], ['replay', 'stopped']);
  assert.match(report.reason ?? '', /^the exporter has a defect/);
  assert.equal(stateIn(world.store.document).history[0]?.work, 'replay');
  assert.deepEqual(storedDeadLetters(world), [logId(10)]);
});

test('is told as a replay when the state cannot be read, or another section of it is broken', async () => {
  const world = await worldWithLetters([10]);
  world.store.failure = 'the storage is away';
  assert.equal((await reportOf(replayWorld(world, namesOf([10])))).work, 'replay');
  world.store.failure = undefined;
  world.store.document = { ...(world.store.document as object), checkpoints: 7 };
  assert.equal((await reportOf(replayWorld(world, namesOf([10])))).work, 'replay');
});

test('hands nothing more over when another run has taken the lease', async () => {
  const world = await worldWithLetters([10, 110, 210], 1);
  world.destination.answer = () => {
    const lease = { holder: 'another run', expiresAtMs: world.clock.now() + 30_000 };
    world.store.document = { ...stateIn(world.store.document), lease };
    return ACCEPTED;
  };
  const report = await reportOf(replayWorld(world, namesOf([10, 110, 210])));
  assert.equal(report.reason, 'another run took over the lease');
  assert.equal(world.destination.attempts, 1);
});

test('asks the destination nothing more once a setting has turned out to be wrong', async () => {
  const world = await worldWithLetters([10, 110, 210], 1);
  world.destination.answer = () => ({ status: 'misconfigured', problem: 'the key is wrong' });
  const report = await reportOf(replayWorld(world, namesOf([10, 110, 210])));
  assert.deepEqual(report.problems, ['the key is wrong']);
  assert.equal(world.destination.attempts, 1);
  assert.deepEqual([...storedDeadLetters(world)].sort(), [10, 110, 210].map(logId));
});
