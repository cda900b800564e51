import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movable, previewMove } from '../../../src/page/actions/move.ts';
import { MINUTE_MS, NOW_MS, stateWith } from '../runs/runs.ts';
import { twoDestinations } from '../two-destinations.ts';

const state = twoDestinations(NOW_MS);

describe('the preview of a move', () => {
  it('counts what the destination itself got since then', () => {
    const to = { kind: 'time', atMs: NOW_MS - 32 * MINUTE_MS } as const;
    const old = previewMove(state, 'data-collector', to, NOW_MS);
    const fresh = previewMove(state, 'logs-ingestion', to, NOW_MS);
    assert.deepEqual([old.direction, old.repeatedLogs], ['back', 7 * 420]);
    assert.deepEqual([fresh.direction, fresh.repeatedLogs], ['back', 4 * 420]);
  });

  it('counts all of a destination that came into use within the history', () => {
    const to = { kind: 'beginning' } as const;
    assert.equal(previewMove(state, 'logs-ingestion', to, NOW_MS).repeatedLogs, 9 * 420);
    const old = previewMove(state, 'data-collector', to, NOW_MS);
    assert.deepEqual([old.direction, old.repeatedLogs], ['back', undefined], 'older runs are gone');
  });

  it('tells of the place where the destination stands', () => {
    const { from, destination } = previewMove(state, 'logs-ingestion', { kind: 'now' }, NOW_MS);
    assert.equal(destination, 'logs-ingestion');
    assert.equal(from, state.checkpoints['logs-ingestion']?.[0]?.after);
  });
});

describe('the destinations that can be moved', () => {
  it('are those that have begun, or the first before any has', () => {
    assert.deepEqual(movable(state), ['data-collector', 'logs-ingestion']);
    assert.deepEqual(movable(stateWith({})), ['data-collector']);
    const { 'logs-ingestion': range } = state.checkpoints;
    assert.deepEqual(movable(stateWith({ checkpoints: { 'logs-ingestion': range ?? [] } })), [
      'logs-ingestion',
    ]);
  });
});
