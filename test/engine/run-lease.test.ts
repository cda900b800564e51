import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEASE_MS } from '../../src/engine/lease.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, stateIn, storedCheckpoint } from './simulation.ts';

test('stores its start before it reads, so that a start of "now" cannot move', async () => {
  const world = createWorld(3);
  world.tenant.fetchPage = async () => {
    assert.equal(storedCheckpoint(world.store), logId(0));
    return { status: 'stopped', reason: 'for this test' };
  };

  await runWorld(world);
});

test('stores its start in its very first write, together with the lease, because it may die right after', async () => {
  const world = createWorld(3);

  const report = await reportOf(runWorld(world));

  const first = stateIn(world.store.written[0]);
  assert.equal(first.lease?.holder, report.runId);
  assert.deepEqual(first.checkpoints, { 'data-collector': [{ after: logId(0) }] });
});

test('answers busy while another run holds the lease, after one read and no write', async () => {
  const world = createWorld(10);
  const lease = { holder: 'another run', expiresAtMs: START_MS + 30_000 };
  world.store.document = { ...EMPTY_STATE, lease } satisfies State;

  assert.deepEqual(await runWorld(world), { status: 'busy' });
  assert.equal(world.store.reads, 1);
  assert.equal(world.store.written.length, 0);
  assert.equal(world.tenant.asked.length, 0);
});

test('takes over a lease that has ended, and one that a broken clock put years ahead', async () => {
  for (const expiresAtMs of [START_MS - 1, START_MS + 365 * 86_400_000]) {
    const world = createWorld(10);
    const lease = { holder: 'a dead run', expiresAtMs };
    world.store.document = { ...EMPTY_STATE, lease } satisfies State;
    assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  }
});

test('of two runs that begin at the same time exactly one exports', async () => {
  const world = createWorld(300);

  const results = await Promise.all([runWorld(world), runWorld(world)]);

  assert.deepEqual(results.map((result) => result.status).sort(), ['busy', 'ran']);
  assert.equal(world.destination.received.length, 300);
});

test('does nothing when it is called again soon after a run that was caught up', async () => {
  const world = createWorld(10);
  world.minIntervalMs = 30_000;
  await runWorld(world);
  const written = world.store.written.length;
  const asked = world.tenant.asked.length;

  assert.deepEqual(await runWorld(world), { status: 'too-soon' });
  assert.equal(world.store.written.length, written);
  assert.equal(world.tenant.asked.length, asked);

  await world.clock.sleep(30_000);
  assert.equal((await runWorld(world)).status, 'ran');
});

test('stops without another write when somebody else has taken the lease', async () => {
  const world = createWorld(5_000);
  let writes = 0;
  world.store.beforeWrite = () => {
    writes += 1;
    if (writes !== 4) return;
    const lease = { holder: 'another run', expiresAtMs: world.clock.now() + LEASE_MS };
    world.store.document = { ...stateIn(world.store.document), lease };
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /lease/);
  assert.equal(stateIn(world.store.document).lease?.holder, 'another run');
});

test('keeps what somebody else wrote while it goes on holding the lease', async () => {
  const world = createWorld(1_000);
  let writes = 0;
  world.store.beforeWrite = () => {
    writes += 1;
    if (writes !== 3) return;
    world.store.document = { ...stateIn(world.store.document), tokens: { entra: 'sealed' } };
    world.store.beforeWrite = () => {};
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(storedCheckpoint(world.store), logId(1_000));
});

test('starts no delivery once the lease has ended by its own clock', async () => {
  const world = createWorld(2_000);
  world.destination.latencyMs = 200;
  world.maxRunMs = 200_000;
  world.destination.answer = () => {
    world.store.latencyMs = LEASE_MS * 2;
    return { status: 'accepted' };
  };
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'stopped');
});

test('begins no delivery once its lease is over by its own clock, however much time the run has', async () => {
  const world = createWorld(300);
  world.maxRunMs = 10 * LEASE_MS;
  const attemptedAtMs: number[] = [];
  world.destination.answer = () => {
    attemptedAtMs.push(world.clock.now());
    return { status: 'retry', reason: 'Azure answered 503' };
  };

  const report = await reportOf(runWorld(world));

  assert.match(report.reason ?? '', /the lease ended before it could be renewed/);
  const lastMs = Math.max(...attemptedAtMs) - START_MS;
  assert.ok(lastMs > LEASE_MS / 2 && lastMs <= LEASE_MS + 1_000, `the last after ${lastMs} ms`);
});
