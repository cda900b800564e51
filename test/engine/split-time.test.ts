import assert from 'node:assert/strict';
import { test } from 'node:test';
import countBy from 'lodash/countBy';
import max from 'lodash/max';
import range from 'lodash/range';
import { checkAllBut, REFUSED, refusing, storedDeadLetters, watchCheckpoint } from './poison.ts';
import {
  createWorld,
  logId,
  reportOf,
  runWorld,
  storedCheckpoint,
  type World,
} from './simulation.ts';

/** Runs one after the other until one is caught up; gives their number. */
async function runsUntilCaughtUp(world: World, most: number): Promise<number> {
  for (let runs = 1; runs <= most; runs += 1) {
    const { outcome } = await reportOf(runWorld(world));
    if (outcome === 'caught-up') return runs;
  }
  return Number.POSITIVE_INFINITY;
}

/** A destination that takes so long for one post, and a batch with a bad record. */
function slowWorld(batch: number, poison: readonly number[], latencyMs = 1_500): World {
  const world = createWorld(batch, batch);
  world.destination.latencyMs = latencyMs;
  world.destination.answer = refusing(poison.map(logId));
  return world;
}

test('comes to an end with a bad record anywhere in a batch although the destination is slow', async () => {
  for (const poison of [1, 100, 101, 200]) {
    const world = slowWorld(200, [poison]);
    const check = watchCheckpoint(world);

    const runs = await runsUntilCaughtUp(world, 10);

    assert.ok(runs <= 3, `${runs} runs with ${poison}`);
    checkAllBut(world, [logId(poison)]);
    check();
  }
});

test('comes to an end with several bad records in a batch although the destination is slow', async () => {
  const poison = [1, 40, 77, 140, 141, 200];
  const world = slowWorld(200, poison);
  const check = watchCheckpoint(world);

  const runs = await runsUntilCaughtUp(world, 20);

  assert.ok(runs <= 10, `${runs} runs`);
  assert.deepEqual([...storedDeadLetters(world)].sort(), poison.map(logId));
  const most = max(Object.values(countBy(world.destination.received))) ?? 0;
  assert.ok(most <= 2, `a record was delivered ${most} times`);
  assert.equal(new Set(world.destination.received).size, 194);
  check();
});

test('comes to an end in the shortest runs too, in which a batch cannot be halved to the end', async () => {
  for (const poison of [1, 100, 200]) {
    const world = slowWorld(200, [poison]);
    world.maxRunMs = 5_000;
    const runs = await runsUntilCaughtUp(world, 40);
    assert.ok(runs <= 40, `${runs} runs with ${poison}`);
    assert.deepEqual(storedDeadLetters(world), [logId(poison)]);
  }
});

test('comes to an end with a batch of the largest size too, although one run cannot halve it to the end', async () => {
  const world = slowWorld(10_000, [1]);
  const runs = await runsUntilCaughtUp(world, 20);
  assert.ok(runs <= 20, `${runs} runs, checkpoint ${storedCheckpoint(world.store)}`);
});

test('sets aside what was refused alone before the time was over, and keeps what was accepted', async () => {
  const world = slowWorld(200, [3, 4]);
  const check = watchCheckpoint(world);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'out-of-time');
  assert.ok(world.destination.received.length > 0);
  const checkpoint = Number(storedCheckpoint(world.store)?.slice(3));
  assert.ok(checkpoint >= 3, `at ${checkpoint}`);
  assert.deepEqual(
    storedDeadLetters(world),
    [3, 4].filter((number) => number <= checkpoint).map(logId),
  );
  assert.equal(report.deliveries[0]?.deadLetters, storedDeadLetters(world).length);
  check();
});

test('sets none of the records aside when the destination refuses all of them, however slow it is', async () => {
  const world = slowWorld(200, range(1, 201));
  for (let runs = 0; runs < 3; runs += 1) await runWorld(world);
  assert.deepEqual(storedDeadLetters(world), []);
  assert.equal(storedCheckpoint(world.store), logId(0));
});

test('sets nothing aside when a setting turns out to be wrong in the middle of the search', async () => {
  const world = createWorld(100);
  const check = watchCheckpoint(world);
  let isRevoked = false;
  world.destination.answer = (records) => {
    if (isRevoked) return { status: 'misconfigured', problem: 'the key was revoked' };
    const outcome = refusing([logId(40)])(records);
    isRevoked = outcome === REFUSED && records.length === 1;
    return outcome;
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'misconfigured');
  assert.deepEqual(report.problems, ['the key was revoked']);
  assert.deepEqual(storedDeadLetters(world), []);
  assert.equal(storedCheckpoint(world.store), logId(39), 'what was accepted before it is kept');
  check();

  world.destination.answer = refusing([logId(40)]);
  await runWorld(world);
  checkAllBut(world, [logId(40)]);
});

test('makes what is too large for the destination smaller in every batch, and gives up nothing', async () => {
  const world = createWorld(1_000, 200);
  world.destination.answer = (records) =>
    records.length > 60
      ? { status: 'refused', reason: 'Azure answered 413' }
      : { status: 'accepted' };
  const check = watchCheckpoint(world);

  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');

  checkAllBut(world, []);
  assert.ok(world.destination.batches.every((batch) => batch.length <= 60));
  check();
});

test('sets aside a record that is too large on its own', async () => {
  const world = createWorld(100);
  const huge = logId(61);
  world.destination.answer = (records) =>
    records.some((record) => record.logId === huge)
      ? { status: 'refused', reason: 'Azure answered 413' }
      : { status: 'accepted' };
  await runWorld(world);
  checkAllBut(world, [huge]);
});
