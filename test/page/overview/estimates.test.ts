import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RunReport } from '../../../src/engine/report.ts';
import { lineOf } from '../../../src/engine/run-line.ts';
import { EMPTY_STATE } from '../../../src/engine/state.ts';
import { estimates } from '../../../src/page/overview/estimates.ts';
import { exportSpeed, untilCaughtUpMs } from '../../../src/page/overview/frontier.ts';
import { deliveryWith } from '../../engine/reports.ts';
import {
  actionAgo,
  anyState,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  NOW_MS,
  runAgo,
  runsEvery5Minutes,
  stateWith,
} from '../runs/runs.ts';

const INTERVAL_MS = 5 * MINUTE_MS;

/** Runs every 5 minutes that ran out of time, each of which exported logs of so many minutes; the last ended so far behind. */
function catchingUp(count: number, minutesEach: number, behindMs: number): readonly RunReport[] {
  return runsEvery5Minutes(count, MINUTE_MS, (index) => ({
    outcome: 'out-of-time',
    lastExportedAtMs: NOW_MS - behindMs - index * minutesEach * MINUTE_MS,
  }));
}

describe('the speed of the export', () => {
  it('is how much log time passes in how much time', () => {
    const speed = (minutes: number) =>
      exportSpeed(stateWith({ history: catchingUp(6, minutes, HOUR_MS) }), INTERVAL_MS);
    assert.equal(speed(20), 4);
    assert.equal(speed(1), 0.2);
    assert.equal(speed(0), 0);
  });

  it('is not known of less than two runs, or where times are odd', () => {
    assert.equal(exportSpeed(EMPTY_STATE, INTERVAL_MS), undefined);
    const one = stateWith({ history: catchingUp(1, 20, HOUR_MS) });
    assert.equal(exportSpeed(one, INTERVAL_MS), undefined);
    const backwards = stateWith({ history: [...catchingUp(4, 20, HOUR_MS)].reverse() });
    assert.equal(exportSpeed(backwards, INTERVAL_MS), undefined);
  });

  it('is not slowed down by a pause or by the failures before', () => {
    const [newest] = catchingUp(1, 0, HOUR_MS);
    assert.ok(newest !== undefined);
    const stopped = { outcome: 'stopped', lastExportedAtMs: NOW_MS - 2 * HOUR_MS } as const;
    const history = [newest, runAgo(6 * HOUR_MS, stopped), runAgo(9 * HOUR_MS, stopped)];
    assert.equal(exportSpeed(stateWith({ history }), INTERVAL_MS), 12);
  });

  it('is that of nothing while runs stop', () => {
    const history = catchingUp(6, 0, HOUR_MS).map(
      (run) => ({ ...run, outcome: 'stopped' }) as const,
    );
    assert.equal(exportSpeed(stateWith({ history }), INTERVAL_MS), 0);
  });

  it('is that of time while nothing is left to export, however long ago the last log happened', () => {
    const lastExportedAtMs = NOW_MS - DAY_MS;
    const history = runsEvery5Minutes(6, MINUTE_MS, () => ({ lastExportedAtMs }));
    assert.equal(exportSpeed(stateWith({ history }), INTERVAL_MS), 1);
  });

  it('counts from the last move of the checkpoint', () => {
    const history = catchingUp(6, 20, HOUR_MS);
    const actions = [actionAgo('move', 3 * MINUTE_MS)];
    assert.equal(exportSpeed(stateWith({ history, actions }), INTERVAL_MS), undefined);
  });
});

describe('the time until the export has caught up', () => {
  it('is how far behind it is by how much faster than time it is', () => {
    assert.equal(untilCaughtUpMs(HOUR_MS, 4), 20 * MINUTE_MS);
    assert.equal(untilCaughtUpMs(-5, 4), 0);
  });

  it('never comes when it is no faster, or not known to be', () => {
    for (const speed of [undefined, 0, 0.9, 1, 1.01, Number.NaN]) {
      assert.equal(untilCaughtUpMs(HOUR_MS, speed), undefined);
    }
  });
});

describe('the figures of the overview', () => {
  it('put the pieces together', () => {
    const history = catchingUp(6, 20, HOUR_MS);
    const figures = estimates(stateWith({ history }), NOW_MS);
    const { lastRun, lastDay: _, ...others } = figures;
    assert.equal(lastRun, history[0]);
    assert.deepEqual(others, {
      intervalMs: INTERVAL_MS,
      nextRunAtMs: NOW_MS + 4 * MINUTE_MS,
      frontierMs: NOW_MS - HOUR_MS,
      speed: 4,
    });
  });

  it('have no speed while paused or while no run comes', () => {
    const history = catchingUp(6, 20, HOUR_MS);
    assert.equal(estimates(stateWith({ history, pausedAtMs: NOW_MS }), NOW_MS).speed, 0);
    assert.equal(estimates(stateWith({ history }), NOW_MS + HOUR_MS).speed, 0);
  });

  it('keep the frontier of a quiet tenant when a run fails that found nothing new', () => {
    const lastExportedAtMs = NOW_MS - DAY_MS;
    const history = [
      runAgo(MINUTE_MS, { outcome: 'stopped', lastExportedAtMs }),
      runAgo(6 * MINUTE_MS, { lastExportedAtMs }),
    ];
    const { frontierMs } = estimates(stateWith({ history }), NOW_MS);
    assert.equal(frontierMs, NOW_MS - 6 * MINUTE_MS);
  });

  it('count the runs and the logs of the last day, without replays', () => {
    const both = [
      deliveryWith({ logs: 40 }),
      deliveryWith({ destination: 'logs-ingestion', logs: 10 }),
    ];
    const state = stateWith({
      history: [
        runAgo(HOUR_MS, { deliveries: both }),
        runAgo(2 * HOUR_MS, { work: 'replay' }, 1_000),
        runAgo(3 * HOUR_MS, { outcome: 'stopped' }),
      ],
      pastRuns: [lineOf(runAgo(20 * HOUR_MS, {}, 5)), lineOf(runAgo(25 * HOUR_MS, {}, 7))],
    });
    const { lastDay } = estimates(state, NOW_MS);
    assert.deepEqual(lastDay, { isComplete: true, runs: 3, logs: 45 });
  });

  it('say so if the runs that are kept do not go back for a day', () => {
    const { lastDay } = estimates(stateWith({ history: [runAgo(HOUR_MS)] }), NOW_MS);
    assert.equal(lastDay.isComplete, false);
  });

  it('are numbers for any state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { lastRun: _, lastDay, ...figures } = estimates(state, NOW_MS);
        const { runs, logs } = lastDay;
        for (const [name, value = 0] of Object.entries({ ...figures, runs, logs })) {
          assert.ok(Number.isFinite(value), name);
        }
      }),
    );
  });
});
