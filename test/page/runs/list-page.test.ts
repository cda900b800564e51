import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineOf } from '../../../src/engine/run-line.ts';
import { EMPTY_STATE } from '../../../src/engine/state.ts';
import { findRun } from '../../../src/page/runs/find-run.ts';
import { listPage, parseFilter, parsePage } from '../../../src/page/runs/list-page.ts';
import { durationMs, lagOf, logsOf, retriesOf } from '../../../src/page/runs/run.ts';
import { anyUnits } from '../../any-text.ts';
import { deliveryWith } from '../../engine/reports.ts';
import { actionAgo, anyState, MINUTE_MS, runAgo, runsEvery5Minutes, stateWith } from './runs.ts';

describe('a page of the list', () => {
  const history = runsEvery5Minutes(120, MINUTE_MS, () => ({
    deliveries: [deliveryWith({ logs: 1 })],
  }));
  const state = stateWith({ history, actions: [actionAgo('test', 0)] });

  it('has 50 entries, and tells which', () => {
    const { entries, page, pages, first, last, total, filter } = listPage(state, { page: '2' });
    assert.equal(entries.length, 50);
    assert.deepEqual(
      { page, pages, first, last, total, filter },
      { page: 2, pages: 3, first: 51, last: 100, total: 121, filter: 'all' },
    );
  });

  it('counts what each filter lets through', () => {
    const { filters } = listPage(state, { filter: 'actions' });
    assert.deepEqual(
      filters.map(({ name, count }) => [name, count]),
      [
        ['all', 121],
        ['failed', 0],
        ['with-logs', 120],
        ['actions', 1],
      ],
    );
  });

  it('folds idle runs before it counts to 50', () => {
    const idle = stateWith({ history: runsEvery5Minutes(120, MINUTE_MS) });
    const { entries, total, filters } = listPage(idle, {});
    assert.equal(entries.length, 1);
    assert.equal(total, 1);
    assert.equal(filters[0]?.count, 120);
  });

  it('is the last one when a later one is asked for, and the first when none is', () => {
    assert.equal(listPage(state, { page: '99' }).page, 3);
    for (const page of [undefined, '', '0', '-1', '1.5', '1e3', 'NaN', ' 2', '9'.repeat(400)]) {
      assert.equal(listPage(state, { page }).page, 1, page);
    }
  });

  it('is empty, but there, when nothing has happened', () => {
    const { entries, page, pages, first, last, total } = listPage(EMPTY_STATE, { page: '7' });
    assert.deepEqual(
      { entries, page, pages, first, last, total },
      { entries: [], page: 1, pages: 1, first: 0, last: 0, total: 0 },
    );
  });

  it('shows all for a filter that there is not', () => {
    for (const text of [undefined, '', '__proto__', 'constructor', 'ALL']) {
      assert.equal(parseFilter(text), 'all');
    }
    assert.equal(parseFilter('failed'), 'failed');
  });

  it('is one for any address and any state', () => {
    fc.assert(
      fc.property(anyState, anyUnits, anyUnits, (any, filter, page) => {
        assert.equal(listPage(any, { filter, page }).filter, parseFilter(filter));
        assert.ok(parsePage(page) >= 1);
      }),
    );
  });
});

describe('finding a run', () => {
  const [newest, middle, oldest] = runsEvery5Minutes(3, MINUTE_MS);
  assert.ok(newest !== undefined && middle !== undefined && oldest !== undefined);
  const state = stateWith({ history: [newest, middle], pastRuns: [lineOf(oldest)] });

  it('gives the report, with the runs around it', () => {
    assert.deepEqual(findRun(state, middle.runId), {
      run: middle,
      newerId: newest.runId,
      olderId: oldest.runId,
    });
  });

  it('gives the line when that is all that is left', () => {
    assert.deepEqual(findRun(state, oldest.runId), {
      run: lineOf(oldest),
      newerId: middle.runId,
      olderId: undefined,
    });
  });

  it('finds nothing for any other text', () => {
    for (const runId of ['', '__proto__', 'length', '0', '../state', 'x'.repeat(100_000)]) {
      assert.equal(findRun(state, runId), undefined);
    }
  });
});

describe('the figures of a run', () => {
  it('count logs once that went to two destinations', () => {
    const deliveries = [
      deliveryWith({ logs: 30, retries: 1 }),
      deliveryWith({ destination: 'logs-ingestion', logs: 20, retries: 2 }),
    ];
    const run = runAgo(0, { deliveries, pageRetries: 4 });
    assert.equal(logsOf(run), 30);
    assert.equal(retriesOf(run), 7);
  });

  it('are none where odd numbers are stored', () => {
    const run = runAgo(0, { lagMs: -5, endedAtMs: 0, deliveries: [] });
    assert.equal(lagOf(run), 0);
    assert.equal(durationMs(run), 0);
    assert.equal(logsOf(run), 0);
    assert.equal(lagOf({ ...run, lagMs: Number.POSITIVE_INFINITY }), undefined);
  });
});
