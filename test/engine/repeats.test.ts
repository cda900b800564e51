import assert from 'node:assert/strict';
import { test } from 'node:test';
import countBy from 'lodash/countBy';
import max from 'lodash/max';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import type { DeliveryOutcome } from '../../src/engine/walls.ts';
import {
  createWorld,
  logId,
  runWorld,
  stateIn,
  storedCheckpoint,
  type World,
} from './simulation.ts';

const BATCH = 100;
const POISON = logId(5 * BATCH + 50);

const failures: readonly DeliveryOutcome[] = [
  { status: 'retry', reason: 'Azure answered 503' },
  { status: 'misconfigured', problem: 'for this test' },
];

/** A destination that accepts everything but the batch with one log; runs often. */
async function runOften(world: World, failure: DeliveryOutcome, runs: number): Promise<void> {
  world.destination.answer = (records) =>
    records.some(({ logId: id }) => id === POISON) ? failure : { status: 'accepted' };
  for (let count = 0; count < runs; count += 1) await runWorld(world);
}

for (const failure of failures) {
  test(`delivers what lies behind a batch that is always ${failure.status} once, not in every run`, async () => {
    const world = createWorld(3_000, BATCH);

    await runOften(world, failure, 20);

    assert.equal(storedCheckpoint(world.store), logId(500));
    const deliveries = countBy(world.destination.received);
    assert.equal(max(Object.values(deliveries)), 1);
    const behind = world.destination.batches.length - 5;
    assert.ok(behind < MAX_UNSTORED_BATCHES, `${behind} batches behind it`);
  });
}

test('delivers what lies behind a record that is always refused once, and sets that one aside', async () => {
  const world = createWorld(3_000, BATCH);
  await runOften(world, { status: 'refused', reason: 'Azure answered 400' }, 3);

  assert.equal(storedCheckpoint(world.store), logId(3_000));
  const deliveries = countBy(world.destination.received);
  assert.equal(Object.keys(deliveries).length, 2_999);
  assert.equal(max(Object.values(deliveries)), 1);
  const kept = stateIn(world.store.document).deadLetters;
  assert.deepEqual(
    kept.map((letter) => letter.logId),
    [POISON],
  );
});

test('delivers it once more when the batch is accepted at last, so that nothing is missing', async () => {
  const world = createWorld(3_000, BATCH);
  await runOften(world, { status: 'retry', reason: 'Azure answered 503' }, 20);

  world.destination.answer = () => ({ status: 'accepted' });
  await runWorld(world);

  const deliveries = Object.values(countBy(world.destination.received));
  assert.equal(deliveries.length, 3_000);
  assert.equal(max(deliveries), 2);
  const repeated = deliveries.filter((count) => count === 2).length / BATCH;
  assert.ok(repeated < MAX_UNSTORED_BATCHES, `${repeated} batches twice`);
});

test('has one delivery under way until one was accepted, and several afterwards', async () => {
  const world = createWorld(3_000, BATCH);
  const atOnce: number[] = [];
  world.destination.answer = () => {
    atOnce.push(world.destination.mostAtOnce);
    return { status: 'accepted' };
  };

  await runWorld(world);

  assert.equal(atOnce[0], 1);
  assert.ok(world.destination.mostAtOnce > 1);
});
