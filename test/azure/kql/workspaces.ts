/** The workspaces that users may have, built from the columns that the code declares. */

import { readSavedFunctions } from '../../../build/azure/saved-functions.ts';
import {
  LOG_TABLE_COLUMNS,
  RUN_TABLE_COLUMNS,
  type TableColumn,
} from '../../../build/azure/table-columns.ts';
import { DEFAULT_TABLE_NAMES, fillTableNames } from '../../../build/azure/table-names.ts';
import { HEALTH_COLUMNS } from '../../../src/health/health-columns.ts';
import { COLUMNS, type Column, type ColumnKind } from '../../../src/records/columns.ts';
import type { Columns, ColumnType, Workspace } from './check-query.ts';

/** Every table of a workspace has these. */
const STANDARD_COLUMNS: Columns = {
  TenantId: 'string',
  TimeGenerated: 'datetime',
  Type: 'string',
  _ItemId: 'string',
  _ResourceId: 'string',
  _SubscriptionId: 'string',
};

/** Tables that the Data Collector API made have these as well. */
const CLASSIC_STANDARD_COLUMNS: Columns = {
  ...STANDARD_COLUMNS,
  SourceSystem: 'string',
  MG: 'string',
  ManagementGroupName: 'string',
  Computer: 'string',
  RawData: 'string',
};

/** The suffix that the service adds to a column's name, and the type it gives, by what we send. */
const CLASSIC_TYPES: Readonly<Record<ColumnKind, readonly [suffix: string, type: ColumnType]>> = {
  text: ['_s', 'string'],
  json: ['_s', 'string'],
  number: ['_d', 'real'],
  boolean: ['_b', 'bool'],
  time: ['_t', 'datetime'],
};

/** Other suffixes that texts and numbers get where somebody else sent them. */
const FOREIGN_TYPES: Columns = {
  _g: 'string',
  _s: 'string',
  _t: 'datetime',
  _d: 'real',
  _b: 'bool',
};

const KUSTO_TYPES: Readonly<Record<TableColumn['type'], ColumnType>> = {
  string: 'string',
  int: 'int',
  boolean: 'bool',
  datetime: 'datetime',
  dynamic: 'dynamic',
};

/** Which columns the classic tables have: those of one log only, all of ours, or every suffix. */
export type ClassicColumns = 'sparse' | 'ours' | 'every-suffix';

/** What the first log brings, when it has only what every log has. */
const SPARSE: ReadonlySet<string> = new Set(['log_id', 'date', 'type', 'run_id', 'ended_at']);

export interface Tables {
  readonly classic?: ClassicColumns;
  readonly hasNew: boolean;
}

/** A workspace with these tables, and the saved functions. */
export function workspaceWith({ classic, hasNew }: Tables): Workspace {
  const { ClassicTable, ClassicRunTable, LogTable, RunTable } = DEFAULT_TABLE_NAMES;
  return {
    tables: {
      ...(classic === undefined
        ? {}
        : {
            [ClassicTable]: classicTable(COLUMNS, classic),
            [ClassicRunTable]: classicTable(HEALTH_COLUMNS, classic),
          }),
      ...(hasNew
        ? {
            [LogTable]: { ...newTable(LOG_TABLE_COLUMNS), Auth0Domain: 'string' },
            [RunTable]: newTable(RUN_TABLE_COLUMNS),
          }
        : {}),
    },
    functions: savedFunctions(),
  };
}

/**
 * The workspaces that a query has to work in, by what they have. Queries see the tables through the
 * functions only, so which columns a classic table has does not matter to them.
 */
export const TABLE_CHOICES: Readonly<Record<string, Workspace>> = {
  'both tables': workspaceWith({ classic: 'ours', hasNew: true }),
  'only the classic table': workspaceWith({ classic: 'ours', hasNew: false }),
  'only the new table': workspaceWith({ hasNew: true }),
  'neither table': workspaceWith({ hasNew: false }),
};

/** Every workspace that the functions have to work in. */
export const WORKSPACES: Readonly<Record<string, Workspace>> = {
  ...TABLE_CHOICES,
  'both tables, the classic one of others': workspaceWith({
    classic: 'every-suffix',
    hasNew: true,
  }),
  'both tables, the classic one with a few columns': workspaceWith({
    classic: 'sparse',
    hasNew: true,
  }),
  'only the classic table, with a few columns': workspaceWith({
    classic: 'sparse',
    hasNew: false,
  }),
};

function savedFunctions(): Workspace['functions'] {
  return readSavedFunctions().map(({ alias, parameters, query }) => ({
    name: alias,
    parameters,
    body: fillTableNames(query),
  }));
}

function classicTable(columns: readonly Column[], kind: ClassicColumns): Columns {
  const entries = columns.flatMap((column): [string, ColumnType][] => {
    if (kind === 'sparse' && !SPARSE.has(column.name)) return [];
    if (kind === 'every-suffix') {
      return Object.entries(FOREIGN_TYPES).map(([suffix, type]) => [column.name + suffix, type]);
    }
    const [suffix, type] = CLASSIC_TYPES[column.kind];
    return [[column.name + suffix, type]];
  });
  return { ...CLASSIC_STANDARD_COLUMNS, ...Object.fromEntries(entries) };
}

function newTable(columns: readonly TableColumn[]): Columns {
  const entries = columns.map(({ name, type }) => [name, KUSTO_TYPES[type]]);
  return { ...STANDARD_COLUMNS, ...Object.fromEntries(entries) };
}
