/** What both plots have in common: where values lie, the axes, and a sentence that tells the gist. */

import max from 'lodash/max';
import min from 'lodash/min';
import { isFailed, type Run } from '../runs/run.ts';
import { countOf } from '../words/count.ts';
import { utcMinute } from '../words/time.ts';
import { scale } from './scale.ts';
import type { Tick } from './ticks.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';

/** In the units of the view box, in which texts are 12 high; y grows downwards. */
export const WIDTH = 520;
export const HEIGHT = 187;
export const LEFT = 54;
export const RIGHT = WIDTH - 12;
export const TOP = 26;
export const BOTTOM = HEIGHT - 26;

const MOST_TIME_TICKS = 5;

/** What is plotted of one run. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
  readonly run: Run;
}

/** What a plot is made of. */
interface Plotted {
  readonly name: string;
  readonly span: readonly [number, number];
  /** The oldest first. */
  readonly points: readonly Point[];
  readonly ticksTo: (greatest: number) => readonly Tick[];
  readonly textOf: (value: number) => string;
  /** Kept free beside the first and the last point. */
  readonly margin?: number;
}

export interface PlotFrame {
  /** The gist, for those who do not see it. */
  readonly label: string;
  readonly ticks: readonly (Tick & { readonly y: number })[];
  readonly timeTicks: readonly (TimeTick & { readonly x: number })[];
  readonly xOf: (atMs: number) => number;
  readonly yOf: (value: number) => number;
}

export function plotFrame(plotted: Plotted): PlotFrame {
  const { span, points, ticksTo, margin = 0 } = plotted;
  const ticks = ticksTo(max(points.map(({ value }) => value)) ?? 0);
  const xOf = scale(span, [LEFT + margin, RIGHT - margin]);
  const yOf = scale([0, ticks.at(-1)?.value ?? 1], [BOTTOM, TOP]);
  return {
    label: labelOf(plotted),
    ticks: ticks.map((tick) => ({ ...tick, y: yOf(tick.value) })),
    timeTicks: timeTicks(span, MOST_TIME_TICKS).map((tick) => ({ ...tick, x: xOf(tick.atMs) })),
    xOf,
    yOf,
  };
}

function labelOf({ name, points, textOf }: Plotted): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return `${name}: nothing to show yet.`;
  const values = points.map(({ value }) => value);
  const failed = points.filter(({ run }) => isFailed(run)).length;
  return (
    `${name}, in ${countOf(points.length, 'run')} from ${utcMinute(first.atMs)} to ` +
    `${utcMinute(last.atMs)}: at least ${textOf(min(values) ?? 0)}, at most ` +
    `${textOf(max(values) ?? 0)}, last ${textOf(last.value)}; ${failed} failed.`
  );
}
