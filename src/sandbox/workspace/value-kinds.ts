/** How the service types a value, and when it turns text into the type of an existing column. */

export type ColumnSuffix = 's' | 'b' | 'd' | 't' | 'g';

export type CellValue = string | number | boolean;

const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const BARE_GUID = /^[0-9a-f]{32}$/i;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The lengths that a GUID may have: bare, with dashes, in braces. */
const isGuidLength = (length: number): boolean => length === 32 || length === 36 || length === 38;

const looksLikeGuid = (text: string): boolean =>
  isGuidLength(text.length) && (GUID.test(text) || BARE_GUID.test(text));

/** Long enough for a day, short enough for a time with nanoseconds and an offset. */
const isDateLength = (length: number): boolean => length >= 10 && length <= 35;

const looksLikeDate = (text: string): boolean =>
  isDateLength(text.length) && ISO_DATE.test(text) && !Number.isNaN(Date.parse(text));

export function suffixOf(value: CellValue): ColumnSuffix {
  if (typeof value === 'number') return 'd';
  if (typeof value === 'boolean') return 'b';
  if (looksLikeGuid(value)) return 'g';
  return looksLikeDate(value) ? 't' : 's';
}

/** A GUID is stored as text with dashes. */
function asGuid(text: string): string {
  const digits = text.replace(/[{}-]/g, '').toLowerCase();
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  return parts.map(([start, end]) => digits.slice(start, end)).join('-');
}

const asNumber = (text: string): number | undefined =>
  /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;

function asBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : undefined;
}

/** A value in the form in which a column of its own type holds it. */
export const inOwnColumn = (value: CellValue, suffix: ColumnSuffix): CellValue =>
  suffix === 'g' && typeof value === 'string' ? asGuid(value) : value;

/** Text as an existing column of another type can hold it, or `undefined` when it cannot. */
export function convertedTo(suffix: ColumnSuffix, value: CellValue): CellValue | undefined {
  if (typeof value !== 'string') return undefined;
  switch (suffix) {
    case 'd':
      return asNumber(value);
    case 'b':
      return asBoolean(value);
    case 't':
      return looksLikeDate(value) ? value : undefined;
    case 'g':
      return looksLikeGuid(value) ? asGuid(value) : undefined;
    case 's':
      return undefined;
    default:
      return suffix satisfies never;
  }
}
