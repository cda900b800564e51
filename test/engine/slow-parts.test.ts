import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hangWriteAt } from './hanging-write.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, reportOf, runWorld, stateIn, storedCheckpoint } from './simulation.ts';

const RUNS_MS = [5_000, 10_000, 20_000, 25_000];

for (const latencyMs of [700, 1_400]) {
  test(`ends before its deadline although every write meets a conflict, in a storage of ${latencyMs} ms`, async () => {
    for (const maxRunMs of RUNS_MS) {
      const world = createWorld(3_000);
      world.maxRunMs = maxRunMs;
      world.store.latencyMs = latencyMs;
      world.store.beforeWrite = () => {
        // The lease is taken without a conflict: otherwise it would be another run's.
        if (world.store.written.length > 0)
          world.store.document = structuredClone(world.store.document);
      };

      const report = await reportOf(runWorld(world));

      const tookMs = world.clock.now() - START_MS;
      assert.ok(tookMs <= maxRunMs, `${tookMs} ms of ${maxRunMs}`);
      assert.equal(report.outcome, 'stopped');
      assert.equal(world.store.written.length, 1);
    }
  });
}

for (const takesEffect of [false, true]) {
  const what = takesEffect ? 'whose answer is lost' : 'that is lost';
  test(`stores its report and frees the lease after a write of progress near the end ${what}`, async () => {
    for (const share of [0.6, 0.75, 0.85, 0.92]) {
      for (const maxRunMs of [5_000, 20_000]) {
        const world = createWorld(8_000);
        world.maxRunMs = maxRunMs;
        world.tenant.latencyMs = maxRunMs / 80;
        const instantMs = START_MS + share * maxRunMs;
        const hanging = hangWriteAt(world, instantMs, takesEffect);
        world.destination.answer = async () => {
          const isNear = world.clock.now() > START_MS + 0.5 * maxRunMs;
          if (isNear) await world.clock.sleep(instantMs - world.clock.now());
          return { status: 'accepted' };
        };

        const report = await reportOf(runWorld(world));

        const when = `hanging at ${share} of ${maxRunMs} ms`;
        assert.ok(hanging.atMs !== undefined, when);
        assert.ok(world.clock.now() <= START_MS + maxRunMs, when);
        const state = stateIn(world.store.document);
        assert.equal(state.lease, null, when);
        assert.equal(state.history[0]?.runId, report.runId, when);
        assert.equal(storedCheckpoint(world.store), report.deliveries[0]?.checkpoint, when);
      }
    }
  });
}

test('makes progress in every run although tenant and destination are slow, until it is caught up', async () => {
  const world = createWorld(5_000, 1_000);
  world.maxRunMs = 5_000;
  world.tenant.latencyMs = 500;
  world.destination.latencyMs = 800;

  const progress: number[] = [];
  for (let isDone = false; !isDone; ) {
    const report = await reportOf(runWorld(world));
    progress.push(report.deliveries[0]?.logs ?? 0);
    isDone = report.outcome === 'caught-up';
    assert.ok(isDone || (progress.at(-1) ?? 0) > 0, `exported ${progress.join(', ')}`);
  }

  assert.equal(new Set(world.destination.received).size, 5_000);
  assert.equal(world.destination.received.length, 5_000);
  assert.ok(progress.length <= 15, `exported ${progress.join(', ')}`);
});

test('sends records when the first has waited for as long as the budget allows', async () => {
  const world = createWorld(3_000, 10_000);
  world.tenant.latencyMs = 600;
  const sentAtMs: number[] = [];
  world.destination.answer = () => {
    sentAtMs.push(world.clock.now() - START_MS - world.destination.latencyMs);
    return { status: 'accepted' };
  };

  await runWorld(world);

  const [first = Number.POSITIVE_INFINITY] = sentAtMs;
  assert.ok(first > 2_000 && first < 2_000 + 2 * 600 + 100, `${first} ms`);
});

test('reports a silent Auth0 as stopped in short runs too, because only the cause helps', async () => {
  for (const maxRunMs of RUNS_MS) {
    const world = createWorld(300);
    world.maxRunMs = maxRunMs;
    world.tenant.latencyMs = 1_000_000;

    const report = await reportOf(runWorld(world));

    assert.equal(report.outcome, 'stopped', `a run of ${maxRunMs} ms`);
    assert.equal(report.reason, 'no answer in time');
    assert.ok(world.clock.now() <= START_MS + maxRunMs);
  }
});

test('reports a silent destination as stopped in short runs too', async () => {
  for (const maxRunMs of RUNS_MS) {
    const world = createWorld(300);
    world.maxRunMs = maxRunMs;
    world.destination.latencyMs = 1_000_000;

    const report = await reportOf(runWorld(world));

    assert.equal(report.outcome, 'stopped', `a run of ${maxRunMs} ms`);
    assert.ok(world.clock.now() <= START_MS + maxRunMs);
  }
});

test('ends before its deadline when the storage is silent, at any time of the run', async () => {
  for (const maxRunMs of RUNS_MS) {
    for (const share of [0, 0.3, 0.6, 0.85]) {
      const world = createWorld(8_000);
      world.maxRunMs = maxRunMs;
      world.tenant.latencyMs = maxRunMs / 80;
      world.store.beforeWrite = () => {
        if (world.clock.now() >= START_MS + share * maxRunMs) world.store.latencyMs = 1_000_000;
      };
      await runWorld(world);
      const tookMs = world.clock.now() - START_MS;
      assert.ok(tookMs <= maxRunMs, `${tookMs} ms of ${maxRunMs}, silent at ${share}`);
    }
  }
});
