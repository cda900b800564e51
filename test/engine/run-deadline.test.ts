import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, storedCheckpoint } from './simulation.ts';

test('ends before its deadline with its state stored when the backlog is larger than a run', async () => {
  const world = createWorld(40_000, 1_000);

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
  const world = createWorld(10_000, 1_000);
  world.tenant.latencyMs = 200;

  const report = await reportOf(runWorld(world));

  const last = world.tenant.logs[(report.deliveries[0]?.logs ?? 0) - 1];
  assert.equal(report.lastExportedAtMs, last?.['atMs']);
  assert.ok(report.lagMs !== undefined && report.lagMs > 0);
});

test('may be followed at once when it ended out of time', async () => {
  const world = createWorld(10_000, 1_000);
  world.tenant.latencyMs = 200;
  world.minIntervalMs = 30_000;
  assert.equal((await reportOf(runWorld(world))).outcome, 'out-of-time');
  assert.equal((await runWorld(world)).status, 'ran');
});

test('asks for no page any more when it ended during a pause, because nobody would export it', async () => {
  const world = createWorld(300);
  world.tenant.nextOutcomes.push({
    status: 'page',
    page: {
      logs: world.tenant.logs.slice(0, 100),
      continuesAfter: logId(100),
      isFull: true,
      pauseMs: 4_000,
    },
  });
  world.destination.answer = () => ({ status: 'misconfigured', problem: 'for this test' });

  const report = await reportOf(runWorld(world));
  await world.clock.sleep(10_000);

  assert.equal(report.outcome, 'misconfigured');
  assert.ok(report.endedAtMs < START_MS + 1_000, 'does not wait for the pause');
  assert.deepEqual(world.tenant.asked, [logId(0)]);
});

test('begins nothing when reading the state took all the time, because it could not be stored', async () => {
  const world = createWorld(300);
  world.maxRunMs = 5_000;
  world.store.latencyMs = 4_500;

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /the state could not be read: no answer in time/);
  assert.equal(world.store.written.length, 0);
  assert.deepEqual(world.tenant.asked, []);
});

test('leaves what was accepted last to its final write, so that it does not wait for two', async () => {
  const world = createWorld(300);
  world.destination.latencyMs = 10;
  world.store.latencyMs = 500;

  await reportOf(runWorld(world));

  assert.equal(storedCheckpoint(world.store), logId(300));
  assert.equal(world.store.written.length, 3, 'the lease, the first batch, all with the report');
});
