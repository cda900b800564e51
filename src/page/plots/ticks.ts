/** Round values for the axes: of counts and of durations, from 0 upwards. */

import { asCount, shortCount } from '../words/count.ts';

/** With 0, six ticks. */
const MOST_STEPS = 5;

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Ticks from 0 to at least the greatest count, at 1, 2 or 5 times a power of ten, whole numbers only. */
export function countTicks(greatest: number): readonly Tick[] {
  const top = Math.max(1, asCount(greatest));
  const step = Math.max(1, roundStep(top));
  return ticks(step, top).map((value) => ({ value, text: shortCount(value) }));
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const DURATION_STEPS: readonly number[] = [
  ...[15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
];

/** On a finer scale, the time that every run takes would look like a trouble. */
const LEAST_DURATION_MS = MINUTE_MS;

/** Ticks from 0 to at least the greatest duration, at steps that are round on a clock. */
export function durationTicks(greatestMs: number): readonly Tick[] {
  const top = Math.max(LEAST_DURATION_MS, asCount(greatestMs));
  const step =
    DURATION_STEPS.find((stepMs) => stepMs * MOST_STEPS >= top) ??
    DAY_MS * Math.max(1, roundStep(top / DAY_MS));
  const [unitMs, unit] = unitOf(step);
  return ticks(step, top).map((value) => ({
    value,
    text: value === 0 ? '0' : `${shortCount(value / unitMs)} ${unit}`,
  }));
}

function unitOf(stepMs: number): readonly [number, string] {
  if (stepMs < MINUTE_MS) return [SECOND_MS, 's'];
  if (stepMs < HOUR_MS) return [MINUTE_MS, 'min'];
  return stepMs < DAY_MS ? [HOUR_MS, 'h'] : [DAY_MS, 'd'];
}

/** The smallest of 1, 2 and 5 times a power of ten that reaches `top` in so many steps. */
function roundStep(top: number): number {
  const power = 10 ** Math.floor(Math.log10(top / MOST_STEPS));
  const factor = [1, 2, 5].find((one) => one * power * MOST_STEPS >= top) ?? 10;
  return factor * power;
}

function ticks(step: number, top: number): readonly number[] {
  const steps = Math.ceil(top / step);
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}
