/** Auth0's log types as KQL, for rows whose writer knew no names. */

import { LOG_TYPE_ROWS } from '../../src/records/log-type-table.ts';
import { SEVERITIES } from '../../src/records/log-types.ts';
import { kqlText } from './kql-text.ts';

/** Statements that define `knownTypes`, one row a type, and `severities`, in the order of the levels. */
export function eventNameStatements(): string[] {
  const rows = LOG_TYPE_ROWS.map(
    ([code, name, category, level]) =>
      `    ${kqlText(code)}, ${kqlText(name)}, ${kqlText(category)}, ${level}`,
  );
  return [
    'let knownTypes = datatable(EventType:string, KnownName:string, KnownCategory:string, KnownLevel:int) [',
    rows.join(',\n'),
    '];',
    `let severities = dynamic([${SEVERITIES.map((word) => JSON.stringify(word)).join(', ')}]);`,
  ];
}
