/** Keeps a text column one column, although the service guesses a type from every value. */

import type { LogRecord } from '../../engine/walls.ts';
import { HEALTH_COLUMNS } from '../../health/health-columns.ts';
import { COLUMNS } from '../../records/columns.ts';

const TEXT_COLUMNS: ReadonlySet<string> = new Set(
  [...COLUMNS, ...HEALTH_COLUMNS].filter(({ kind }) => kind === 'text').map(({ name }) => name),
);

/** With or without dashes, in braces or parentheses: what the service takes for a GUID. */
const GUID = /^[{(]?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i;
const LONGEST_GUID = 38;

/** What begins like an ISO 8601 date may be taken for a time. */
const DATE = /^\s*[+-]?\d{4,6}-\d\d?(?:-|$)/;

/** Put before a text that the service would take for something else. */
const TEXT_PREFIX = 'text:';

/**
 * The record with `text:` before each text that looks like a GUID or a time. The service would put
 * such a value into a second column (`user_name_g` beside `user_name_s`), so that a visitor who
 * signs in under such a name could add columns, and rows would be missing from queries. There is no
 * way to switch the guessing off. Gives the same record when nothing has to change.
 */
export function keepText(record: LogRecord): LogRecord {
  let kept: Record<string, string | number | boolean> | undefined;
  for (const column of Object.keys(record)) {
    const value = record[column];
    if (typeof value !== 'string' || !TEXT_COLUMNS.has(column) || !isGuessable(value)) continue;
    kept ??= { ...record };
    kept[column] = `${TEXT_PREFIX}${value}`;
  }
  return kept ?? record;
}

/** The first character tells of nearly every text that it is neither. */
const FIRST_CHARACTER = /^[\s+\-0-9a-f{(]/i;

function isGuessable(text: string): boolean {
  if (!FIRST_CHARACTER.test(text)) return false;
  if (DATE.test(text)) return true;
  const trimmed = text.trim();
  return trimmed.length >= 32 && trimmed.length <= LONGEST_GUID && GUID.test(trimmed);
}
