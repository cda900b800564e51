/** What a run to two destinations tells of each of them, and of both together. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fateAt } from '../../src/engine/fates.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { createBoth, WRONG } from './both-worlds.ts';
import { createWorld, reportOf, runWorld, stateIn } from './simulation.ts';

/** The figures of a fate or a run that somebody who waits for logs looks at. */
function figuresOf(
  known: { readonly lagMs?: number; readonly lastExportedAtMs?: number } | undefined,
) {
  return [known?.lagMs, known?.lastExportedAtMs];
}

for (const isAlone of [true, false]) {
  const whether = isAlone ? 'alone' : 'beside one that is misconfigured';
  test(`warns of the backlog of a destination that grows, ${whether}`, async () => {
    const { world, second, run } = createBoth(10_000);
    world.maxRunMs = 5_000;
    world.tenant.latencyMs = 200;
    second.answer = () => WRONG;
    let warnings: readonly string[] = [];
    for (let runs = 0; runs < 3; runs += 1) {
      const report = await reportOf(isAlone ? runWorld(world) : run());
      warnings = report.warnings ?? [];
      world.clock.set(world.clock.now() + 3_600_000);
    }
    const backlogs = warnings.filter((one) => /^The backlog grew/.test(one));
    assert.equal(backlogs.length, 1, JSON.stringify(warnings));
  });
}

test('has the figures of the one that is furthest behind, and tells of each its own', async () => {
  const { world, second, run } = createBoth(20_000);
  second.latencyMs = 2_000;
  const report = await reportOf(run());
  const [ahead, behind] = report.deliveries;
  assert.ok(ahead?.fate !== undefined && behind?.fate !== undefined);
  const timeOf = (checkpoint: string) =>
    world.tenant.logs.find(({ log_id: id }) => id === checkpoint)?.['atMs'];
  assert.equal(ahead.fate.lastExportedAtMs, timeOf(ahead.checkpoint));
  assert.equal(behind.fate.lastExportedAtMs, timeOf(behind.checkpoint));
  assert.ok((behind.fate.lastExportedAtMs ?? 0) < (ahead.fate.lastExportedAtMs ?? 0));
  assert.ok((behind.fate.lagMs ?? 0) > (ahead.fate.lagMs ?? 0));
  assert.deepEqual(figuresOf(report), figuresOf(behind.fate));
  assert.equal(report.capacityLogs, behind.logs);
  assert.deepEqual(stateIn(world.store.document).history[0], report);
});

test('goes on to tell of each when its own last log happened, although a run exports none', async () => {
  const { world, second, run } = createBoth(20_000);
  second.latencyMs = 2_000;
  const before = await reportOf(run());
  for (const destination of [world.destination, second]) destination.answer = () => WRONG;
  second.latencyMs = 100;
  const { deliveries } = await reportOf(run());
  assert.deepEqual(
    deliveries.map(({ fate }) => fate?.lastExportedAtMs),
    before.deliveries.map(({ fate }) => fate?.lastExportedAtMs),
  );
  const [ahead, behind] = deliveries;
  assert.ok((behind?.fate?.lagMs ?? 0) > (ahead?.fate?.lagMs ?? 0));
});

test('does not know how far behind it is while one of two has never got anything', async () => {
  const { second, run } = createBoth(500);
  second.answer = () => WRONG;
  const report = await reportOf(run());
  assert.deepEqual(figuresOf(report), [undefined, undefined]);
  assert.deepEqual(figuresOf(report.deliveries[1]?.fate), [undefined, undefined]);
  assert.equal(report.deliveries[0]?.fate?.lagMs, 0);
});

test('takes nothing for the last log of the one that only the other got, from a line either', async () => {
  const { world, second, run } = createBoth(50);
  second.answer = () => WRONG;
  await run();
  const state = stateIn(world.store.document);
  world.store.document = { ...state, history: [], pastRuns: state.history.map(lineOf) };
  const next = await reportOf(run());
  assert.deepEqual(figuresOf(next.deliveries[1]?.fate), [undefined, undefined]);
  assert.notEqual(fateAt(next, 'data-collector')?.lastExportedAtMs, undefined);
});

test('tells nothing apart of the only destination, because the run says all of it', async () => {
  const world = createWorld(10);
  const report = await reportOf(runWorld(world));
  assert.deepEqual(
    report.deliveries.map((delivery) => 'fate' in delivery),
    [false],
  );
  assert.equal(report.lastExportedAtMs, world.tenant.logs.at(-1)?.['atMs']);
});

test('comes with the run before it, when there was one', async () => {
  const { run } = createBoth(10);
  const first = await run();
  assert.ok(first.status === 'ran');
  assert.equal('previous' in first, false);
  const second = await run();
  assert.ok(second.status === 'ran');
  assert.deepEqual(second.previous, first.report);
  const third = await run();
  assert.deepEqual(third.status === 'ran' && third.previous, second.report);
});
