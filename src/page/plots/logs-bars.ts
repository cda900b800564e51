/** The geometry of the plot of the logs that each run exported. */

import max from 'lodash/max';
import sum from 'lodash/sum';
import { isFailed, logsOf, type Run } from '../runs/run.ts';
import { countOf, countText } from '../words/count.ts';
import { outcomeWords } from '../words/run-words.ts';
import { utcMinute } from '../words/time.ts';
import { type Column, columnsOf } from './columns.ts';
import { BOTTOM, LEFT, type PlotFrame, type Point, plotFrame, RIGHT } from './plot-frame.ts';
import { plottedRuns } from './plotted-runs.ts';
import { tenths, within } from './scale.ts';
import { countTicks } from './ticks.ts';
import { timeSpan } from './time-ticks.ts';

/** With more, a bar and the gap to the next could not be told apart. */
const MOST_BARS = 113;
const MOST_BARS_IN_SIGHT = 24;
const WIDEST_BAR = 14;
const BAR_SHARE = 0.7;

/** A run without logs is a thin line; a failed one must be seen even then. */
const IDLE_HEIGHT = 1;
const LEAST_HEIGHT = 2;
const LEAST_FAILED_HEIGHT = 6;

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isFailed: boolean;
  readonly title: string;
}

export interface LogsBars {
  readonly frame: PlotFrame;
  readonly bars: readonly Bar[];
}

/** The bars for runs, the newest first; several runs in one bar where there is no room for one each. */
export function logsBars(runs: readonly Run[]): LogsBars {
  const points = plottedRuns(runs).map((run) => ({
    atMs: run.startedAtMs,
    value: logsOf(run),
    run,
  }));
  const span = timeSpan(points.map(({ atMs }) => atMs));
  const columns = columnsOf(points, span, MOST_BARS);
  const slot = (RIGHT - LEFT) / Math.max(MOST_BARS_IN_SIGHT, columns.length);
  const width = tenths(within(slot * BAR_SHARE, 1.5, WIDEST_BAR));
  const frame = plotFrame({
    name: 'Logs per run',
    span,
    points,
    ticksTo: countTicks,
    textOf: countText,
    margin: width / 2,
  });
  const bars = columns.flatMap((column) => {
    const x = tenths(frame.xOf(column.atMs) - width / 2);
    const title = titleOf(column);
    // Failed runs stand before the others of their column, so that neither hide.
    return [false, true].flatMap((isBad): readonly Bar[] => {
      const logs = max(logsIn(column.items.filter(({ run }) => isFailed(run) === isBad)));
      if (logs === undefined) return [];
      const height = tenths(Math.max(leastHeight(logs, isBad), BOTTOM - frame.yOf(logs)));
      return [{ x, y: tenths(BOTTOM - height), width, height, isFailed: isBad, title }];
    });
  });
  return { frame, bars };
}

function leastHeight(logs: number, hasFailed: boolean): number {
  if (hasFailed) return LEAST_FAILED_HEIGHT;
  return logs === 0 ? IDLE_HEIGHT : LEAST_HEIGHT;
}

function logsIn(points: readonly Point[]): readonly number[] {
  return points.map(({ value }) => value);
}

function titleOf({ items, first, last }: Column<Point>): string {
  const logs = countOf(sum(logsIn(items)), 'log');
  if (items.length === 1) {
    return `${utcMinute(first.atMs)}: ${logs}, ${outcomeWords(first.run).text}`;
  }
  const failed = items.filter(({ run }) => isFailed(run)).length;
  return (
    `${utcMinute(first.atMs)} to ${utcMinute(last.atMs)}: ${logs} in ${items.length} runs, ` +
    `at most ${countText(max(logsIn(items)) ?? 0)} in one${failed === 0 ? '' : `; ${failed} failed`}`
  );
}
