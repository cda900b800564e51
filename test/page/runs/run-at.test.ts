import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineOf } from '../../../src/engine/run-line.ts';
import { DESTINATION_KINDS } from '../../../src/engine/walls.ts';
import { lagOf, logsOf } from '../../../src/page/runs/run.ts';
import { runAt, splitRun, stateAt } from '../../../src/page/runs/run-at.ts';
import { twoDestinations } from '../two-destinations.ts';
import { anyState, MINUTE_MS, NOW_MS, runAgo } from './runs.ts';

const { history, deadLetters } = twoDestinations(NOW_MS);
const [failed] = history;
assert.ok(failed !== undefined);

describe('a run as one of several destinations sees it', () => {
  it('has the ending, the lag and the deliveries of that destination', () => {
    const old = runAt(failed, 'data-collector');
    const fresh = runAt(failed, 'logs-ingestion');
    assert.ok(old !== undefined && fresh !== undefined);
    assert.deepEqual(
      [old.outcome, old.reason, logsOf(old), lagOf(old)],
      ['caught-up', undefined, 420, 0],
    );
    assert.deepEqual(
      [fresh.outcome, logsOf(fresh), lagOf(fresh)],
      ['misconfigured', 0, 15 * MINUTE_MS],
    );
    assert.match(fresh.reason ?? '', /^Azure answered 403/);
    assert.equal(fresh.problems, undefined, 'they name both');
    assert.deepEqual(
      fresh.deliveries.map(({ destination }) => destination),
      ['logs-ingestion'],
    );
  });

  it('is the same of a line, in which what is alike is left out', () => {
    const line = lineOf(failed);
    assert.equal(runAt(line, 'data-collector')?.outcome, 'caught-up');
    assert.equal(runAt(line, 'logs-ingestion')?.outcome, 'misconfigured');
  });

  it('is the run itself where there is but one, and none where it had nothing to do with it', () => {
    const alone = runAgo(MINUTE_MS, { outcome: 'misconfigured', problems: ['a', 'b'] });
    assert.equal(runAt(alone, 'data-collector'), alone);
    assert.equal(runAt(alone, 'logs-ingestion'), undefined);
    const none = runAgo(MINUTE_MS, { outcome: 'stopped', deliveries: [] });
    for (const kind of DESTINATION_KINDS) assert.equal(runAt(none, kind), none);
  });

  it('is told for each destination of an export only', () => {
    assert.deepEqual(
      splitRun(failed).map(({ outcome }) => outcome),
      ['caught-up', 'misconfigured'],
    );
    assert.deepEqual(splitRun(runAgo(MINUTE_MS)), []);
    assert.deepEqual(splitRun({ ...failed, work: 'replay' }), []);
  });
});

describe('the state as one of several destinations sees it', () => {
  it('has its runs and its dead letters only', () => {
    const state = stateAt(twoDestinations(NOW_MS), 'logs-ingestion');
    assert.equal(state.history.length, 12);
    assert.deepEqual(state.deadLetters, deadLetters.slice(1));
  });

  it('can be told of any state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        for (const kind of DESTINATION_KINDS) {
          for (const { deliveries } of stateAt(state, kind).history) {
            assert.ok(deliveries.every(({ destination }) => destination === kind));
          }
        }
      }),
    );
  });
});
