/** What the ids of logs tell: their order and the time in them. */

const ID_LENGTH = 56;

/**
 * The id that every log after a time is greater than: `900`, the time in UTC to the second, and zeros.
 * Auth0 does not document the layout; Elastic's integration starts from such ids in production.
 */
export function syntheticId(timeMs: number): string {
  const digits = new Date(timeMs).toISOString().replace(/\D/g, '').slice(0, 14);
  return `900${digits}`.padEnd(ID_LENGTH, '0');
}

/** Whether an id was made from a time, so that no log may have it. */
export function isSyntheticId(id: string): boolean {
  return /^900\d{14}0{39}$/.test(id);
}

/** The time of ingestion in a log id, in milliseconds since 1970; `undefined` for other forms of id. */
export function timeOfLogId(id: string): number | undefined {
  const parts = /^900(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{39}$/.exec(id);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1);
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** Whether an id has the form whose order as text is the order of the logs: 56 digits. */
export function hasKnownOrder(id: string): boolean {
  return id.length === ID_LENGTH && /^\d+$/.test(id);
}

/** Whether an id comes before another. Ids are only ordered as text when both have the same length. */
export function isSmallerId(one: string, other: string): boolean {
  return one.length === other.length && one < other;
}
