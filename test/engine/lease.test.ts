import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admission, LEASE_MS, withLease } from '../../src/engine/lease.ts';
import type { RunOutcome } from '../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { reportWith } from './reports.ts';
import { START_MS } from './simulated-clock.ts';

const MINUTE_MS = 60_000;
const INTERVAL_MS = 30_000;

function heldUntil(expiresAtMs: number): State {
  return { ...EMPTY_STATE, lease: { holder: 'another run', expiresAtMs } };
}

function endedAt(endedAtMs: number, outcome: RunOutcome): State {
  return { ...EMPTY_STATE, history: [reportWith({ endedAtMs, outcome })] };
}

test('lets a first run begin', () => {
  assert.equal(admission(EMPTY_STATE, START_MS, INTERVAL_MS), 'start');
});

test('is busy until the very end of a lease', () => {
  const state = withLease(EMPTY_STATE, 'another run', START_MS);
  assert.equal(admission(state, START_MS, 0), 'busy');
  assert.equal(admission(state, START_MS + LEASE_MS - 1, 0), 'busy');
  assert.equal(admission(state, START_MS + LEASE_MS, 0), 'start');
});

test('believes a lease of a clock that is up to ten minutes ahead, and none beyond', () => {
  const latestMs = START_MS + LEASE_MS + 10 * MINUTE_MS;
  assert.equal(admission(heldUntil(latestMs), START_MS, 0), 'busy');
  assert.equal(admission(heldUntil(latestMs + 1), START_MS, 0), 'start');
});

test('takes the lease of a clock that is behind for ended, which costs repeats but no gap', () => {
  const state = withLease(EMPTY_STATE, 'another run', START_MS - 2 * MINUTE_MS);
  assert.equal(admission(state, START_MS, 0), 'start');
});

test('is too soon within the interval after a run that had nothing left to do', () => {
  for (const outcome of ['caught-up', 'misconfigured'] as const) {
    const state = endedAt(START_MS, outcome);
    assert.equal(admission(state, START_MS, INTERVAL_MS), 'too-soon');
    assert.equal(admission(state, START_MS + INTERVAL_MS - 1, INTERVAL_MS), 'too-soon');
    assert.equal(admission(state, START_MS + INTERVAL_MS, INTERVAL_MS), 'start');
    assert.equal(admission(state, START_MS, 0), 'start');
  }
});

test('may begin at once after a run that left something to do', () => {
  for (const outcome of ['out-of-time', 'rate-limited', 'stopped'] as const) {
    assert.equal(admission(endedAt(START_MS, outcome), START_MS, INTERVAL_MS), 'start');
  }
});

test('does not wait for a run that ended in the future, because the clock was set back', () => {
  const state = endedAt(START_MS + 86_400_000, 'caught-up');
  assert.equal(admission(state, START_MS, INTERVAL_MS), 'start');
});

test('is busy rather than too soon while another run holds the lease', () => {
  const state = withLease(endedAt(START_MS, 'caught-up'), 'another run', START_MS);
  assert.equal(admission(state, START_MS, INTERVAL_MS), 'busy');
});
