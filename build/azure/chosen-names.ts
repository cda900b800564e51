/**
 * The names of the tables, as expressions of the template. A name that another table has, or may get,
 * is refused before anything is deployed: two writers of different columns would spoil one table.
 */

import { expression, type JsonObject, quoted } from './arm.ts';

/** The tables of Microsoft's own Auth0 solutions for Sentinel. */
const TABLES_OF_OTHERS = ['Auth0Logs_CL', 'Auth0AM_CL'];

const ENDING_MESSAGE = 'tableName is refused: it should be a name that ends in _CL';
const TAKEN_MESSAGE =
  'tableName is refused: it should be a new name, not that of the table of the Data Collector API (classicNamespace), its table of runs, or Auth0Logs_CL and Auth0AM_CL of Microsoft Sentinel';

const [given, base] = ["parameters('tableName')", "variables('tableBaseName')"];
const [namespace, taken] = ["variables('namespace')", "variables('takenNames')"];

/** Azure does not tell upper from lower case in the names of resources. */
function lowered(names: readonly string[]): string {
  return `createArray(${names.map((name) => `toLower(${name})`).join(', ')})`;
}

const OWN_NAMES = lowered([given, `concat(${base}, 'Run_CL')`]);

const VERDICT = [
  `if(not(equals(concat(${base}, '_CL'), ${given}))`,
  quoted(ENDING_MESSAGE),
  `if(empty(intersection(${OWN_NAMES}, ${taken})), 'accepted', ${quoted(TAKEN_MESSAGE)}))`,
].join(', ');

/**
 * Templates have no function that fails. A property that does not exist does, and Azure's error names
 * the property that was asked for.
 */
export const NAME_VARIABLES: JsonObject = {
  namespace: expression("replace(parameters('classicNamespace'), '_CL', '')"),
  classicTableName: expression(`concat(${namespace}, '_CL')`),
  classicRunTableName: expression(`concat(${namespace}, 'Run_CL')`),
  takenNames: expression(
    lowered([
      "variables('classicTableName')",
      "variables('classicRunTableName')",
      ...TABLES_OF_OTHERS.map(quoted),
    ]),
  ),
  tableBaseName: expression(`substring(${given}, 0, sub(length(${given}), 3))`),
  tableNameIf: { accepted: expression(given) },
  tableName: expression(`variables('tableNameIf')[${VERDICT}]`),
  runTableName: expression(`concat(${base}, 'Run_CL')`),
};

/** Which variable fills in which placeholder of the KQL (`table-names.ts`). */
const PLACEHOLDERS = {
  ClassicTable: 'classicTableName',
  ClassicRunTable: 'classicRunTableName',
  LogTable: 'tableName',
  RunTable: 'runTableName',
} as const;

/** The expression that gives a text of the template with the names of the tables in it. */
export function withTableNames(textExpression: string, text: string): string {
  return Object.entries(PLACEHOLDERS)
    .filter(([placeholder]) => text.includes(`{{${placeholder}}}`))
    .reduce(
      (inner, [placeholder, variable]) =>
        `replace(${inner}, '{{${placeholder}}}', variables('${variable}'))`,
      textExpression,
    );
}
