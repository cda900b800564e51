/** The data collection rule that logs are sent to, and the role that lets the application send. */

import { HEALTH_COLUMNS } from '../../src/health/health-columns.ts';
import { COLUMNS } from '../../src/records/columns.ts';
import { API_VERSIONS, expression, type JsonObject, literal, type Resource } from './arm.ts';
import { LOG_STREAM, RUN_STREAM, STREAMS, type StreamColumn } from './streams.ts';
import { LOG_TABLE_COLUMNS, RUN_TABLE_COLUMNS } from './table-columns.ts';
import { DOMAIN_PLACEHOLDER, makeTransform } from './transform.ts';

/** The texts that the rule takes from the template's variables. */
export const TRANSFORMS: JsonObject = {
  logTransform: literal(
    makeTransform(COLUMNS, LOG_TABLE_COLUMNS, 'date', { Auth0Domain: DOMAIN_PLACEHOLDER }),
  ),
  runTransform: literal(makeTransform(HEALTH_COLUMNS, RUN_TABLE_COLUMNS, 'ended_at')),
};

const DESTINATION = 'workspace';

/** A role that Azure has built in: "Monitoring Metrics Publisher". */
const PUBLISHER_ROLE = '3913510d-42f4-4e42-8a64-420c390055eb';

function flow(stream: string, transform: string, tableVariable: string): JsonObject {
  return {
    streams: [stream],
    destinations: [DESTINATION],
    transformKql: expression(transform),
    outputStream: expression(`concat('Custom-', variables('${tableVariable}'))`),
  };
}

function tableId(variable: string): string {
  const type = 'Microsoft.OperationalInsights/workspaces/tables';
  return expression(`resourceId('${type}', parameters('workspaceName'), variables('${variable}'))`);
}

function declaration(columns: readonly StreamColumn[]): JsonObject {
  return { columns: columns.map(({ name, type }) => ({ name, type })) };
}

/** A rule of the kind Direct has an endpoint of its own; Azure wants its tables to be there. */
export const RULE: Resource = {
  type: 'Microsoft.Insights/dataCollectionRules',
  apiVersion: API_VERSIONS.dataCollectionRules,
  name: expression("parameters('ruleName')"),
  location: expression("parameters('location')"),
  kind: 'Direct',
  dependsOn: [tableId('tableName'), tableId('runTableName')],
  properties: {
    description: 'Takes the logs of an Auth0 tenant, and how each run of the exporter went.',
    streamDeclarations: Object.fromEntries(
      Object.entries(STREAMS).map(([name, columns]) => [name, declaration(columns)]),
    ),
    destinations: {
      logAnalytics: [
        { name: DESTINATION, workspaceResourceId: expression("variables('workspaceId')") },
      ],
    },
    dataFlows: [
      flow(
        LOG_STREAM,
        `replace(variables('logTransform'), '${DOMAIN_PLACEHOLDER}', variables('auth0Domain'))`,
        'tableName',
      ),
      flow(RUN_STREAM, "variables('runTransform')", 'runTableName'),
    ],
  },
};

/** On the rule alone, so that the application can do nothing else. */
export const ROLE: Resource = {
  condition: expression("not(empty(parameters('principalObjectId')))"),
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersion: API_VERSIONS.roleAssignments,
  name: expression(
    `guid(variables('ruleId'), parameters('principalObjectId'), '${PUBLISHER_ROLE}')`,
  ),
  scope: expression("concat('Microsoft.Insights/dataCollectionRules/', parameters('ruleName'))"),
  dependsOn: [expression("variables('ruleId')")],
  properties: {
    // Said, because Azure would look for a new application in vain otherwise.
    principalType: 'ServicePrincipal',
    principalId: expression("parameters('principalObjectId')"),
    roleDefinitionId: expression(
      `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${PUBLISHER_ROLE}')`,
    ),
  },
};
