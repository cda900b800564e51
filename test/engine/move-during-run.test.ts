import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import range from 'lodash/range';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { ASKED, askDuring } from './asking.ts';
import { loseAnswer } from './lost-answer.ts';
import { refusing } from './poison.ts';
import {
  createWorld,
  logId,
  reportOf,
  runWorld,
  stateIn,
  storedCheckpoint,
  type World,
} from './simulation.ts';

function moveTo(number: number): AdministratorRequest {
  return { kind: 'move', ...ASKED, destination: 'data-collector', after: logId(number) };
}

/** What an administrator wanted stands, and the next run exports from there on. */
async function checkMoved(world: World, number: number): Promise<void> {
  assert.equal(storedCheckpoint(world.store), logId(number));
  const { requests, lease } = stateIn(world.store.document);
  assert.deepEqual([requests, lease], [[], null]);
  world.destination.answer = () => ({ status: 'accepted' });
  world.destination.received.length = 0;
  world.tenant.asked.length = 0;

  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');

  assert.equal(world.tenant.asked[0], logId(number));
  const after = range(number + 1, world.tenant.logs.length + 1);
  assert.deepEqual(world.destination.received, after.map(logId));
}

test('keeps the checkpoint where an administrator moved it during a run, back or ahead', async () => {
  for (const number of [0, 150, 1_990]) {
    const world = createWorld(2_000);
    const outcomes = askDuring(world, [moveTo(number)]);

    const report = await reportOf(runWorld(world));

    assert.deepEqual(outcomes, [{ status: 'waiting' }]);
    assert.equal(report.outcome, 'stopped');
    assert.equal(report.reason, 'an administrator moved the checkpoint');
    await checkMoved(world, number);
  }
});

test('keeps it there in every write of the run after the one that obeyed, with several deliveries in flight', async () => {
  const world = createWorld(3_000);
  world.destination.latencyMs = 300;
  world.store.latencyMs = 250;
  askDuring(world, [moveTo(7)], 6);

  await runWorld(world);

  assert.ok(world.destination.mostAtOnce > 1);
  const states = world.store.written.map(stateIn);
  const moved = states.filter(({ moves }) => moves === 1);
  assert.ok(moved.length > 0 && moved.length < states.length);
  for (const { checkpoints } of moved) {
    assert.deepEqual(checkpoints, { 'data-collector': [{ after: logId(7) }] });
  }
  await checkMoved(world, 7);
});

test('keeps it there although the answer of the write that obeyed was lost', async () => {
  const world = createWorld(2_000);
  askDuring(world, [moveTo(7)]);
  const lost = loseAnswer(world, ({ moves }) => moves === 1);

  const report = await reportOf(runWorld(world));

  assert.ok(lost.isLost);
  assert.equal(report.reason, 'an administrator moved the checkpoint');
  await checkMoved(world, 7);
});

test('keeps it there when it was moved before the last write of the run', async () => {
  const world = createWorld(200);
  askDuring(world, [moveTo(7)], 2);
  const lost = loseAnswer(world, ({ lease }) => lease === null);
  await runWorld(world);
  assert.ok(lost.isLost);
  await checkMoved(world, 7);
});

test('keeps it where it was moved last', async () => {
  const world = createWorld(2_000);
  askDuring(world, [moveTo(7), moveTo(1_500), moveTo(9)]);
  await runWorld(world);
  await checkMoved(world, 9);
});

test('reaches a run that stores its progress all the time, because it tries until there is a gap', async () => {
  const world = createWorld(1_200);
  world.destination.latencyMs = 50;
  world.store.latencyMs = 73;
  world.destination.answer = refusing([logId(592)]);
  const asked = askDuring(world, [moveTo(0)], 7);
  await runWorld(world);
  assert.deepEqual(asked, [{ status: 'waiting' }]);
  await checkMoved(world, 0);
});

const courses = fc.record({
  delivery: fc.integer({ min: 1, max: 12 }),
  number: fc.integer({ min: 0, max: 1_200 }),
  deliveryMs: fc.integer({ min: 1, max: 900 }),
  storeMs: fc.integer({ min: 1, max: 900 }),
  poison: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
  /** The write whose answer is lost, counted from the first. */
  lostWrite: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
});

test('keeps it there whenever it was moved, however slow the parts are and whichever answer is lost', async () => {
  await fc.assert(
    fc.asyncProperty(courses, async (course) => {
      const world = createWorld(1_200);
      world.destination.latencyMs = course.deliveryMs;
      world.store.latencyMs = course.storeMs;
      world.maxRunMs = 60_000;
      if (course.poison !== undefined) world.destination.answer = refusing([logId(course.poison)]);
      const [asked] = [askDuring(world, [moveTo(course.number)], course.delivery)];
      let writes = 0;
      loseAnswer(world, ({ requests }) => {
        // Of the run, not of the administrator.
        if (requests.length === 0) writes += 1;
        return requests.length === 0 && writes - 1 === course.lostWrite;
      });

      await runWorld(world);

      assert.deepEqual(asked, [{ status: 'waiting' }]);
      await checkMoved(world, course.number);
    }),
    { numRuns: 60 },
  );
});
