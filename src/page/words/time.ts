/** Times as texts that no stored number can break. */

/** What a date can be made of (ECMA-262, section 21.4.1.1). */
export const MAX_TIME_MS = 8.64e15;

/** Whether a number is a time that can be written. */
export function isTime(atMs: number | undefined): atMs is number {
  return atMs !== undefined && Math.abs(atMs) <= MAX_TIME_MS;
}

/** A time in ISO 8601, for a machine; `undefined` for a number that is none. */
export function isoTime(atMs: number | undefined): string | undefined {
  return isTime(atMs) ? new Date(atMs).toISOString() : undefined;
}

/** A time to the second, such as `2026-11-22 12:05:30 UTC`. */
export function utcTime(atMs: number | undefined): string {
  return isoTime(atMs)?.replace('T', ' ').replace(/\..*/, ' UTC') ?? 'an unknown time';
}

/** A time to the minute, such as `2026-11-22 12:05 UTC`. */
export function utcMinute(atMs: number): string {
  return utcTime(atMs).replace(/:\d\d UTC/, ' UTC');
}

export interface UtcParts {
  /** The day, such as `22 Nov`. */
  readonly day: string;
  /** The month, such as `Nov 2026`. */
  readonly month: string;
  readonly year: string;
  /** The time of day, such as `12:05`. */
  readonly clock: string;
}

/** The parts of a time in UTC. */
export function utcParts(atMs: number): UtcParts {
  // Such as "Sun, 22 Nov 2026 12:05:00 GMT" (ECMA-262, section 21.4.4.43).
  const [, day, month, year = '', clock = ''] = new Date(atMs).toUTCString().split(' ');
  return {
    day: `${Number(day)} ${month}`,
    month: `${month} ${year}`,
    year,
    clock: clock.slice(0, 5),
  };
}
