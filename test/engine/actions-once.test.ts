/** Whoever obeys a request, and however often it has to try, it is done and told once. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { ask } from '../../src/engine/ask.ts';
import { LEASE_MS, withLease } from '../../src/engine/lease.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { ASKED, askDuring } from './asking.ts';
import { loseAnswer } from './lost-answer.ts';
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

/** Tells requests apart: each has a time of its own. */
function noteAt(number: number): AdministratorRequest {
  return { kind: 'note', by: 'ann', atMs: START_MS + number, action: 'view', detail: 'a record' };
}

const PAUSE: AdministratorRequest = { kind: 'pause', ...ASKED, atMs: START_MS + 100 };
const RESUME: AdministratorRequest = { kind: 'resume', ...ASKED, atMs: START_MS + 101 };

function moveTo(number: number): AdministratorRequest {
  return {
    kind: 'move',
    ...ASKED,
    atMs: START_MS + 200,
    destination: 'data-collector',
    after: logId(number),
  };
}

/** The times of what was done, the first first; nothing waits any more. */
function doneIn(world: World): readonly number[] {
  const { actions, requests } = stateIn(world.store.document);
  assert.deepEqual(requests, []);
  return actions.map(({ atMs }) => atMs - START_MS).reverse();
}

test('asks again after conflicts, and is told once', async () => {
  const world = createWorld(10);
  await runWorld(world);
  let conflicts = 4;
  world.store.beforeWrite = () => {
    if (conflicts === 0) return;
    conflicts -= 1;
    world.store.document = structuredClone(world.store.document);
  };
  assert.deepEqual(await ask(world.store, world.clock, noteAt(1)), { status: 'done' });
  assert.equal(conflicts, 0);
  assert.deepEqual(doneIn(world), [1]);
});

test('tells all that several people ask at the same time', async () => {
  const world = createWorld(10);
  const numbers = range(1, 6);
  await Promise.all(numbers.map((number) => ask(world.store, world.clock, noteAt(number))));
  assert.deepEqual([...doneIn(world)].sort(), numbers);
});

for (const lostWrite of range(0, 12)) {
  test(`obeys once what is asked during a run whose write number ${lostWrite} is answered by nobody`, async () => {
    const world = createWorld(1_000);
    // The lost answer may be that of somebody who asks: it took effect all the same.
    askDuring(world, [noteAt(1), noteAt(2)], 3);
    askDuring(world, [noteAt(3)], 6);
    let writes = 0;
    const lost = loseAnswer(world, () => {
      writes += 1;
      return writes > lostWrite;
    });

    const report = await reportOf(runWorld(world));

    assert.ok(lost.isLost, 'there are so many writes');
    assert.equal(report.outcome, 'caught-up');
    assert.equal(world.destination.received.length, 1_000);
    assert.deepEqual(doneIn(world), [1, 2, 3]);
    const { history, pastRuns } = stateIn(world.store.document);
    assert.deepEqual([history.map(({ runId }) => runId), pastRuns], [[report.runId], []]);
  });
}

test('obeys once what comes in between the last write and its answer', async () => {
  const world = createWorld(200);
  const write = world.store.write;
  world.store.write = async (document, version, timeoutMs) => {
    if (stateIn(document).lease === null) {
      world.store.write = write;
      assert.equal((await ask(world.store, world.clock, noteAt(1))).status, 'waiting');
    }
    return write(document, version, timeoutMs);
  };
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(doneIn(world), [1]);
  assert.deepEqual(
    stateIn(world.store.document).history.map(({ runId }) => runId),
    [report.runId],
  );
});

/** A world in which this was asked of a run that was never heard of again. */
async function worldOfDeadRun(...requests: readonly AdministratorRequest[]): Promise<World> {
  const world = createWorld(300);
  world.store.document = withLease(EMPTY_STATE, 'a dead run', world.clock.now());
  for (const request of requests) {
    assert.equal((await ask(world.store, world.clock, request)).status, 'waiting');
  }
  world.clock.set(START_MS + 2 * LEASE_MS);
  return world;
}

test('obeys once in the next run what was asked of one that died, although its first answer is lost', async () => {
  const world = await worldOfDeadRun(moveTo(290), noteAt(300));
  const lost = loseAnswer(world, () => true);
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  assert.ok(lost.isLost);
  assert.deepEqual(doneIn(world), [200, 300]);
  assert.equal(world.destination.received.length, 10);
  assert.equal(stateIn(world.store.document).moves, 1);
});

test('leaves what was asked to the one who was first, when two runs begin at once', async () => {
  const world = await worldOfDeadRun(moveTo(290), noteAt(300));
  const results = await Promise.all([runWorld(world), runWorld(world)]);
  assert.deepEqual(results.map(({ status }) => status).sort(), ['busy', 'ran']);
  assert.deepEqual(doneIn(world), [200, 300]);
  assert.equal(storedCheckpoint(world.store), logId(300));
});

test('tells a pause that a dead run was asked for once, however often the scheduler looks', async () => {
  const world = await worldOfDeadRun(PAUSE);
  for (let calls = 0; calls < 3; calls += 1) {
    assert.deepEqual(await runWorld(world), { status: 'paused' });
  }
  assert.deepEqual(stateIn(world.store.document).requests, [PAUSE], 'nothing was written');
  await ask(world.store, world.clock, RESUME);
  assert.deepEqual(doneIn(world), [100, 101]);
});
