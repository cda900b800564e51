/** The two tables of the workspace: one for the logs, one for the rows that tell how runs went. */

import { HEALTH_COLUMNS } from '../../src/health/health-columns.ts';
import { COLUMNS, type Column } from '../../src/records/columns.ts';
import { API_VERSIONS, expression, type JsonObject, type Resource } from './arm.ts';
import { LOG_TABLE_COLUMNS, RUN_TABLE_COLUMNS, type TableColumn } from './table-columns.ts';

/** What Azure's interface of tables calls the types. */
const TYPES: Readonly<Record<TableColumn['type'], string>> = {
  string: 'string',
  int: 'int',
  boolean: 'boolean',
  datetime: 'dateTime',
  dynamic: 'dynamic',
};

function column(name: string, type: TableColumn['type'], description: string): JsonObject {
  return { name, type: TYPES[type], description };
}

/** Azure asks for a description of every column. */
function describe(target: readonly TableColumn[], source: readonly Column[]): JsonObject[] {
  const meanings = new Map(source.map(({ name, meaning }) => [name, meaning]));
  return target.map(({ name, type, from }) => {
    const meaning = meanings.get(from) ?? '';
    return column(name, type, `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`);
  });
}

const LOG_COLUMNS: readonly JsonObject[] = [
  column('TimeGenerated', 'datetime', 'When it happened; when it came, if that was 2 days later.'),
  column('Auth0Domain', 'string', 'The domain of the Auth0 tenant, as the template was given it.'),
  ...describe(LOG_TABLE_COLUMNS, COLUMNS),
];

const RUN_COLUMNS: readonly JsonObject[] = [
  column('TimeGenerated', 'datetime', 'When the run ended.'),
  ...describe(RUN_TABLE_COLUMNS, HEALTH_COLUMNS),
];

/** `nameVariable` is the variable of the template that holds the table's name. */
function table(nameVariable: string, columns: readonly JsonObject[]): Resource {
  return {
    type: 'Microsoft.OperationalInsights/workspaces/tables',
    apiVersion: API_VERSIONS.tables,
    name: expression(`concat(parameters('workspaceName'), '/', variables('${nameVariable}'))`),
    dependsOn: [expression("variables('workspaceId')")],
    properties: {
      plan: 'Analytics',
      retentionInDays: expression("parameters('retentionInDays')"),
      schema: { name: expression(`variables('${nameVariable}')`), columns },
    },
  };
}

export const TABLES: readonly Resource[] = [
  table('tableName', LOG_COLUMNS),
  table('runTableName', RUN_COLUMNS),
];
