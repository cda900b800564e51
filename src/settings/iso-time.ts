/** Dates and times of ISO 8601, read strictly: only those that exist, without a zone in UTC. */

const MINUTE_MS = 60_000;

/** Whether the calendar has this day; 31 February is none. */
export function isRealDate(year = 0, month = 0, day = 0): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && day >= 1;
}

/** `date`, or `dateThh:mm`, with `:ss`, a fraction and a zone if wanted. */
const isoForm =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/;

/** The time in milliseconds since 1970, or `undefined` when the text is no time that exists. */
export function readIsoTime(text: string): number | undefined {
  const parts = isoForm.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const offsetMs = readZone(parts[8]);
  const isReal = isRealDate(year, month, day) && hour < 24 && minute < 60 && second < 60;
  if (!isReal || offsetMs === undefined) return undefined;
  const millisecond = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offsetMs;
}

/** How far the zone is ahead of UTC; `undefined` when no place on Earth has it. */
function readZone(zone = 'Z'): number | undefined {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  const offsetMinutes = hours * 60 + minutes;
  if (minutes > 59 || offsetMinutes > 14 * 60) return undefined;
  return (zone.startsWith('-') ? -offsetMinutes : offsetMinutes) * MINUTE_MS;
}
