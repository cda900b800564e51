import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../src/engine/ask.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { ASKED, askDuring } from './asking.ts';
import { loseAnswer } from './lost-answer.ts';
import { refusing, storedDeadLetters, watchCheckpoint } from './poison.ts';
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

const PAUSE: AdministratorRequest = { kind: 'pause', ...ASKED, atMs: START_MS + 1 };

function discard(number: number): AdministratorRequest {
  const deadLetters = [{ logId: logId(number), destination: 'data-collector' as const }];
  return { kind: 'discard', ...ASKED, deadLetters };
}

/** Nothing waits any more, nobody holds the lease, and the run is told of. */
function checkEnded(world: World, runId: string): void {
  const { requests, lease, history } = stateIn(world.store.document);
  assert.deepEqual([requests, lease], [[], null]);
  assert.equal(history[0]?.runId, runId);
}

test('ends the run that is under way when an administrator pauses, and keeps what was accepted', async () => {
  const world = createWorld(5_000);
  const check = watchCheckpoint(world);
  const outcomes = askDuring(world, [PAUSE]);

  const report = await reportOf(runWorld(world));

  assert.deepEqual(outcomes, [{ status: 'waiting' }]);
  assert.equal(report.outcome, 'stopped');
  assert.equal(report.reason, 'an administrator paused the export');
  assert.ok(world.destination.received.length < 1_500, 'soon');
  assert.equal(storedCheckpoint(world.store), world.destination.received.at(-1));
  checkEnded(world, report.runId);
  check();

  const { reads, written } = world.store;
  const writes = written.length;
  assert.deepEqual(await runWorld(world), { status: 'paused' });
  assert.deepEqual([world.store.reads, written.length], [reads + 1, writes]);

  await ask(world.store, world.clock, { kind: 'resume', ...ASKED });
  world.maxRunMs = 60_000;
  await runWorld(world);
  assert.equal(world.destination.received.length, 5_000, 'each once');
});

test('hears of a pause that was asked for while Auth0 was being read', async () => {
  const world = createWorld(5_000);
  const fetchPage = world.tenant.fetchPage;
  let pages = 0;
  world.tenant.fetchPage = async (after, timeoutMs) => {
    pages += 1;
    if (pages === 4) await ask(world.store, world.clock, PAUSE);
    return fetchPage(after, timeoutMs);
  };
  const report = await reportOf(runWorld(world));
  assert.equal(report.reason, 'an administrator paused the export');
  checkEnded(world, report.runId);
});

test('goes on when an administrator pauses and resumes before it hears of either', async () => {
  const world = createWorld(2_000);
  askDuring(world, [PAUSE, { kind: 'resume', ...ASKED }]);
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'caught-up');
  assert.equal(world.destination.received.length, 2_000);
  checkEnded(world, report.runId);
});

test('is caught up when the pause comes so late that nothing is left, and the next run is paused', async () => {
  const world = createWorld(200);
  askDuring(world, [PAUSE], 2);
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'caught-up');
  checkEnded(world, report.runId);
  assert.deepEqual(await runWorld(world), { status: 'paused' });
});

test('does not end the run of an administrator because of a pause from before', async () => {
  const world = createWorld(2_000);
  await ask(world.store, world.clock, PAUSE);
  const report = await reportOf(runWorld(world, 'administrator'));
  assert.equal(report.outcome, 'caught-up');
});

test('ends the run that an administrator began during a pause when it is paused once more', async () => {
  const world = createWorld(5_000);
  await ask(world.store, world.clock, { ...PAUSE, atMs: START_MS });
  askDuring(world, [PAUSE]);
  const report = await reportOf(runWorld(world, 'administrator'));
  assert.equal(report.reason, 'an administrator paused the export');
  checkEnded(world, report.runId);
  assert.deepEqual(await runWorld(world), { status: 'paused' });
});

test('hears of a pause although the answer of the write that obeyed it was lost', async () => {
  const world = createWorld(5_000);
  askDuring(world, [PAUSE]);
  const lost = loseAnswer(world, ({ pausedAtMs }) => pausedAtMs !== null);
  const report = await reportOf(runWorld(world));
  assert.ok(lost.isLost);
  assert.equal(report.reason, 'an administrator paused the export');
  checkEnded(world, report.runId);
  assert.deepEqual(await runWorld(world), { status: 'paused' });
});

test('ends with its report stored and its lease given back when a pause comes with its first write', async () => {
  const world = createWorld(300);
  const lost = loseAnswer(world, ({ lease }) => lease !== null);
  world.store.beforeWrite = () => {
    if (!lost.isLost) return;
    world.store.beforeWrite = () => {};
    world.store.document = { ...stateIn(world.store.document), requests: [PAUSE] };
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.reason, 'an administrator paused the export');
  assert.deepEqual(world.destination.received, []);
  checkEnded(world, report.runId);
});

test('gives up a dead letter during a run, and does not bring it back', async () => {
  const world = createWorld(3_000);
  world.destination.answer = refusing([logId(50), logId(60)]);
  const check = watchCheckpoint(world);
  askDuring(world, [discard(50)], 40);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(storedDeadLetters(world), [logId(60)]);
  checkEnded(world, report.runId);
  check();
});

test('does not bring a dead letter back when the answer of the write that gave it up was lost', async () => {
  const world = createWorld(3_000);
  world.destination.answer = refusing([logId(50)]);
  await runWorld(world);
  world.store.document = {
    ...stateIn(world.store.document),
    checkpoints: { 'data-collector': [{ after: logId(1_000) }] },
  };
  askDuring(world, [discard(50)], 5);
  const lost = loseAnswer(world, ({ deadLetters }) => deadLetters.length === 0);
  const report = await reportOf(runWorld(world));
  assert.ok(lost.isLost);
  assert.deepEqual(storedDeadLetters(world), []);
  checkEnded(world, report.runId);
});
