/** Stretches of time as people read them: in one round word, or in figures. */

import { asCount, countOf, countText, oneDecimal } from './count.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;

/** The units, from which number on the next is used, and how many are exactly one of the next. */
const UNITS = [
  ['second', SECOND_MS, 90, 60],
  ['minute', MINUTE_MS, 90, 60],
  ['hour', HOUR_MS, 48, undefined],
  ['day', DAY_MS, 730, undefined],
] as const;

/** A round duration, such as `3 minutes`; a negative one counts as none. */
export function durationWords(durationMs: number): string {
  const ms = asCount(durationMs);
  if (ms < SECOND_MS / 2) return 'less than a second';
  for (const [name, unitMs, upTo, whole] of UNITS) {
    const count = Math.round(ms / unitMs);
    if (count < upTo && count !== whole) return countOf(count, name);
  }
  return countOf(ms / YEAR_MS, 'year');
}

/** A duration in figures of two units at most, such as `2 h 5 min` or `1.2 s`; a negative one counts as none, an unknown one is a dash. */
export function durationFigures(durationMs: number | undefined): string {
  if (durationMs === undefined) return '–';
  const ms = Math.round(asCount(durationMs));
  if (ms > 0 && ms < SECOND_MS) return `${ms} ms`;
  // From here on, one decimal would make it "10.0".
  if (ms < 9_950) return `${oneDecimal(ms / SECOND_MS)} s`;
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 3_600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 48 * 60) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(ms / HOUR_MS), 24, 'd', 'h');
}

/** So many of the small unit, of which `size` are one of the large one; what is 0 is left out. */
function twoUnits(count: number, size: number, large: string, small: string): string {
  const whole = Math.floor(count / size);
  const rest = count % size;
  if (whole === 0) return `${rest} ${small}`;
  return `${countText(whole)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** How long ago something was, such as `3 minutes ago`; of what a fast clock wrote, how far ahead it is. */
export function ageWords(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  // Clocks differ by so much.
  if (ageMs < 2 * SECOND_MS && ageMs > -MINUTE_MS) return 'just now';
  return ageMs > 0 ? `${durationWords(ageMs)} ago` : `in ${durationWords(-ageMs)}`;
}
