/** What the runs do after so many records were refused that the fault is not theirs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import countBy from 'lodash/countBy';
import range from 'lodash/range';
import type { RunReport } from '../../src/engine/report.ts';
import type { DeliveryOutcome, EncodedRecord } from '../../src/engine/walls.ts';
import { ACCEPTED, refusing, storedDeadLetters, watchCheckpoint } from './poison.ts';
import {
  createWorld,
  logId,
  reportOf,
  runWorld,
  storedCheckpoint,
  type World,
} from './simulation.ts';

const LOGS = 3_000;
const MORE_RUNS = 20;

/** A tenant of which every log whose number leaves this remainder is refused. */
function brokenWorld(batch: number, every: number, first: number): World {
  const world = createWorld(LOGS, batch);
  world.destination.answer = refusing(range(first, LOGS + 1, every).map(logId));
  return world;
}

async function runSpaced(world: World): Promise<RunReport> {
  const report = await reportOf(runWorld(world));
  await world.clock.sleep(300_000);
  return report;
}

/** The most records that one of the runs that follow delivers, all of which had arrived before. */
async function mostRepeatedOf(world: World): Promise<number> {
  const { received } = world.destination;
  const known = new Set(received);
  let most = 0;
  for (let runs = 0; runs < MORE_RUNS; runs += 1) {
    const before = received.length;
    assert.equal((await runSpaced(world)).outcome, 'misconfigured');
    most = Math.max(most, received.length - before);
  }
  assert.ok(
    received.every((id) => known.has(id)),
    'nothing new arrives',
  );
  assert.ok(Math.max(...Object.values(countBy(received))) <= MORE_RUNS + 1);
  return most;
}

/** Batch size, every how many logs one is refused, the first of them, and the most delivered again. */
const cases = [
  [1_000, 10, 5, 11],
  [1_000, 3, 2, 4],
  [100, 15, 10, 31],
  [100, 10, 5, 11],
  [100, 19, 5, 72],
] as const;

for (const [batch, every, first, bound] of cases) {
  test(`sets nothing aside and delivers at most ${bound} records again in each run after 1 of ${every} was refused in batches of ${batch}`, async () => {
    const world = brokenWorld(batch, every, first);
    const check = watchCheckpoint(world);
    assert.equal((await runSpaced(world)).outcome, 'misconfigured');

    const most = await mostRepeatedOf(world);

    assert.ok(most <= bound, `${most} records`);
    assert.deepEqual(storedDeadLetters(world), []);
    assert.equal(storedCheckpoint(world.store), logId(first - 1), 'before the first refused');
    check();
  });
}

test('begins the next run with a batch of at least 20, because in smaller ones too many are not noticed', async () => {
  const world = brokenWorld(1_000, 10, 5);
  const first = await runSpaced(world);
  const { unresolvedRecords = 0 } = first.deliveries[0] ?? {};
  assert.ok(unresolvedRecords >= 20 && unresolvedRecords < 1_000, `${unresolvedRecords} records`);

  const sizes: number[] = [];
  const answer = world.destination.answer;
  world.destination.answer = (records) => {
    sizes.push(records.length);
    return answer(records);
  };
  await runSpaced(world);
  assert.equal(sizes[0], unresolvedRecords);
});

test('begins with few records in every run after that although a larger batch was being divided beside them', async () => {
  const world = brokenWorld(1_000, 2, 5);
  world.destination.latencyMs = 500;
  let report = await runSpaced(world);
  while (report.outcome === 'out-of-time') report = await runSpaced(world);
  const kept = storedDeadLetters(world);

  const outcomes: string[] = [];
  for (let runs = 0; runs < MORE_RUNS; runs += 1) {
    const { outcome, deliveries } = await runSpaced(world);
    outcomes.push(`${outcome} ${deliveries[0]?.unresolvedRecords}`);
  }

  assert.deepEqual([...new Set(outcomes)], ['misconfigured 20']);
  assert.deepEqual(storedDeadLetters(world), kept);
});

test('goes on with full batches, and with nothing lost, once the cause is put right', async () => {
  const world = brokenWorld(100, 15, 10);
  await runSpaced(world);
  await runSpaced(world);
  world.destination.answer = () => ACCEPTED;
  assert.equal((await runSpaced(world)).outcome, 'caught-up');
  assert.equal(new Set(world.destination.received).size, LOGS);
  assert.deepEqual(storedDeadLetters(world), []);
  assert.ok(world.destination.batches.some((batch) => batch.length === 100));
});

test('sets nothing of another batch aside when too much is refused of one beside it', async () => {
  const world = createWorld(200, 20);
  const { clock, destination } = world;
  const refuse = refusing([21, 41, 42].map(logId));
  const isOf = (records: readonly EncodedRecord[], count: number, first: number) =>
    records.length === count && records[0]?.logId === logId(first);
  // The last part of the batch from 21 on is under way when the one from 41 on is found out.
  destination.answer = async (records): Promise<DeliveryOutcome> => {
    if (isOf(records, 1, 42)) await clock.sleep(1_000);
    if (isOf(records, 10, 31)) await clock.sleep(2_000);
    return refuse(records);
  };

  const report = await reportOf(runWorld(world));

  assert.equal(destination.received.at(-1), logId(40));
  assert.match(report.problems?.[0] ?? '', /^Of a batch of 20 records, 2 were refused/);
  assert.deepEqual(storedDeadLetters(world), []);
  assert.equal(storedCheckpoint(world.store), logId(20));
});
