/** Work that never ends by itself, which only a defect can be. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTime } from '../../src/engine/in-time.ts';
import { createSimulatedClock, START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, stateIn, storedCheckpoint } from './simulation.ts';

test('gives what the work gives when that comes in time, and lets no time pass', async () => {
  const clock = createSimulatedClock();
  const work = clock.sleep(100).then(() => 'done');
  assert.equal(await inTime(work, START_MS + 1_000, () => 'overtime', clock), 'done');
  await clock.sleep(1);
  assert.equal(clock.now(), START_MS + 101);
});

test('gives something else once the time is over', async () => {
  const clock = createSimulatedClock();
  const never = new Promise<string>(() => {});
  assert.equal(await inTime(never, START_MS + 1_000, () => 'overtime', clock), 'overtime');
  assert.equal(clock.now(), START_MS + 1_000);
});

test('ends with its report stored and its lease given back although the source never answers', async () => {
  const world = createWorld(3_000);
  const { fetchPage } = world.tenant;
  let pages = 0;
  world.tenant.fetchPage = (after, timeoutMs) => {
    pages += 1;
    return pages === 5 ? new Promise(() => {}) : fetchPage(after, timeoutMs);
  };

  const report = await reportOf(runWorld(world));

  assert.match(report.reason ?? '', /^the exporter has a defect \(the run did not end by itself\)/);
  assert.ok(report.endedAtMs <= report.startedAtMs + world.maxRunMs);
  const { lease, history } = stateIn(world.store.document);
  assert.deepEqual([lease, history[0]?.runId], [null, report.runId]);
  assert.equal(storedCheckpoint(world.store), logId(400), 'what was accepted is kept');

  await runWorld(world);
  assert.deepEqual(
    [...world.destination.received].sort(),
    world.tenant.logs.map((log) => log.log_id),
  );
});

test('delivers and stores nothing after its report, whatever comes to an end later', async () => {
  const world = createWorld(3_000);
  let answerLate = () => {};
  let deliveries = 0;
  world.destination.answer = () => {
    deliveries += 1;
    if (deliveries !== 3) return { status: 'accepted' };
    return new Promise((resolve) => {
      answerLate = () => resolve({ status: 'accepted' });
    });
  };
  const report = await reportOf(runWorld(world));
  assert.match(report.reason ?? '', /did not end by itself/);
  const [attempts, writes] = [world.destination.attempts, world.store.written.length];

  answerLate();
  await world.clock.sleep(60_000);

  assert.deepEqual([world.destination.attempts, world.store.written.length], [attempts, writes]);
});
