import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EMPTY_STATE } from '../../../src/engine/state.ts';
import { median } from '../../../src/page/overview/median.ts';
import {
  DEFAULT_INTERVAL_MS,
  nextRunAtMs,
  scheduleIntervalMs,
  silence,
} from '../../../src/page/overview/schedule.ts';
import {
  actionAgo,
  anyState,
  HOUR_MS,
  MINUTE_MS,
  NOW_MS,
  runAgo,
  runsEvery5Minutes,
  stateWith,
} from '../runs/runs.ts';

const intervalMs = 5 * MINUTE_MS;
const facts = { nowMs: NOW_MS, intervalMs };

describe('the interval between scheduled runs', () => {
  it('is the median of the last ones, whatever an administrator began in between', () => {
    const hourly = [0, 1, 2, 3, 4].map((hours) => runAgo(hours * HOUR_MS));
    const byHand = runAgo(HOUR_MS / 2, { trigger: 'administrator' });
    assert.equal(scheduleIntervalMs(stateWith({ history: [byHand, ...hourly] })), HOUR_MS);
  });

  it('is the same after an outage, and after a clock that went backwards', () => {
    const late = runsEvery5Minutes(6, 10 * HOUR_MS);
    const ahead = runAgo(-HOUR_MS);
    const history = [...runsEvery5Minutes(6, MINUTE_MS), ahead, ...late];
    assert.equal(scheduleIntervalMs(stateWith({ history })), intervalMs);
  });

  it('is the default while too few runs are known to tell less', () => {
    assert.equal(DEFAULT_INTERVAL_MS, intervalMs);
    assert.equal(scheduleIntervalMs(EMPTY_STATE), intervalMs);
    assert.equal(scheduleIntervalMs(stateWith({ history: [runAgo(0)] })), intervalMs);
    const two = [runAgo(0), runAgo(MINUTE_MS)];
    assert.equal(scheduleIntervalMs(stateWith({ history: two })), intervalMs);
    const hourly = [runAgo(0), runAgo(HOUR_MS)];
    assert.equal(scheduleIntervalMs(stateWith({ history: hourly })), HOUR_MS);
  });

  it('is more than nothing for any state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        assert.ok(scheduleIntervalMs(state) > 0);
      }),
    );
  });
});

describe('the next run', () => {
  it('is due an interval after the last, or after those that did not come', () => {
    const after = (agoMs: number) =>
      nextRunAtMs(stateWith({ history: [runAgo(agoMs)] }), NOW_MS, intervalMs);
    assert.equal(after(2 * MINUTE_MS), NOW_MS + 3 * MINUTE_MS);
    assert.equal(after(12 * MINUTE_MS), NOW_MS + 3 * MINUTE_MS);
    assert.equal(after(5 * MINUTE_MS), NOW_MS);
    assert.equal(after(-HOUR_MS), NOW_MS + intervalMs);
  });

  it('is not known while paused, or before any', () => {
    const paused = stateWith({ history: [runAgo(0)], pausedAtMs: NOW_MS });
    assert.equal(nextRunAtMs(paused, NOW_MS, intervalMs), undefined);
    assert.equal(nextRunAtMs(EMPTY_STATE, NOW_MS, intervalMs), undefined);
  });
});

describe('the silence of the scheduler', () => {
  it('begins when three runs did not come', () => {
    const after = (agoMs: number) => silence(stateWith({ history: [runAgo(agoMs)] }), facts);
    assert.equal(after(14 * MINUTE_MS), undefined);
    assert.notEqual(after(15 * MINUTE_MS), undefined);
  });

  it('is not broken by runs that an administrator began', () => {
    const byHand = runAgo(MINUTE_MS, { trigger: 'administrator' });
    const history = [byHand, runAgo(2 * HOUR_MS)];
    assert.deepEqual(silence(stateWith({ history }), facts), {
      sinceMs: NOW_MS - 2 * HOUR_MS,
      hasRun: true,
    });
  });

  it('counts from a resumption or an installation', () => {
    const history = [runAgo(24 * HOUR_MS)];
    const resumed = (agoMs: number) =>
      silence(stateWith({ history, actions: [actionAgo('resume', agoMs)] }), facts);
    assert.equal(resumed(4 * MINUTE_MS), undefined);
    assert.notEqual(resumed(20 * MINUTE_MS), undefined);
    const installed = stateWith({ actions: [actionAgo('install', HOUR_MS)] });
    assert.deepEqual(silence(installed, facts), {
      sinceMs: NOW_MS - HOUR_MS,
      hasRun: false,
    });
  });

  it('is none while calls are answered without a run, after one with nothing left to do', () => {
    const history = [runAgo(50 * MINUTE_MS)];
    const minIntervalMs = HOUR_MS;
    assert.equal(silence(stateWith({ history }), { ...facts, minIntervalMs }), undefined);
    const byHand = [runAgo(HOUR_MS, { trigger: 'administrator' }), runAgo(110 * MINUTE_MS)];
    const afterIt = stateWith({ history: byHand });
    assert.equal(silence(afterIt, { ...facts, minIntervalMs }), undefined);
    const later = { ...facts, nowMs: NOW_MS + HOUR_MS, minIntervalMs };
    assert.notEqual(silence(afterIt, later), undefined);
  });

  it('is not known before anything happened', () => {
    assert.equal(silence(EMPTY_STATE, facts), undefined);
  });
});

describe('the median', () => {
  it('is in the middle', () => {
    assert.equal(median([]), undefined);
    assert.equal(median([7]), 7);
    assert.equal(median([9, 1]), 1);
    assert.equal(median([10, 2, 30]), 10);
  });
});
