import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { EMPTY_STATE, STATE_VERSION } from '../../src/engine/state.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, storedCheckpoint } from './simulation.ts';

test('stops before it reads a log when the state cannot be read', async () => {
  const world = createWorld(10);
  world.store.failure = 'the storage is away';

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /the storage is away/);
  assert.equal(world.tenant.asked.length, 0);
});

test('never starts over because of a checkpoint that cannot be read', async () => {
  for (const document of [
    'text',
    [],
    7,
    { version: STATE_VERSION + 1, checkpoints: {} },
    { version: '2', checkpoints: {} },
    { ...EMPTY_STATE, checkpoints: undefined },
    { ...EMPTY_STATE, checkpoints: { 'data-collector': [{ after: 7 }] } },
  ]) {
    const world = createWorld(10);
    world.store.document = document;
    const report = await reportOf(runWorld(world));
    assert.equal(report.outcome, 'stopped');
    assert.match(report.reason ?? '', /stored state/);
    assert.equal(world.tenant.asked.length, 0);
    assert.deepEqual(world.store.document, document);
  }
});

test('drops a broken history or token with a warning and goes on from the checkpoint', async () => {
  const world = createWorld(10);
  world.store.document = {
    ...EMPTY_STATE,
    checkpoints: { 'data-collector': [{ after: logId(7) }] },
    history: 'garbage',
    tokens: 7,
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(world.destination.received.length, 3);
  assert.match(report.warnings?.join('\n') ?? '', /history.*\n.*tokens/);
});

test('stops and keeps the stored checkpoint when the state cannot be written any more', async () => {
  const world = createWorld(3_000);
  world.destination.answer = () => {
    world.store.failure = 'the storage is full';
    return { status: 'accepted' };
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /the storage is full/);
  assert.equal(storedCheckpoint(world.store), logId(0));
  assert.ok(world.destination.attempts <= MAX_UNSTORED_BATCHES);
  assert.ok(world.clock.now() <= START_MS + world.maxRunMs);
});
