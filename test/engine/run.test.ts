import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { LEASE_MS } from '../../src/engine/lease.ts';
import type { State } from '../../src/engine/state.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import {
  createWorld,
  logAt,
  logId,
  reportOf,
  runWorld,
  START_MS,
  storedCheckpoint,
} from './simulation.ts';

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

test('stores its start before it reads, so that a start of "now" cannot move', async () => {
  const world = createWorld(3);
  world.tenant.fetchPage = async () => {
    assert.equal(storedCheckpoint(world.store), logId(0));
    return { status: 'stopped', reason: 'for this test' };
  };

  await runWorld(world);
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

test('reports as lag the age of the last exported log when something is left', async () => {
  const world = createWorld(60_000, 1_000);

  const report = await reportOf(runWorld(world));

  const last = world.tenant.logs[(report.deliveries[0]?.logs ?? 0) - 1];
  assert.equal(report.lastExportedAtMs, last?.['atMs']);
  assert.ok(report.lagMs !== undefined && report.lagMs > 0);
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

test('may be followed at once when it ended out of time', async () => {
  const world = createWorld(60_000, 1_000);
  world.minIntervalMs = 30_000;
  assert.equal((await reportOf(runWorld(world))).outcome, 'out-of-time');
  assert.equal((await runWorld(world)).status, 'ran');
});

test('stops without another write when somebody else has taken the lease', async () => {
  const world = createWorld(5_000);
  let writes = 0;
  world.store.beforeWrite = () => {
    writes += 1;
    if (writes !== 4) return;
    const lease = { holder: 'another run', expiresAtMs: world.clock.now() + LEASE_MS };
    world.store.document = { ...(world.store.document as State), lease };
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /lease/);
  assert.equal((world.store.document as State).lease?.holder, 'another run');
});

test('keeps what somebody else wrote while it goes on holding the lease', async () => {
  const world = createWorld(1_000);
  let writes = 0;
  world.store.beforeWrite = () => {
    writes += 1;
    if (writes !== 3) return;
    world.store.document = { ...(world.store.document as State), tokens: { entra: 'sealed' } };
    world.store.beforeWrite = () => {};
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(storedCheckpoint(world.store), logId(1_000));
});

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
    { version: 2, checkpoints: {} },
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
  const tenant = createWorld(60_000).tenant;
  world.tenant.logs.push(...tenant.logs);

  const report = await reportOf(runWorld(world));

  assert.match(report.warnings?.join('\n') ?? '', /The backlog grew .* MAX_RUN_SECONDS \(now 5/);
});

test('turns a defect of the program into a report that gives its place, not its data', async () => {
  const world = createWorld(10);
  world.destination.encode = () => {
    throw new Error('user@example.com');
  };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /defect \(Error at .*run\.test\.ts/);
  assert.doesNotMatch(JSON.stringify(report), /user@example/);
  assert.equal((world.store.document as State).lease, null);
});
