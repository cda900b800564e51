import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, storedCheckpoint } from './simulation.ts';

test('ends before its deadline with its state stored when the backlog is larger than a run', async () => {
  const world = createWorld(60_000, 1_000);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'out-of-time');
  assert.ok(world.clock.now() <= START_MS + world.maxRunMs);
  const exported = report.deliveries[0]?.logs ?? 0;
  assert.equal(storedCheckpoint(world.store), logId(exported));
  assert.equal(report.capacityLogs, exported);
  assert.ok(exported > 10_000, `${exported} logs`);
});

test('ends before its deadline when Auth0 and Azure do not answer at all', async () => {
  const world = createWorld(300);
  world.destination.latencyMs = 1_000_000;
  const report = await reportOf(runWorld(world));
  assert.equal(report.outcome, 'stopped');
  assert.ok(world.clock.now() <= START_MS + world.maxRunMs, `${world.clock.now() - START_MS} ms`);
  assert.equal(storedCheckpoint(world.store), logId(0));

  const deaf = createWorld(300);
  deaf.tenant.latencyMs = 1_000_000;
  const deafReport = await reportOf(runWorld(deaf));
  assert.equal(deafReport.outcome, 'stopped');
  assert.ok(deaf.clock.now() <= START_MS + deaf.maxRunMs);
});

test('waits as long as Auth0 asks when that fits the run, and ends as rate limited when not', async () => {
  const patient = createWorld(10);
  patient.tenant.nextOutcomes.push({
    status: 'retry',
    reason: 'Auth0 answered 429',
    isRateLimited: true,
    waitMs: 5_000,
  });
  assert.equal((await reportOf(runWorld(patient))).outcome, 'caught-up');
  assert.ok(patient.clock.now() >= START_MS + 5_000);

  const hurried = createWorld(10);
  hurried.tenant.nextOutcomes.push({
    status: 'retry',
    reason: 'Auth0 answered 429',
    isRateLimited: true,
    waitMs: 60_000,
  });
  const report = await reportOf(runWorld(hurried));
  assert.equal(report.outcome, 'rate-limited');
  assert.ok(hurried.clock.now() < START_MS + 1_000, 'does not wait for what it cannot get');
});

test('sends what it has before it waits for the allowance of the Management API', async () => {
  const world = createWorld(200, 1_000);
  const [first] = [world.tenant.logs.slice(0, 100)];
  world.tenant.nextOutcomes.push({
    status: 'page',
    page: { logs: first, continuesAfter: logId(100), isFull: true, pauseMs: 6_000 },
  });
  const sentAtMs: number[] = [];
  world.destination.answer = () => {
    sentAtMs.push(world.clock.now());
    return { status: 'accepted' };
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.ok((sentAtMs[0] ?? Infinity) < START_MS + 1_000, 'sent before the pause');
  assert.equal(world.destination.received.length, 200);
});

test('reports as lag the age of the last exported log when something is left', async () => {
  const world = createWorld(60_000, 1_000);

  const report = await reportOf(runWorld(world));

  const last = world.tenant.logs[(report.deliveries[0]?.logs ?? 0) - 1];
  assert.equal(report.lastExportedAtMs, last?.['atMs']);
  assert.ok(report.lagMs !== undefined && report.lagMs > 0);
});

test('may be followed at once when it ended out of time', async () => {
  const world = createWorld(60_000, 1_000);
  world.minIntervalMs = 30_000;
  assert.equal((await reportOf(runWorld(world))).outcome, 'out-of-time');
  assert.equal((await runWorld(world)).status, 'ran');
});
