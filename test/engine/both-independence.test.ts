/** A run to two destinations: neither holds the other back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tailOf } from '../../src/engine/state.ts';
import { createBoth, WRONG } from './both-worlds.ts';
import { ACCEPTED, REFUSED } from './poison.ts';
import { createWorld, logId, PLAIN_VAULT, reportOf, runWorld, stateIn } from './simulation.ts';

test('lets the one go on and keeps the place of the other, which is misconfigured', async () => {
  const { world, second, all, run } = createBoth(500);
  second.answer = () => WRONG;
  for (let runs = 0; runs < 3; runs += 1) {
    const report = await reportOf(run());
    assert.equal(report.outcome, 'misconfigured');
    assert.deepEqual(report.problems, ['logs-ingestion: The role is missing.']);
    const [first, other] = report.deliveries;
    assert.deepEqual([first?.fate?.outcome, first?.fate?.lagMs], ['caught-up', 0]);
    assert.equal(other?.fate?.outcome, 'misconfigured');
    assert.equal(other?.fate?.reason, 'The role is missing.');
    assert.deepEqual(world.destination.received, all, 'none is repeated');
  }
  assert.equal(tailOf(stateIn(world.store.document), 'logs-ingestion'), logId(0));
  second.answer = () => ({ status: 'accepted' });
  assert.equal((await reportOf(run())).outcome, 'caught-up');
  assert.deepEqual(second.received, all);
  assert.deepEqual(world.destination.received, all);
});

test('exports as much to the one as it would alone while the other never answers', async () => {
  const { world, second, run } = createBoth(20_000);
  const alone = createWorld(20_000);
  await runWorld(alone);
  second.latencyMs = 60_000;
  await run();
  assert.ok(
    world.destination.received.length >= alone.destination.received.length,
    `${world.destination.received.length} of ${alone.destination.received.length}`,
  );
});

test('ends the deliveries of the one with a defect, and those of the other as ever', async () => {
  const { world, second, all, run } = createBoth(300);
  second.encode = () => {
    throw new Error('a defect');
  };
  const report = await reportOf(run());
  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /^logs-ingestion: the exporter has a defect/);
  assert.deepEqual(world.destination.received, all);
  assert.equal(tailOf(stateIn(world.store.document), 'data-collector'), logId(300));
});

test('ends a destination with a defect when what it refused cannot be locked, and the other as ever', async () => {
  const { world, second, both, all } = createBoth(5);
  second.answer = () => REFUSED;
  const vault = {
    ...PLAIN_VAULT,
    lock: () => {
      throw new Error('a defect');
    },
  };
  const report = await reportOf(runWorld({ ...both(), vault }));
  const [first, other] = report.deliveries;
  assert.deepEqual([first?.fate?.outcome, first?.logs], ['caught-up', 5]);
  assert.equal(other?.fate?.outcome, 'stopped');
  assert.match(other?.fate?.reason ?? '', /^the exporter has a defect/);
  assert.deepEqual(world.destination.received, all);
});

for (const isAlone of [true, false]) {
  const whether = isAlone ? 'alone' : 'beside one that is misconfigured';
  test(`lets a destination go on with its backlog at once, ${whether}`, async () => {
    const { world, second, both } = createBoth(5_000);
    world.maxRunMs = 5_000;
    world.tenant.latencyMs = 200;
    second.answer = () => WRONG;
    const start = () => runWorld({ ...(isAlone ? world : both()), minIntervalMs: 30_000 });
    const { deliveries, outcome } = await reportOf(start());
    assert.equal(deliveries[0]?.fate?.outcome ?? outcome, 'out-of-time');
    await world.clock.sleep(5_000);
    assert.equal((await start()).status, 'ran');
  });
}

test('is too soon when the one was caught up and the other waits for a person', async () => {
  const { world, second, both } = createBoth(10);
  second.answer = () => WRONG;
  const start = () => runWorld({ ...both(), minIntervalMs: 30_000 });
  await start();
  await world.clock.sleep(5_000);
  assert.equal((await start()).status, 'too-soon');
});

test('stores the place of the one that is done while the other is still under way', async () => {
  const { world, second, run } = createBoth(50);
  second.latencyMs = 60_000;
  const running = run();
  const startedAtMs = world.clock.now();
  await world.clock.sleep(5_000);
  assert.equal(tailOf(stateIn(world.store.document), 'data-collector'), logId(50));
  assert.ok((await reportOf(running)).endedAtMs > startedAtMs + 5_000);
});

test('repeats nothing that the one got because the other never comes back', async () => {
  const { world, second, run, all } = createBoth(50);
  second.answer = () => new Promise(() => undefined);
  for (let runs = 0; runs < 3; runs += 1) await run();
  assert.deepEqual(world.destination.received, all);
  second.answer = () => ACCEPTED;
  assert.equal((await reportOf(run())).outcome, 'caught-up');
  assert.deepEqual(second.received, all);
});
