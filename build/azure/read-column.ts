/** The KQL that reads one column from whichever table a row came from. */

import type { Column } from '../../src/records/columns.ts';
import type { TableColumn, TableColumnType } from './table-columns.ts';

/** The suffixes that a column of the classic table may have, the likeliest first, by its type. */
const SUFFIXES: Readonly<Record<TableColumnType, readonly string[]>> = {
  // The service guesses what a text is, and not every exporter keeps it from that.
  string: ['_s', '_g', '_t'],
  int: ['_d', '_s'],
  boolean: ['_b', '_s'],
  datetime: ['_t', '_s'],
  dynamic: ['_s'],
};

/** What stands for a classic column that the table does not have; its type is that of the suffix. */
const ABSENT_CLASSIC: ReadonlyMap<string, string> = new Map([
  ['_t', 'datetime(null)'],
  ['_d', 'real(null)'],
  ['_b', 'bool(null)'],
]);

const ABSENT: Readonly<Record<TableColumnType, string>> = {
  string: "''",
  int: 'int(null)',
  boolean: 'bool(null)',
  datetime: 'datetime(null)',
  dynamic: 'dynamic(null)',
};

const CONVERSIONS: Readonly<Record<TableColumnType, string>> = {
  string: 'tostring',
  int: 'toint',
  boolean: 'tobool',
  datetime: 'todatetime',
  dynamic: 'tostring',
};

/**
 * What a text becomes in the classic table when it looks like a GUID or a date
 * (`src/destinations/data-collector/keep-text.ts`); the text itself is its first group.
 */
export const KEPT_TEXT =
  '^text:(\\s*(?:[+-]?[0-9]{4,6}-[0-9][0-9]?(?:-|$)' +
  '|[{(]?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}[)}]?\\s*$))';

/** A text as it was before the classic table was written. */
export const PLAIN_STATEMENTS: readonly string[] = [
  '// A text that looks like a GUID or a date has a prefix in the classic table, which keeps it a text.',
  `let plain = (value:string) { replace_regex(value, @'${KEPT_TEXT}', @'\\1') };`,
];

/** JSON that the classic table has as a text. */
export const PARSED_STATEMENTS: readonly string[] = [
  'let parsed = (value:string) { iff(isempty(value), dynamic(null), parse_json(value)) };',
];

/**
 * The value of a column of the new table: its own where the row has one, else what the classic table
 * has for it, under any suffix. A column that no table has is absent, not an error.
 */
export function readColumn({ name, type }: TableColumn, column: Column): string {
  const own = `column_ifexists('${name}', ${ABSENT[type]})`;
  const classic = classicNames(column).flatMap((classicName) =>
    SUFFIXES[type].map((suffix) => readClassic(classicName, suffix, type)),
  );
  const first = classic.length === 1 ? classic.join() : `coalesce(${classic.join(', ')})`;
  if (type === 'string') return `coalesce(${own}, plain(${first}))`;
  if (type === 'dynamic') return `coalesce(${own}, parsed(${first}))`;
  return `coalesce(${own}, ${classic.join(', ')})`;
}

function readClassic(name: string, suffix: string, type: TableColumnType): string {
  const read = `column_ifexists('${name}${suffix}', ${ABSENT_CLASSIC.get(suffix) ?? "''"})`;
  const isText = suffix === '_s' && (type === 'string' || type === 'dynamic');
  return isText ? read : `${CONVERSIONS[type]}(${read})`;
}

/** Its name in our records, and Auth0's own where that can be a column: others sent logs as they came. */
function classicNames({ name, sources = [] }: Column): string[] {
  return [...new Set([name, ...sources.filter((source) => /^\w+$/.test(source))])];
}
