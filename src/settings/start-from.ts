/** Where a first run begins, as an administrator writes it. */

import { readIsoTime } from './iso-time.ts';
import { accepted, type Reading, refused, type ValueKind } from './setting.ts';

export type StartFrom =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'now' }
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'age'; readonly ageMs: number }
  | { readonly kind: 'id'; readonly id: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Auth0 keeps logs for 30 days at most; beyond ten years, a number is a slip of the hand. */
const MOST_AGE_MS = 3650 * DAY_MS;

const FIRST_YEAR_MS = Date.UTC(1970, 0);
/** The current time is not known here, so only dates that nobody can mean are refused. */
const AFTER_LAST_YEAR_MS = Date.UTC(2101, 0);

/** 56 decimal digits, or the 24 hexadecimal digits of old tenants. */
const logIdForm = /^(?:[0-9]{56}|[0-9a-f]{24})$/i;

export const startFrom: ValueKind<StartFrom> = {
  type: 'text',
  expected:
    'beginning, now, a date or time such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC unless it names a zone), an age such as 90m, 36h or 7d, or a log id of 56 digits',
  read: (text) => {
    if (text === 'beginning' || text === 'now') return accepted({ kind: text });
    if (logIdForm.test(text)) return accepted({ kind: 'id', id: text });
    return /^[0-9]+[mhd]$/.test(text) ? readAge(text) : readTime(text);
  },
};

function readAge(text: string): Reading<StartFrom> {
  const unitMs = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }[text.slice(-1)];
  const ageMs = Number(text.slice(0, -1)) * (unitMs ?? Number.NaN);
  if (ageMs > 0 && ageMs <= MOST_AGE_MS) return accepted({ kind: 'age', ageMs });
  return refused('Give an age above zero and of at most 3650d, for example 7d.');
}

function readTime(text: string): Reading<StartFrom> {
  const atMs = readIsoTime(text);
  if (atMs === undefined) return refused();
  if (atMs < FIRST_YEAR_MS || atMs >= AFTER_LAST_YEAR_MS) {
    return refused('Give a date in the years 1970 to 2100.');
  }
  return accepted({ kind: 'time', atMs });
}
