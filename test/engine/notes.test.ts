/** A note is kept, and disturbs nothing. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { ask } from '../../src/engine/ask.ts';
import { withLease } from '../../src/engine/lease.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { ASKED, askDuring } from './asking.ts';
import { reportWith } from './reports.ts';
import { createWorld, reportOf, runWorld, stateIn } from './simulation.ts';

const NOTE: AdministratorRequest = {
  kind: 'note',
  ...ASKED,
  action: 'test',
  detail: 'd'.repeat(200),
};
const PAUSE: AdministratorRequest = { kind: 'pause', ...ASKED };

test('does not end a run, nor keep it from storing all it does', async () => {
  const world = createWorld(3_000);
  for (const delivery of range(2, 30, 3)) askDuring(world, [NOTE], delivery);
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(report.warnings?.slice(1), []);
  assert.equal(world.destination.received.length, 3_000, 'each once');
  const { actions, requests, lease } = stateIn(world.store.document);
  assert.deepEqual([actions.length, requests, lease], [10, [], null]);
});

test('does not end a pause, and is not ended by one', async () => {
  const world = createWorld(100);
  await ask(world.store, world.clock, PAUSE);
  assert.deepEqual(await ask(world.store, world.clock, NOTE), { status: 'done' });
  assert.deepEqual(await runWorld(world), { status: 'paused' });
  assert.equal((await reportOf(runWorld(world, 'administrator'))).outcome, 'caught-up');
});

test('leaves room for a pause, however many notes wait for a run that died', async () => {
  const world = createWorld(0);
  world.store.document = withLease(EMPTY_STATE, 'a dead run', world.clock.now());
  let waiting = 0;
  for (; (await ask(world.store, world.clock, NOTE)).status === 'waiting'; waiting += 1);
  assert.ok(waiting > 10);
  assert.equal((await ask(world.store, world.clock, PAUSE)).status, 'waiting');
});

/** A world whose store takes no more than it holds now. */
function worldOfFullStore() {
  const world = createWorld(0);
  const history = range(0, 100).map((index) => reportWith({ runId: String(index) }));
  world.store.document = { ...EMPTY_STATE, history };
  const maxBytes = Buffer.byteLength(JSON.stringify(world.store.document));
  const write = world.store.write;
  world.store.write = async (document, version, timeoutMs) => {
    const isTooLarge = Buffer.byteLength(JSON.stringify(document)) > maxBytes;
    if (!isTooLarge) return write(document, version, timeoutMs);
    return { status: 'failed', reason: 'it is too large', isTooLarge };
  };
  return world;
}

test('gives up none of the history for a note when the store takes no more', async () => {
  const world = worldOfFullStore();
  const before = structuredClone(world.store.document);
  assert.deepEqual(await ask(world.store, world.clock, NOTE), {
    status: 'failed',
    reason: 'the state could not be stored: it is too large',
  });
  assert.deepEqual(world.store.document, before);
});

test('gives up some of the history for a pause when the store takes no more', async () => {
  const world = worldOfFullStore();
  assert.deepEqual(await ask(world.store, world.clock, PAUSE), { status: 'done' });
  const { pausedAtMs, history, actions } = stateIn(world.store.document);
  assert.equal(pausedAtMs, ASKED.atMs);
  assert.ok(history.length >= 1 && history.length < 100);
  assert.equal(actions.length, 1);
});
