/** Makes the README's list of what a stream of the Logs Ingestion API has to declare. */

import { COLUMNS, type ColumnKind } from '../src/records/columns.ts';

/** What the columns of each kind are declared as. A JSON column comes as JSON text. */
const TYPES: Readonly<Record<ColumnKind, string>> = {
  time: 'datetime',
  number: 'int',
  boolean: 'boolean',
  text: 'string',
  json: 'string',
};

/** The columns by the type that they are declared as, in Markdown. */
export function renderStreamColumns(): string {
  const types = [...new Set(Object.values(TYPES))];
  const lines = types.map((type) => {
    const names = COLUMNS.filter(({ kind }) => TYPES[kind] === type).map(({ name }) => name);
    return `| \`${type}\` | ${names.map((name) => `\`${name}\``).join(', ')} |`;
  });
  return ['| Type | Columns of the stream |', '| --- | --- |', ...lines].join('\n');
}
