import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { checkAllBut, REASON, refusing, storedDeadLetters, watchCheckpoint } from './poison.ts';
import {
  createWorld,
  logId,
  reportOf,
  runWorld,
  storedCheckpoint,
  type World,
} from './simulation.ts';

/** A tenant of which the logs with these numbers are refused. */
function poisonedWorld(count: number, batch: number, numbers: readonly number[]): World {
  const world = createWorld(count, batch);
  world.destination.answer = refusing(numbers.map(logId));
  return world;
}

test('takes more than 5 % refused of a batch for a fault of all, and sets none of them aside', async () => {
  const world = poisonedWorld(400, 100, range(211, 217));
  const check = watchCheckpoint(world);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'misconfigured');
  const [problem = ''] = report.problems ?? [];
  assert.match(problem, /^Of a batch of 100 records, 6 were refused .* nothing is lost\./);
  assert.match(problem, new RegExp(`last answer was: ${REASON}`));
  assert.deepEqual(storedDeadLetters(world), []);
  assert.equal(storedCheckpoint(world.store), logId(210));
  assert.equal(report.deliveries[0]?.deadLetters, undefined);
  check();
});

test('takes all records of a batch refused for a fault of all after a few, and asks no more', async () => {
  const world = poisonedWorld(1_000, 1_000, range(1, 1_001));
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'misconfigured');
  assert.deepEqual([storedCheckpoint(world.store), storedDeadLetters(world)], [logId(0), []]);
  assert.ok(world.destination.attempts < 60, `${world.destination.attempts} requests`);
});

test('sets aside exactly 5 % of a batch, because that may still be their own fault', async () => {
  const poison = range(211, 216);
  const world = poisonedWorld(400, 100, poison);
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  checkAllBut(world, poison.map(logId));
});

test('sets aside one of 20, and takes two of 20 for a fault of all', async () => {
  const one = poisonedWorld(20, 20, [5]);
  assert.equal((await reportOf(runWorld(one))).outcome, 'caught-up');
  checkAllBut(one, [logId(5)]);

  const two = poisonedWorld(20, 20, [5, 6]);
  assert.equal((await reportOf(runWorld(two))).outcome, 'misconfigured');
  assert.deepEqual(storedDeadLetters(two), []);
});

test('looks at no share of a batch under 20 records, because two are too many of a few', async () => {
  const world = poisonedWorld(19, 20, [5, 6]);
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  checkAllBut(world, [5, 6].map(logId));
});

/** The first records of so many batches of 100, `perBatch` each. */
function spread(batches: number, perBatch: number): readonly number[] {
  return range(batches).flatMap((batch) => range(perBatch).map((one) => batch * 100 + one + 1));
}

test('takes the 20th refused record of a run for a fault of all, however they are spread', async () => {
  const world = poisonedWorld(3_000, 100, spread(30, 1));
  world.maxRunMs = 25_000;
  const check = watchCheckpoint(world);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'misconfigured');
  assert.match(
    report.problems?.[0] ?? '',
    /^Of a batch of 100 records, 1 were .* 20 since others were accepted: /,
  );
  const kept = storedDeadLetters(world);
  assert.ok(kept.length < 20, `${kept.length} dead letters`);
  check();
});

test('sets aside 19 records of a run that are spread', async () => {
  const poison = spread(19, 1);
  const world = poisonedWorld(1_900, 100, poison);
  world.maxRunMs = 25_000;
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'caught-up');
  assert.equal(report.deliveries[0]?.deadLetters, 19);
  checkAllBut(world, poison.map(logId));
});

test('counts the refused records of every run anew', async () => {
  const poison = spread(30, 1);
  const world = poisonedWorld(3_000, 100, poison);
  world.maxRunMs = 25_000;
  const outcomes: string[] = [];
  for (let runs = 0; runs < 6 && outcomes.at(-1) !== 'caught-up'; runs += 1) {
    outcomes.push((await reportOf(runWorld(world))).outcome);
  }
  assert.deepEqual(outcomes, ['misconfigured', 'caught-up']);
  assert.deepEqual([...storedDeadLetters(world)].sort(), poison.map(logId));
});
