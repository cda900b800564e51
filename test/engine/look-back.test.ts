/** What a run takes from the runs before is right when only lines of them are left. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admission } from '../../src/engine/lease.ts';
import type { RunReport } from '../../src/engine/report.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { trimState } from '../../src/engine/state-budget.ts';
import { createStateKeeper } from '../../src/engine/state-keeper.ts';
import { deliveryWith, reportWith } from './reports.ts';
import { createSimulatedClock, START_MS } from './simulated-clock.ts';
import { createStore, createWorld, logId, reportOf, runWorld } from './simulation.ts';

const checkpoints = { 'data-collector': [{ after: logId(0) }] };

/** Replays that an administrator began since took all the room for whole reports. */
const replay = reportWith({ runId: 'a replay', work: 'replay' });

/** Both forms of a state: with whole reports, and with lines of all but the newest. */
function statesOf(...exports: readonly RunReport[]): readonly State[] {
  const history = [replay, ...exports].map((report, index) => ({
    ...report,
    runId: `run ${index}`,
  }));
  const whole = { ...EMPTY_STATE, checkpoints, history };
  const [newest = replay, ...others] = history;
  return [whole, { ...whole, history: [newest], pastRuns: others.map(lineOf) }];
}

test('does not begin so soon after a run that caught up', () => {
  for (const state of statesOf(reportWith({ endedAtMs: START_MS }))) {
    assert.equal(admission(state, START_MS + 10_000, 30_000), 'too-soon');
    assert.equal(admission(state, START_MS + 30_000, 30_000), 'start');
  }
});

test('knows when the last log was exported, and so how far behind it is', async () => {
  for (const state of statesOf(
    reportWith({ outcome: 'stopped' }),
    reportWith({ lastExportedAtMs: START_MS - 7_000, deliveries: [deliveryWith()] }),
  )) {
    const world = createWorld(10);
    world.store.document = state;
    world.destination.answer = () => ({ status: 'misconfigured', problem: 'wrong key' });
    const report = await reportOf(runWorld(world));
    assert.equal(report.lastExportedAtMs, START_MS - 7_000);
    assert.ok((report.lagMs ?? 0) > 0);
  }
});

test('warns of a backlog that grew over the runs before', async () => {
  for (const state of statesOf(
    reportWith({ outcome: 'out-of-time', lagMs: 2_000 }),
    reportWith({ outcome: 'out-of-time', lagMs: 1_000 }),
  )) {
    const world = createWorld(5_000);
    world.store.document = state;
    world.tenant.latencyMs = 2_000;
    const report = await reportOf(runWorld(world));
    assert.equal(report.outcome, 'out-of-time');
    assert.match(report.warnings?.join() ?? '', /^The backlog grew during the last 3 runs/);
  }
});

test('goes on with the size down to which the last run divided a refused batch', async () => {
  const divided = deliveryWith({ logs: 0, batches: 0, unresolvedRecords: 7 });
  for (const state of statesOf(reportWith({ outcome: 'out-of-time', deliveries: [divided] }))) {
    const world = createWorld(100);
    world.store.document = state;
    await runWorld(world);
    assert.equal(world.destination.batches[0]?.length, 7);
  }
});

test('counts what the runs before set aside since the destination last accepted something', async () => {
  const setAside = deliveryWith({ logs: 0, batches: 0, deadLetters: 10 });
  const accepted = deliveryWith({ deadLetters: 10 });
  const outcomes: string[] = [];
  for (const before of [setAside, accepted]) {
    for (const state of statesOf(
      reportWith({ deliveries: [setAside] }),
      reportWith({ deliveries: [before] }),
    )) {
      const world = createWorld(5);
      world.store.document = state;
      world.destination.answer = () => ({ status: 'refused', reason: 'no' });
      outcomes.push((await reportOf(runWorld(world))).outcome);
    }
  }
  assert.deepEqual(outcomes, ['misconfigured', 'misconfigured', 'caught-up', 'caught-up']);
});

test('knows that a run has ended although only a line of it is left', async () => {
  const clock = createSimulatedClock();
  const mine = reportWith({ runId: 'mine' });
  const state = { ...EMPTY_STATE, history: [replay], pastRuns: [lineOf(mine)] };
  const store = createStore(clock, state);
  const keeper = createStateKeeper(
    { store, clock, random: () => 0.5, holder: 'mine' },
    { state: EMPTY_STATE, version: 'of a write whose answer was lost' },
  );
  const outcome = await keeper.update((current) => current, START_MS + 10_000);
  assert.deepEqual(outcome, { status: 'written', state });
});

test('looks back at a few runs even in a store that takes little', () => {
  const [whole] = statesOf(
    reportWith({ endedAtMs: START_MS, warnings: ['x'.repeat(4_000)] }),
    reportWith({ warnings: ['x'.repeat(4_000)] }),
  );
  assert.ok(whole !== undefined);
  const trimmed = trimState(whole, 3);
  const { history, pastRuns } = trimmed;
  assert.ok(pastRuns.length > 0);
  assert.equal(history.length + pastRuns.length, 3);
  assert.equal(admission(trimmed, START_MS + 10_000, 30_000), 'too-soon');
});
