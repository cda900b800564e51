/** How many runs the history holds, with values as they are in a tenant. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunReport } from '../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { trimState } from '../../src/engine/state-budget.ts';
import { DESTINATION_KINDS } from '../../src/engine/walls.ts';
import { deliveryWith, reportWith } from './reports.ts';
import { START_MS } from './simulated-clock.ts';
import { logId } from './simulation.ts';

const RUNS = 600;
const KEPT_RUNS = 500;

const types = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`type${index}`, 50]));

/** One of a busy tenant: every run delivers, and each destination has come to another place. */
function reportOfRun(number: number, destinations: number): RunReport {
  const startedAtMs = START_MS + number * 60_000;
  const isFailed = number % 10 === 5;
  return reportWith({
    runId: `mvxwczk0-${String(number).padStart(8, '0')}`,
    startedAtMs,
    endedAtMs: startedAtMs + 12_345,
    outcome: isFailed ? 'stopped' : 'caught-up',
    ...(isFailed ? { reason: `Azure answered 503 ${'and said why '.repeat(20)}` } : {}),
    pages: 34,
    pageRetries: isFailed ? 3 : 0,
    warnings: [],
    deliveries: DESTINATION_KINDS.slice(0, destinations).map((destination, index) =>
      deliveryWith({
        destination,
        logs: 1_234,
        batches: 12,
        bytes: 1_234_567,
        retries: isFailed ? 4 : 0,
        types,
        checkpoint: logId(number * 10 + index),
      }),
    ),
    lagMs: isFailed ? 61_240 : 0,
    lastExportedAtMs: startedAtMs - 1_000,
    capacityLogs: 12_345,
  });
}

/** Somebody who moves the checkpoint about all the time. */
const actions = Array.from({ length: 100 }, (_, index) => ({
  kind: 'move' as const,
  by: 'somebody.with.a.long.name@example.com',
  atMs: START_MS + index,
  detail: `data-collector, from ${logId(index)}, to ${logId(index + 1)}`,
}));

for (const destinations of [1, 2]) {
  test(`holds at least ${KEPT_RUNS} runs with ${destinations} destinations, each once, however often it is trimmed`, () => {
    let state: State = { ...EMPTY_STATE, actions };
    for (let number = 0; number < RUNS; number += 1) {
      const report = reportOfRun(number, destinations);
      state = trimState({ ...state, history: [report, ...state.history] });
      // A second time, as after a conflict.
      if (number % 7 === 0) state = trimState(state);
      assert.deepEqual(state.history[0], report);
    }

    const { history, pastRuns } = state;
    const kept = [...history, ...pastRuns].map(({ runId }) => runId);
    assert.ok(kept.length >= KEPT_RUNS, `${kept.length} runs`);
    const newest = Array.from(kept, (_, index) => reportOfRun(RUNS - 1 - index, 1).runId);
    assert.deepEqual(kept, newest);
    assert.ok(history.length >= 10, `${history.length} whole reports`);
    const bytes = Buffer.byteLength(JSON.stringify([history, pastRuns, state.actions]));
    assert.ok(bytes <= 200_004, `${bytes} bytes`);
    const { deliveries } = pastRuns[0] ?? {};
    assert.equal(deliveries?.length, destinations);
    assert.match(deliveries?.[0]?.checkpoint ?? '', /^900\d{53}$/);
  });
}
