/** What the texts of `Auth0Events` and `Auth0ExporterRuns` have in common. */

import type { Column } from '../../src/records/columns.ts';
import { readColumn } from './read-column.ts';
import type { TableColumn } from './table-columns.ts';
import type { TableNames } from './table-names.ts';

/** What is read of a table, from the window's start on. Nothing is, where there is no such table. */
export function readTable(placeholder: keyof TableNames): string {
  return [
    `    ({{${placeholder}}}`,
    '    | where TimeGenerated >= windowStart',
    `    | extend IngestedTime = coalesce(ingestion_time(), TimeGenerated), SourceTable = '{{${placeholder}}}')`,
  ].join('\n');
}

/**
 * The rows of both tables. The first one is empty and always there, so that the union has a table even
 * where neither of the others exists. A leg that cannot be bound is left out without an error,
 * therefore nothing stands in one that could fail for another reason than a missing table.
 */
export function readTables(newTable: keyof TableNames, classicTable: keyof TableNames): string {
  return [
    'union isfuzzy=true',
    '    (datatable(TimeGenerated:datetime, IngestedTime:datetime, SourceTable:string) []),',
    `${readTable(newTable)},`,
    readTable(classicTable),
  ].join('\n');
}

/** `Name = expression` for each of the columns, one a line. */
export function assignColumns(
  columns: readonly TableColumn[],
  records: readonly Column[],
): string[] {
  return columns.map((column) => {
    const record = records.find(({ name }) => name === column.from);
    if (record === undefined) throw new Error(`No column of the record is called ${column.from}.`);
    return `    ${column.name} = ${readColumn(column, record)}`;
  });
}

/** The columns with these names, in the order of the names. */
export function pick(columns: readonly TableColumn[], ...names: string[]): TableColumn[] {
  return names.map((name) => {
    const column = columns.find((one) => one.name === name);
    if (column === undefined) throw new Error(`The table has no column ${name}.`);
    return column;
  });
}
