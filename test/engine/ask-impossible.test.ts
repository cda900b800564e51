/** Requests that no state can hold, and such as come at the worst moment. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../src/engine/ask.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { ASKED } from './asking.ts';
import { refusing, storedDeadLetters } from './poison.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, stateIn, storedCheckpoint } from './simulation.ts';

const destination = 'data-collector';

/** As a caller without types would ask. */
const impossible: readonly unknown[] = [
  { kind: 'move', ...ASKED, destination, after: '' },
  { kind: 'move', ...ASKED, destination, after: 'x'.repeat(201) },
  { kind: 'move', ...ASKED, destination, after: 900 },
  { kind: 'move', ...ASKED, destination: 'elsewhere', after: logId(1) },
  { kind: 'pause', ...ASKED, atMs: Number.NaN },
  { kind: 'pause', ...ASKED, atMs: 8.64e15 + 1 },
  { kind: 'discard', ...ASKED, deadLetters: [{ logId: '', destination }] },
  { kind: 'discard', ...ASKED, deadLetters: [{ logId: logId(1) }] },
  { kind: 'resume', by: 'ann' },
  { kind: 'resume', atMs: START_MS },
  { kind: 'resume', by: 7, atMs: START_MS },
  { kind: 'note', ...ASKED, action: 'pause', detail: '' },
  { kind: 'note', ...ASKED, action: 'view' },
  { kind: 'delete' },
  null,
];

test('refuses what no state can hold, without a look at the store, and everything goes on', async () => {
  const world = createWorld(100);
  await runWorld(world);
  const before = structuredClone(world.store.document);
  const [reads, writes] = [world.store.reads, world.store.written.length];

  for (const request of impossible) {
    assert.deepEqual(await ask(world.store, world.clock, request as AdministratorRequest), {
      status: 'failed',
      reason: 'what was asked for cannot be stored',
    });
  }

  assert.deepEqual(world.store.document, before);
  assert.deepEqual([world.store.reads, world.store.written.length], [reads, writes]);
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  assert.deepEqual(await ask(world.store, world.clock, { kind: 'resume', ...ASKED }), {
    status: 'done',
  });
});

test('refuses it while a run is under way too, which would find a document that it cannot read', async () => {
  const world = createWorld(1_000);
  const outcomes: unknown[] = [];
  let deliveries = 0;
  world.destination.answer = async () => {
    deliveries += 1;
    if (deliveries === 3) {
      for (const request of impossible) {
        outcomes.push(await ask(world.store, world.clock, request as AdministratorRequest));
      }
    }
    return { status: 'accepted' };
  };
  const report = await reportOf(runWorld(world));
  assert.equal(outcomes.length, impossible.length);
  assert.deepEqual([report.outcome, storedCheckpoint(world.store)], ['caught-up', logId(1_000)]);
});

const PAUSE: AdministratorRequest = { kind: 'pause', ...ASKED };
const DISCARD: AdministratorRequest = {
  kind: 'discard',
  ...ASKED,
  deadLetters: [{ logId: logId(150), destination }],
};

const wishes: readonly (readonly AdministratorRequest[])[] = [[DISCARD], [DISCARD, PAUSE]];

for (const requests of wishes) {
  const kinds = requests.map(({ kind }) => kind).join(' and ');
  test(`obeys a ${kinds} that comes while the write is under way which stores the dead letter again`, async () => {
    const world = createWorld(1_000);
    world.destination.answer = refusing([logId(150)]);
    await runWorld(world);
    await ask(world.store, world.clock, { kind: 'move', ...ASKED, destination, after: logId(0) });
    assert.deepEqual(storedDeadLetters(world), [logId(150)]);
    const { read, write } = world.store;
    let isAsked = false;
    world.store.write = async (document, version, timeoutMs) => {
      const place = stateIn(document).checkpoints[destination]?.[0]?.after ?? '';
      if (!isAsked && place >= logId(150)) {
        isAsked = true;
        for (const request of requests) await ask({ read, write }, world.clock, request);
      }
      return write(document, version, timeoutMs);
    };

    const report = await reportOf(runWorld(world));

    assert.ok(isAsked);
    const isPaused = requests.includes(PAUSE);
    assert.equal(report.reason, isPaused ? 'an administrator paused the export' : undefined);
    const { requests: left, pausedAtMs } = stateIn(world.store.document);
    assert.deepEqual([storedDeadLetters(world), left], [[], []]);
    assert.equal(pausedAtMs, isPaused ? START_MS : null);
    assert.ok((storedCheckpoint(world.store) ?? '') >= logId(150), 'and it is passed over');
  });
}
