/** Round times for an axis. */

import { isoTime, MAX_TIME_MS, utcParts } from '../words/time.ts';
import { within } from './scale.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A shorter axis would make one run look like a long time. */
const LEAST_SPAN_MS = 10 * MINUTE_MS;

const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((power) =>
    [1, 2, 5].map((factor) => factor * power * DAY_MS),
  ),
];

/** From here on, the ticks are named by the month, and by the year. */
const MONTH_STEP_MS = 50 * DAY_MS;
const YEAR_STEP_MS = 1_000 * DAY_MS;

export interface TimeTick {
  readonly atMs: number;
  /** In UTC. */
  readonly text: string;
  /** The time for a script that shows it in the viewer's zone; absent when the tick means a day in UTC. */
  readonly isoTime?: string | undefined;
}

/** The first and the last of the times, which are in order, or a bit around them when they are close together. */
export function timeSpan(timesMs: readonly number[]): readonly [number, number] {
  const fromMs = timesMs[0] ?? 0;
  const untilMs = timesMs.at(-1) ?? 0;
  const missingMs = Math.max(0, LEAST_SPAN_MS - (untilMs - fromMs));
  return [
    within(Math.floor(fromMs - missingMs / 2), -MAX_TIME_MS, MAX_TIME_MS),
    within(Math.ceil(untilMs + missingMs / 2), -MAX_TIME_MS, MAX_TIME_MS),
  ];
}

/** At most `most` round times within a span. */
export function timeTicks(
  [fromMs, untilMs]: readonly [number, number],
  most: number,
): readonly TimeTick[] {
  const stepMs = STEPS.find((step) => ticksIn(fromMs, untilMs, step) <= most) ?? untilMs - fromMs;
  const first = Math.ceil(fromMs / stepMs);
  return Array.from({ length: ticksIn(fromMs, untilMs, stepMs) }, (_, index) =>
    tickAt((first + index) * stepMs, stepMs),
  );
}

function ticksIn(fromMs: number, untilMs: number, stepMs: number): number {
  return Math.floor(untilMs / stepMs) - Math.ceil(fromMs / stepMs) + 1;
}

function tickAt(atMs: number, stepMs: number): TimeTick {
  const { day, month, year, clock } = utcParts(atMs);
  if (stepMs >= YEAR_STEP_MS) return { atMs, text: year };
  if (stepMs >= MONTH_STEP_MS) return { atMs, text: month };
  if (stepMs >= DAY_MS) return { atMs, text: day };
  return { atMs, text: clock === '00:00' ? day : clock, isoTime: isoTime(atMs) };
}
