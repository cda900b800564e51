import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LagPlot } from '../../../src/page/plots/lag-plot.tsx';
import { LogsPlot } from '../../../src/page/plots/logs-plot.tsx';
import type { Run } from '../../../src/page/runs/run.ts';
import { deliveryWith } from '../../engine/reports.ts';
import { anyReport, DAY_MS, HOUR_MS, MINUTE_MS, runAgo, runsEvery5Minutes } from '../runs/runs.ts';

const WIDTH = 520;
const HEIGHT = 187;

function logsPlot(runs: readonly Run[]): string {
  return String(LogsPlot({ runs }));
}

function lagPlot(runs: readonly Run[]): string {
  return String(LagPlot({ runs }));
}

/** What all matches of a pattern with one group captured. */
function all(svg: string, pattern: RegExp): readonly string[] {
  return [...svg.matchAll(pattern)].map(([, captured = '']) => captured);
}

const titles = (svg: string) => all(svg, /<title>(.*?)<\/title>/g);
const labelOf = (svg: string) => all(svg, /^<svg [^>]*aria-label="([^"]*)"/g)[0];
const heights = (svg: string) => all(svg, /<rect [^>]*height="([\d.]+)"/g).map(Number);
const dotsOf = (svg: string) =>
  [...svg.matchAll(/<circle [^>]*cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));

/** A day and a half of runs, most of them idle. */
const MANY = runsEvery5Minutes(500, MINUTE_MS, (index) => ({
  lagMs: index * MINUTE_MS,
  deliveries: [deliveryWith({ logs: index % 7 === 0 ? index : 0 })],
}));

describe('the plot of logs', () => {
  it('tells the gist to who does not see it', () => {
    const runs = [runAgo(MINUTE_MS, {}, 35), runAgo(HOUR_MS, {}, 12_345), runAgo(2 * HOUR_MS)];
    const svg = logsPlot(runs);
    assert.match(svg, /^<svg viewBox="0 0 520 187" role="img" aria-label="/);
    assert.equal(
      labelOf(svg),
      'Logs per run, in 3 runs from 2026-11-22 10:00 UTC to 2026-11-22 11:59 UTC: at least 0, at most 12,345, last 35; 0 failed.',
    );
  });

  it('has a bar for each run with its time and count, a thin line for an idle one', () => {
    const runs = [runAgo(MINUTE_MS, {}, 35), runAgo(HOUR_MS, {}, 70), runAgo(2 * HOUR_MS)];
    const svg = logsPlot(runs);
    assert.deepEqual(titles(svg), [
      '2026-11-22 10:00 UTC: 0 logs, caught up',
      '2026-11-22 11:00 UTC: 70 logs, caught up',
      '2026-11-22 11:59 UTC: 35 logs, caught up',
    ]);
    const [idle, full = 0, half = 0] = heights(svg);
    assert.equal(idle, 1);
    assert.ok(Math.abs(full / half - 2) < 0.02);
  });

  it('shows a failed run even without logs', () => {
    const svg = logsPlot([runAgo(0, { outcome: 'stopped' }), runAgo(HOUR_MS, {}, 10)]);
    assert.equal(all(svg, /class="(plot-bar-bad)"/g).length, 1);
    assert.ok((heights(svg).at(-1) ?? 0) >= 6);
    assert.match(titles(svg).at(-1) ?? '', /0 logs, stopped/);
  });

  it('leaves replays out', () => {
    assert.match(
      labelOf(logsPlot([runAgo(0, { work: 'replay' }, 5)])) ?? '',
      /nothing to show yet/,
    );
  });

  it('puts several runs in one bar where there is no room, and tells what it holds', () => {
    const svg = logsPlot(MANY);
    assert.ok(heights(svg).length <= 113);
    assert.match(titles(svg)[0] ?? '', /^20.* to 20.* logs in \d+ runs, at most \d+ in one$/);
    assert.match(labelOf(svg) ?? '', /in 500 runs .* at most 497,/);
    assert.equal(heights(logsPlot(MANY.slice(0, 100))).length, 100);
  });

  it('shows failed runs before the others that they share a column with', () => {
    const mixed = MANY.map((run, index) =>
      index % 2 === 0 ? run : { ...run, outcome: 'stopped' as const, deliveries: [] },
    );
    const svg = logsPlot(mixed);
    const classes = all(svg, /<rect class="([^"]*)"/g);
    assert.deepEqual(classes.slice(0, 4), ['plot-bar', 'plot-bar-bad', 'plot-bar', 'plot-bar-bad']);
    assert.match(titles(svg)[0] ?? '', /; \d+ failed$/);
  });

  it('stays on its axis when no run has logs', () => {
    assert.deepEqual(heights(logsPlot(runsEvery5Minutes(3, 0))), [1, 1, 1]);
  });
});

describe('the plot of the lag', () => {
  it('tells the gist to who does not see it', () => {
    const lags = [3_000, 2 * HOUR_MS + 5 * MINUTE_MS, 0];
    const svg = lagPlot(lags.map((lagMs, index) => runAgo(index * 5 * MINUTE_MS, { lagMs })));
    assert.match(
      labelOf(svg) ?? '',
      /^Lag after each run, in 3 runs from .* to .*: at least 0 s, at most 2 h 5 min, last 3 s; 0 failed\.$/,
    );
    assert.equal(titles(svg)[1], '2026-11-22 11:55 UTC: 2 h 5 min');
  });

  it('has no lag at the bottom and more of it above, also where an odd one is stored', () => {
    const lags = [-5, 0, 30_000, 60_000];
    const svg = lagPlot(lags.map((lagMs, index) => runAgo(index * 5 * MINUTE_MS, { lagMs })));
    const ys = dotsOf(svg).map(({ y }) => y);
    assert.deepEqual(ys, [26, 93.5, 161, 161]);
  });

  it('is broken where no run came, and where the lag is not known', () => {
    const before = runsEvery5Minutes(3, 5 * HOUR_MS);
    const after = runsEvery5Minutes(4, 0);
    const svg = lagPlot([...after, ...before]);
    assert.equal(all(svg, /<path (class)="plot-line"/g).length, 2);
    const [newest, second, third, ...rest] = after;
    assert.ok(newest !== undefined && second !== undefined && third !== undefined);
    const { lagMs: _, ...unknown } = third;
    const broken = lagPlot([
      newest,
      second,
      { ...unknown, outcome: 'stopped' },
      ...rest,
      ...before,
    ]);
    assert.equal(all(broken, /<path (class)="plot-line"/g).length, 2);
    assert.equal(titles(broken).length, 6);
  });

  it('keeps the peaks where there is no room for a dot each', () => {
    const svg = lagPlot(MANY);
    assert.ok(titles(svg).length <= 90);
    assert.ok(dotsOf(svg).some(({ y }) => y < 60));
    assert.match(titles(svg)[0] ?? '', /8 h 19 min, the highest of \d+ runs$/);
  });
});

describe('both plots', () => {
  it('say so when there is nothing to show', () => {
    const nothing =
      /aria-label="L[a-z ]+ run: nothing to show yet\.".*>Nothing to show yet<.text><.svg>$/;
    assert.match(logsPlot([]), nothing);
    assert.match(lagPlot([]), nothing);
    const { lagMs: _, ...unknown } = runAgo(0);
    assert.match(lagPlot([unknown]), nothing);
  });

  it('give the times of their axes to a script, and days in UTC as they are', () => {
    const short = lagPlot(runsEvery5Minutes(30, 0));
    assert.match(short, /<text [^>]*data-time="2026-11-22T\d\d:\d\d:00.000Z">\d\d:\d\d<\/text>/);
    const long = logsPlot([runAgo(0), runAgo(9 * DAY_MS)]);
    assert.doesNotMatch(long, /data-time/);
    assert.match(long, />days in UTC</);
    assert.doesNotMatch(short, />days in UTC</);
  });

  it('are whole for any runs: no style, no number that is none, nothing outside of the box', () => {
    const runs = fc.array(anyReport, { maxLength: 30 });
    fc.assert(
      fc.property(runs, (hostile) => {
        for (const svg of [logsPlot(hostile), lagPlot(hostile)]) {
          assert.doesNotMatch(svg, /NaN|Infinity|undefined|null| style=|e\+/);
          for (const value of all(svg, /(?: (?:x|cx)="|[MLH])(-?[\d.]+)/g)) {
            assert.ok(Number(value) >= 0 && Number(value) <= WIDTH, value);
          }
          for (const value of all(svg, /(?: (?:y|cy|height)="|[ML][\d.]+ )(-?[\d.]+)/g)) {
            assert.ok(Number(value) >= 0 && Number(value) <= HEIGHT, value);
          }
          assert.ok(all(svg, /(<text [^>]*data-time)/g).length <= 5);
        }
      }),
    );
  });

  it('are the same for runs whose clock went backwards as in the order of time', () => {
    const [a, b, c] = runsEvery5Minutes(3, 0, (index) => ({ lagMs: index * MINUTE_MS }));
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    assert.equal(logsPlot([b, a, c]), logsPlot([a, b, c]));
    assert.equal(lagPlot([c, a, b]), lagPlot([a, b, c]));
  });

  it('show one run, and values of any size', () => {
    for (const logs of [0, 1, 1e300, Number.POSITIVE_INFINITY]) {
      assert.equal(heights(logsPlot([runAgo(0, {}, logs)])).length, 1);
    }
    for (const lagMs of [0, 1, 1e300]) {
      assert.equal(dotsOf(lagPlot([runAgo(0, { lagMs })])).length, 1);
    }
  });
});
