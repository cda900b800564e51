/** The geometry of the plot of how far behind the export was after each run. */

import { median } from '../overview/median.ts';
import { lagOf, type Run } from '../runs/run.ts';
import { durationFigures } from '../words/duration.ts';
import { utcMinute } from '../words/time.ts';
import { type Column, columnsOf } from './columns.ts';
import { type PlotFrame, type Point, plotFrame } from './plot-frame.ts';
import { plottedRuns } from './plotted-runs.ts';
import { durationTicks } from './ticks.ts';
import { timeSpan } from './time-ticks.ts';

/** Dots that are closer cannot be pointed at. */
const MOST_DOTS = 90;

/** More dots of the full size would hide the line. */
const MOST_LARGE_DOTS = 45;

/** After so many times the usual gap, nothing is known of the time between two runs. */
const MAX_GAP_INTERVALS = 4;

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly title: string;
}

export interface LagLine {
  readonly frame: PlotFrame;
  readonly dots: readonly Dot[];
  readonly dotRadius: number;
  /** A path for each stretch of time in which the lag is known, of two dots or more. */
  readonly lines: readonly string[];
}

/** The line for runs, the newest first; the highest of several runs where there is no room for a dot each. */
export function lagLine(runs: readonly Run[]): LagLine {
  const plotted = plottedRuns(runs);
  const span = timeSpan(plotted.map(({ startedAtMs }) => startedAtMs));
  const stretches = stretchesOf(plotted);
  const frame = plotFrame({
    name: 'Lag after each run',
    span,
    points: stretches.flat(),
    ticksTo: durationTicks,
    textOf: durationFigures,
  });
  const lines = stretches.map((stretch) =>
    columnsOf(stretch, span, MOST_DOTS).map((column) => dotOf(column, frame)),
  );
  const dots = lines.flat();
  return {
    frame,
    dots,
    dotRadius: dots.length > MOST_LARGE_DOTS ? 1.5 : 3,
    lines: lines.filter((line) => line.length > 1).map(pathOf),
  };
}

/** The runs whose lag is known, in stretches without a gap between them. */
function stretchesOf(runs: readonly Run[]): readonly (readonly Point[])[] {
  const gaps = runs.slice(1).map((run, index) => run.startedAtMs - (runs[index]?.startedAtMs ?? 0));
  const maxGapMs = (median(gaps) ?? 0) * MAX_GAP_INTERVALS;
  const stretches: Point[][] = [[]];
  let lastMs = runs[0]?.startedAtMs ?? 0;
  for (const run of runs) {
    const value = lagOf(run);
    const atMs = run.startedAtMs;
    if (value === undefined || atMs - lastMs > maxGapMs) stretches.push([]);
    if (value !== undefined) stretches.at(-1)?.push({ atMs, value, run });
    lastMs = atMs;
  }
  return stretches;
}

function dotOf({ items, first }: Column<Point>, { xOf, yOf }: PlotFrame): Dot {
  const top = items.reduce((peak, item) => (item.value > peak.value ? item : peak), first);
  const others = items.length === 1 ? '' : `, the highest of ${items.length} runs`;
  return {
    x: xOf(top.atMs),
    y: yOf(top.value),
    title: `${utcMinute(top.atMs)}: ${durationFigures(top.value)}${others}`,
  };
}

function pathOf(dots: readonly Dot[]): string {
  return `M${dots.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}
