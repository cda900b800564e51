/** The template that makes everything in Azure which the Logs Ingestion API, and the queries, need. */

import {
  API_VERSIONS,
  expression,
  type JsonObject,
  literal,
  type Resource,
  template,
} from './arm.ts';
import { NAME_VARIABLES } from './chosen-names.ts';
import { DEPLOY_PARAMETERS } from './deploy-parameters.ts';
import { ROLE, RULE, TRANSFORMS } from './rule.ts';
import { QUERIES, SAVED_SEARCHES } from './saved-searches.ts';
import { LOG_STREAM } from './streams.ts';
import { TABLES } from './tables.ts';
import { renderWorkbook } from './workbook.ts';

const VARIABLES: JsonObject = {
  ...NAME_VARIABLES,
  workspaceId: expression(
    "resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName'))",
  ),
  ruleId: expression(
    "resourceId('Microsoft.Insights/dataCollectionRules', parameters('ruleName'))",
  ),
  // People copy it from the address bar; a quote or backslash would end the text in the transform.
  auth0Domain: expression(
    "replace(replace(replace(replace(parameters('auth0Domain'), 'https://', ''), '/', ''), '''', ''), '\\', '')",
  ),
  ...TRANSFORMS,
  queries: QUERIES,
};

const WORKSPACE: Resource = {
  condition: expression("equals(parameters('workspace'), 'new')"),
  type: 'Microsoft.OperationalInsights/workspaces',
  apiVersion: API_VERSIONS.workspaces,
  name: expression("parameters('workspaceName')"),
  location: expression("parameters('location')"),
  properties: {
    sku: { name: 'PerGB2018' },
    retentionInDays: expression("parameters('retentionInDays')"),
  },
};

const WORKBOOK: Resource = {
  type: 'Microsoft.Insights/workbooks',
  apiVersion: API_VERSIONS.workbooks,
  // Azure wants a GUID; the same workspace gets the same one again.
  name: expression("guid(variables('workspaceId'), 'auth0-logs-workbook')"),
  location: expression("parameters('location')"),
  kind: 'shared',
  dependsOn: [expression("variables('workspaceId')")],
  properties: {
    displayName: 'Auth0 logs',
    category: 'workbook',
    sourceId: expression("variables('workspaceId')"),
    version: '1.0',
    serializedData: literal(renderWorkbook()),
  },
};

function text(value: string, description: string): JsonObject {
  return { type: 'string', value, metadata: { description } };
}

function ofRule(path: string): string {
  return expression(
    `reference(variables('ruleId'), '${API_VERSIONS.dataCollectionRules}').${path}`,
  );
}

/** Named as the settings that they are for. None is a secret. LOGANALYTICS_DESTINATION depends on the user. */
const OUTPUTS: JsonObject = {
  LOGANALYTICS_DCR_ENDPOINT: text(
    ofRule('endpoints.logsIngestion'),
    "The rule's own endpoint for logs.",
  ),
  LOGANALYTICS_DCR_ID: text(ofRule('immutableId'), 'The immutable id of the rule.'),
  LOGANALYTICS_DCR_STREAM: text(LOG_STREAM, 'The stream that the rule declares for the logs.'),
  AZURE_TENANT_ID: text(
    expression('tenant().tenantId'),
    'The Microsoft Entra tenant of the subscription, which the enterprise application is in.',
  ),
  LOGANALYTICS_WORKSPACEID: text(
    expression(`reference(variables('workspaceId'), '${API_VERSIONS.workspaces}').customerId`),
    'The id of the workspace. Only the Data Collector API needs it.',
  ),
};

export function makeDeployTemplate(): JsonObject {
  return template({
    parameters: DEPLOY_PARAMETERS,
    variables: VARIABLES,
    resources: [WORKSPACE, ...TABLES, RULE, ROLE, ...SAVED_SEARCHES, WORKBOOK],
    outputs: OUTPUTS,
  });
}
