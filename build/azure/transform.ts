/**
 * The KQL by which the data collection rule makes a table's row of what it is sent. Azure knows only a
 * part of the language there: no `coalesce`, no `iff`, no `todynamic`.
 */

import type { Column } from '../../src/records/columns.ts';
import type { TableColumn } from './table-columns.ts';

/** Where the domain of the Auth0 tenant goes, which the template fills in. */
export const DOMAIN_PLACEHOLDER = '{{Auth0Domain}}';

/**
 * Maps the columns of a stream to those of a table. A declared column that a row lacks is null. Names
 * stand in brackets, because some of them are words of the language.
 */
export function makeTransform(
  source: readonly Column[],
  target: readonly TableColumn[],
  timeColumn: string,
  constants: Readonly<Record<string, string>> = {},
): string {
  const kinds = new Map(source.map(({ name, kind }) => [name, kind]));
  const assignments = [
    // Without a time Azure would have nothing to file the row under.
    `TimeGenerated = iif(isnull(['${timeColumn}']), now(), ['${timeColumn}'])`,
    ...Object.entries(constants).map(([name, value]) => `['${name}'] = '${value}'`),
    ...target.map(({ name, from }) => {
      const kind = kinds.get(from);
      if (kind === undefined) {
        throw new Error(`${name} should be made from a column that is sent, but ${from} is none`);
      }
      return `['${name}'] = ${kind === 'json' ? `parse_json(['${from}'])` : `['${from}']`}`;
    }),
  ];
  return `source\n| project\n    ${assignments.join(',\n    ')}`;
}
