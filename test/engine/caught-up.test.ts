import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCaughtUp } from '../../src/engine/caught-up.ts';
import type { Log, Page } from '../../src/engine/walls.ts';
import { START_MS } from './simulated-clock.ts';
import { logAt, logId } from './simulation.ts';

const timeOf = (log: Log) => (typeof log['atMs'] === 'number' ? log['atMs'] : undefined);

function pageOf(isFull: boolean, ...logs: readonly Log[]): Page {
  return { logs, isFull, continuesAfter: logId(9) };
}

test('is caught up at an empty page, because only that means that no logs are left', () => {
  assert.ok(isCaughtUp(pageOf(false), START_MS, timeOf));
  assert.ok(isCaughtUp(pageOf(true), START_MS, timeOf));
});

test('is caught up when the newest log is younger than the run, wherever it stands in the page', () => {
  const [older, younger] = [logAt(1, START_MS - 1), logAt(2, START_MS + 1)];
  assert.ok(isCaughtUp(pageOf(false, older, younger), START_MS, timeOf));
  assert.ok(isCaughtUp(pageOf(false, younger, older), START_MS, timeOf));
});

test('reads on after a full page, however young its logs are', () => {
  assert.ok(!isCaughtUp(pageOf(true, logAt(1, START_MS + 1)), START_MS, timeOf));
});

test('reads on after logs that are not younger than the run, or tell no time', () => {
  assert.ok(!isCaughtUp(pageOf(false, logAt(1, START_MS)), START_MS, timeOf));
  assert.ok(!isCaughtUp(pageOf(false, { log_id: logId(1) }), START_MS, timeOf));
});
