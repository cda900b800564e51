/** A destination that refuses everything, seen by runs that have little to send. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import type { RunReport } from '../../src/engine/report.ts';
import { ACCEPTED, REFUSED, refusing, storedDeadLetters, watchCheckpoint } from './poison.ts';
import {
  createWorld,
  logAt,
  logId,
  reportOf,
  runWorld,
  storedCheckpoint,
  type World,
} from './simulation.ts';

/** Five minutes later there are so many new logs, which a run exports. */
async function runWithNew(world: World, count: number): Promise<RunReport> {
  await world.clock.sleep(300_000);
  const { logs } = world.tenant;
  const known = logs.length;
  for (const index of range(count)) logs.push(logAt(known + index + 1, world.clock.now() - 60_000));
  return reportOf(runWorld(world));
}

function refuseAll(world: World): void {
  world.destination.answer = () => REFUSED;
}

for (const perRun of [1, 3, 5, 19]) {
  test(`sets at most 19 aside and ends misconfigured when all is refused of a tenant with ${perRun} logs per run`, async () => {
    const world = createWorld(0, 1_000);
    refuseAll(world);
    const check = watchCheckpoint(world);
    const outcomes: string[] = [];
    for (let runs = 0; runs < 30; runs += 1) {
      outcomes.push((await runWithNew(world, perRun)).outcome);
    }

    const letters = storedDeadLetters(world);
    assert.ok(letters.length <= 19, `${letters.length} dead letters`);
    assert.equal(storedCheckpoint(world.store), logId(letters.length));
    const first = outcomes.indexOf('misconfigured');
    assert.equal(first, Math.floor(19 / perRun));
    assert.deepEqual([...new Set(outcomes.slice(first))], ['misconfigured'], 'and it stays so');
    check();

    world.destination.answer = () => ACCEPTED;
    assert.equal((await runWithNew(world, perRun)).outcome, 'caught-up');
    assert.equal(world.destination.received.length + letters.length, world.tenant.logs.length);
  });
}

test('counts over runs in which Auth0 did not answer too', async () => {
  const world = createWorld(0, 1_000);
  refuseAll(world);
  await runWithNew(world, 15);
  assert.equal(storedDeadLetters(world).length, 15);
  const silence = { status: 'stopped', reason: 'for this test' } as const;
  world.tenant.nextOutcomes.push(silence);
  assert.equal((await runWithNew(world, 0)).outcome, 'stopped');
  assert.equal((await runWithNew(world, 5)).outcome, 'misconfigured');
  assert.equal(storedDeadLetters(world).length, 15);
});

test('counts from the beginning once something was accepted, because then the records are at fault', async () => {
  const world = createWorld(0, 1_000);
  for (const run of range(1, 7)) {
    // Of the 10 new logs of a run the last is accepted.
    const bad = range((run - 1) * 10 + 1, run * 10);
    world.destination.answer = refusing(bad.map(logId));
    assert.equal((await runWithNew(world, 10)).outcome, 'caught-up');
  }
  assert.equal(storedDeadLetters(world).length, 54);
});

test('sets nothing aside of a run that a rate limit ended before anything was accepted', async () => {
  const world = createWorld(3_000, 10);
  refuseAll(world);
  const { fetchPage } = world.tenant;
  world.tenant.fetchFirstPage = async (after, _confirmedAtMs, timeoutMs) => {
    const outcome = await fetchPage(after, timeoutMs);
    if (outcome.status !== 'page') return outcome;
    const logs = outcome.page.logs.slice(0, 15);
    const continuesAfter = logs.at(-1)?.log_id ?? after;
    return { status: 'page', page: { logs, continuesAfter, isFull: true, pauseMs: 60_000 } };
  };
  for (let runs = 0; runs < 3; runs += 1) {
    const report = await reportOf(runWorld(world));
    assert.equal(report.outcome, 'rate-limited');
    assert.equal(report.deliveries[0]?.deadLetters, undefined);
    assert.deepEqual([storedDeadLetters(world), storedCheckpoint(world.store)], [[], logId(0)]);
  }

  world.destination.answer = refusing([logId(3)]);
  assert.equal((await reportOf(runWorld(world))).outcome, 'rate-limited');
  assert.deepEqual(storedDeadLetters(world), [logId(3)], 'but once something was');
  assert.equal(storedCheckpoint(world.store), logId(15));
});

test('sets the only log of a run aside that was refused, because all there is was read and tried', async () => {
  const world = createWorld(1, 1_000);
  refuseAll(world);
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(storedDeadLetters(world), [logId(1)]);
  assert.equal(storedCheckpoint(world.store), logId(1));
});
