import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { DeliveryReport } from '../../../src/engine/report.ts';
import { EMPTY_STATE } from '../../../src/engine/state.ts';
import { arrivedTypes } from '../../../src/page/overview/arrived.ts';
import { deliveryWith } from '../../engine/reports.ts';
import { anyState, HOUR_MS, NOW_MS, runAgo, stateWith } from '../runs/runs.ts';

function runWith(agoMs: number, ...deliveries: readonly Partial<DeliveryReport>[]) {
  return runAgo(agoMs, { deliveries: deliveries.map(deliveryWith) });
}

describe('the types that arrived', () => {
  it('are summed over the runs, the most frequent first, with what they are called', () => {
    const state = stateWith({
      history: [
        runWith(HOUR_MS, { logs: 10, types: { fp: 4, s: 6 } }),
        runWith(2 * HOUR_MS, { logs: 9 }),
        runWith(3 * HOUR_MS, { logs: 10, types: { s: 9, neu: 1 } }),
      ],
    });
    const { types, total, sinceMs } = arrivedTypes(state);
    assert.deepEqual(types, [
      { code: 's', name: 'Success Login', category: 'Login - Success', count: 15 },
      {
        code: 'fp',
        name: 'Failed Login (Incorrect Password)',
        category: 'Login - Failure',
        count: 4,
      },
      { code: 'neu', name: 'neu', category: undefined, count: 1 },
    ]);
    assert.equal(total, 20);
    assert.equal(sinceMs, NOW_MS - 3 * HOUR_MS);
  });

  it('are the largest twelve; the rest, and what a report does not name, are others', () => {
    const many = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [`x${index}`, 100 - index]),
    );
    const named = Object.values(many).reduce((sum, count) => sum + count, 0);
    const state = stateWith({ history: [runWith(0, { logs: named + 50, types: many })] });
    const { types, total } = arrivedTypes(state);
    assert.deepEqual(
      types.slice(0, -1).map(({ count }) => count),
      Array.from({ length: 12 }, (_, index) => 100 - index),
    );
    assert.deepEqual(types.at(-1), { name: 'Others', count: 88 + 87 + 50 });
    assert.equal(total, named + 50);
  });

  it('are counted once when they went to two destinations', () => {
    const state = stateWith({
      history: [
        runWith(
          0,
          { logs: 5, types: { s: 5 } },
          { destination: 'logs-ingestion', logs: 7, types: { s: 7 } },
        ),
      ],
    });
    assert.equal(arrivedTypes(state).total, 7);
  });

  it('are none when no report tells', () => {
    const nothing = { types: [], total: 0, sinceMs: undefined };
    assert.deepEqual(arrivedTypes(EMPTY_STATE), nothing);
    assert.deepEqual(arrivedTypes(stateWith({ history: [runAgo(0, {}, 5)] })), nothing);
  });

  it('may be named like a part of an object', () => {
    const types = JSON.parse('{"__proto__": 3, "constructor": 2, "toString": 1}');
    const { types: arrived } = arrivedTypes(
      stateWith({ history: [runWith(0, { logs: 6, types })] }),
    );
    assert.deepEqual(
      arrived.map(({ name, count }) => [name, count]),
      [
        ['__proto__', 3],
        ['constructor', 2],
        ['toString', 1],
      ],
    );
  });

  it('add up to all, for any state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { types, total } = arrivedTypes(state);
        const shares = types.reduce((sum, { count }) => sum + count / total, 0);
        assert.ok(total === 0 || Math.abs(shares - 1) < 1e-6, String(shares));
      }),
    );
  });
});
