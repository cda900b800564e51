import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logAt, logId, reportOf, runWorld, storedCheckpoint } from './simulation.ts';

test('exports every log once and in order, and stores where it ended', async () => {
  const world = createWorld(1_234);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(
    world.destination.received,
    world.tenant.logs.map((log) => log.log_id),
  );
  assert.equal(storedCheckpoint(world.store), logId(1_234));
  assert.equal(report.deliveries[0]?.logs, 1_234);
  assert.equal(report.deliveries[0]?.checkpoint, logId(1_234));
});

test('says that it was the first run and where it began', async () => {
  const world = createWorld(3);
  const first = await reportOf(runWorld(world));
  assert.match(first.warnings?.join() ?? '', /first run/);

  const second = await reportOf(runWorld(world));
  assert.deepEqual(second.warnings, []);
});

test('keeps the checkpoint while the destination answers nothing but errors', async () => {
  const world = createWorld(500);
  world.destination.answer = () => ({ status: 'retry', reason: 'Azure answered 503' });

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.equal(report.reason, 'Azure answered 503');
  assert.equal(storedCheckpoint(world.store), logId(0));
  assert.equal(report.deliveries[0]?.logs, 0);
  assert.ok((report.deliveries[0]?.retries ?? 0) > 0);

  world.destination.answer = () => ({ status: 'accepted' });
  await runWorld(world);
  assert.equal(new Set(world.destination.received).size, 500);
});

test('moves the checkpoint only past batches without a gap, whatever order they are accepted in', async () => {
  const world = createWorld(400);
  const third = logId(201);
  world.destination.answer = (records) =>
    records[0]?.logId === third
      ? { status: 'misconfigured', problem: 'for this test' }
      : { status: 'accepted' };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'misconfigured');
  assert.deepEqual(report.problems, ['for this test']);
  assert.equal(storedCheckpoint(world.store), logId(200));
  assert.equal(report.deliveries[0]?.logs, 200);
});

test('keeps several deliveries under way and never more unstored batches than promised', async () => {
  const world = createWorld(5_000);
  world.destination.latencyMs = 400;
  world.store.latencyMs = 900;
  let mostUnstored = 0;
  world.destination.answer = () => {
    const stored = Number(storedCheckpoint(world.store)?.slice(3) ?? 0) / 100;
    mostUnstored = Math.max(mostUnstored, world.destination.attempts - stored);
    return { status: 'accepted' };
  };

  const report = await reportOf(runWorld(world));

  assert.ok(world.destination.mostAtOnce > 1, `${world.destination.mostAtOnce} at once`);
  assert.ok(mostUnstored <= MAX_UNSTORED_BATCHES, `${mostUnstored} unstored`);
  assert.ok((report.deliveries[0]?.logs ?? 0) > 0);
});

test('retries a page and a delivery that fail for a moment', async () => {
  const world = createWorld(250);
  world.tenant.nextOutcomes.push({ status: 'retry', reason: 'Auth0 answered 502' });
  let failures = 2;
  world.destination.answer = () => {
    failures -= 1;
    return failures >= 0
      ? { status: 'retry', reason: 'Azure answered 500' }
      : { status: 'accepted' };
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(report.pageRetries, 1);
  assert.equal(report.deliveries[0]?.retries, 2);
  assert.equal(world.destination.received.length, 250);
});

test('is caught up after a page that is not full and holds a log younger than the run', async () => {
  const world = createWorld(40);
  world.tenant.logs.push(logAt(41, START_MS + 10));

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(report.pages, 1);
  assert.equal(world.destination.received.length, 41);
});

test('reads on after a page that is not full and holds only older logs', async () => {
  const world = createWorld(40);

  const report = await reportOf(runWorld(world));

  assert.equal(report.pages, 2);
  assert.equal(report.lagMs, 0);
});

test('warns when the backlog grew during the last runs and names the setting', async () => {
  const world = createWorld(0);
  const behind = (lagMs: number) => ({
    runId: 'r',
    trigger: 'schedule' as const,
    startedAtMs: START_MS,
    endedAtMs: START_MS,
    outcome: 'out-of-time' as const,
    pages: 1,
    pageRetries: 0,
    deliveries: [],
    lagMs,
    capacityLogs: 100,
  });
  world.store.document = { ...EMPTY_STATE, history: [behind(2), behind(1)] };
  world.maxRunMs = 5_000;
  const tenant = createWorld(10_000).tenant;
  world.tenant.logs.push(...tenant.logs);

  const report = await reportOf(runWorld(world));

  assert.match(report.warnings?.join('\n') ?? '', /The backlog grew .* MAX_RUN_SECONDS \(now 5/);
});
