/** Refusals by a destination that answers so slowly that one run cannot try everything. */

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

interface SlowDestination {
  /** The logs with the numbers up to this one are refused. */
  readonly bad: number;
  readonly batch: number;
  readonly latencyMs: number;
  readonly maxRunMs?: number;
}

function slowWorld({ bad, batch, latencyMs, maxRunMs = 20_000 }: SlowDestination): World {
  const world = createWorld(2 * batch, batch);
  world.maxRunMs = maxRunMs;
  world.destination.latencyMs = latencyMs;
  world.destination.answer = refusing(range(1, bad + 1).map(logId));
  return world;
}

const worlds: readonly SlowDestination[] = [
  { bad: 10, batch: 200, latencyMs: 2_000 },
  { bad: 19, batch: 1_000, latencyMs: 1_000 },
  { bad: 10, batch: 200, latencyMs: 500, maxRunMs: 5_000 },
];

for (const slow of worlds) {
  const { bad, latencyMs, maxRunMs = 20_000 } = slow;
  test(`comes to an end with ${bad} bad records at the head, answers after ${latencyMs} ms and runs of ${maxRunMs} ms`, async () => {
    const world = slowWorld(slow);
    const check = watchCheckpoint(world);
    const outcomes: string[] = [];
    while (outcomes.length < 4 && outcomes.at(-1) !== 'caught-up') {
      outcomes.push((await reportOf(runWorld(world))).outcome);
    }
    assert.deepEqual(outcomes, ['out-of-time', 'caught-up']);
    checkAllBut(world, range(1, bad + 1).map(logId));
    check();
  });
}

test('has several deliveries under way at once while it goes on with few records, although none was accepted', async () => {
  const world = slowWorld({ bad: 19, batch: 1_000, latencyMs: 1_000 });
  const first = await reportOf(runWorld(world));
  assert.equal(first.deliveries[0]?.unresolvedRecords, 1);
  assert.equal(world.destination.mostAtOnce, 1, 'before, one at a time');

  const atOnce: number[] = [];
  const answer = world.destination.answer;
  world.destination.answer = (records) => {
    if (world.destination.received.length === 0) atOnce.push(world.destination.mostAtOnce);
    return answer(records);
  };
  await runWorld(world);

  assert.equal(Math.max(...atOnce), 4);
});

const refusals: readonly SlowDestination[] = [
  { bad: 2_000, batch: 1_000, latencyMs: 1_000 },
  { bad: 2_000, batch: 1_000, latencyMs: 250, maxRunMs: 5_000 },
  { bad: 2_000, batch: 1_000, latencyMs: 5_000 },
];

for (const slow of refusals) {
  const { latencyMs, maxRunMs = 20_000 } = slow;
  test(`ends misconfigured and sets nothing aside when all is refused after ${latencyMs} ms in runs of ${maxRunMs} ms`, async () => {
    const world = slowWorld(slow);
    const outcomes: string[] = [];
    for (let runs = 0; runs < 8; runs += 1) {
      const report = await reportOf(runWorld(world));
      outcomes.push(report.outcome);
      assert.equal(report.deliveries[0]?.deadLetters, undefined);
    }
    const first = outcomes.indexOf('misconfigured');
    assert.ok(first >= 0 && first <= 4, outcomes.join());
    assert.deepEqual([...new Set(outcomes.slice(first))], ['misconfigured'], 'and it stays so');
    assert.deepEqual([storedDeadLetters(world), storedCheckpoint(world.store)], [[], logId(0)]);
    assert.deepEqual(world.destination.received, []);
  });
}

test('says how many it had the time to try when all of them were refused', async () => {
  const world = slowWorld({ bad: 2_000, batch: 1_000, latencyMs: 5_000 });
  let problem = '';
  for (let runs = 0; runs < 8 && problem === ''; runs += 1) {
    problem = (await reportOf(runWorld(world))).problems?.[0] ?? '';
  }
  const [, count] = /^All (\d+) records that this run had the time to send/.exec(problem) ?? [];
  assert.ok(Number(count) > 0 && Number(count) < 20, problem);
  assert.match(problem, new RegExp(`nothing is lost\\. The first answer was: ${REASON}\\.`));

  world.destination.answer = () => ({ status: 'accepted' });
  await runWorld(world);
  checkAllBut(world, []);
});

test('does not call it misconfigured when time runs out before anything was tried alone', async () => {
  const world = slowWorld({ bad: 2_000, batch: 1_000, latencyMs: 5_000 });
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'out-of-time');
  assert.ok((report.deliveries[0]?.unresolvedRecords ?? 0) > 1);
});
