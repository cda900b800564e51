/** What Azure publishes about the resources of the templates, as far as it can be checked offline. */

export interface ResourceRule {
  /** The versions that may be used, with the reason. */
  readonly apiVersions: Readonly<Record<string, string>>;
  /** Paths that have to be there. */
  readonly required: readonly string[];
  /** The form of the last part of the name, with its length. */
  readonly name: RegExp;
  /** What `properties` may hold. */
  readonly properties: readonly string[];
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Properties and required ones are those of `Azure/azure-resource-manager-schemas` (16 August 2026),
 * names those of "Naming rules and restrictions for Azure resources" and of the pages on each type.
 */
export const RESOURCE_RULES: Readonly<Record<string, ResourceRule>> = {
  'Microsoft.OperationalInsights/workspaces': {
    apiVersions: { '2023-09-01': 'stable, and old enough for all clouds' },
    required: ['location', 'properties.sku.name', 'properties.retentionInDays'],
    name: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
    properties: ['sku', 'retentionInDays', 'features', 'workspaceCapping'],
  },
  'Microsoft.OperationalInsights/workspaces/tables': {
    apiVersions: { '2023-09-01': 'stable, the same as the workspace' },
    required: ['properties.plan', 'properties.schema.name', 'properties.schema.columns'],
    name: /^[A-Za-z][A-Za-z0-9_]{1,59}_CL$/,
    properties: ['plan', 'retentionInDays', 'totalRetentionInDays', 'schema'],
  },
  'Microsoft.OperationalInsights/workspaces/savedSearches': {
    apiVersions: { '2020-08-01': 'stable, the one that the documentation of functions shows' },
    required: ['properties.category', 'properties.displayName', 'properties.query'],
    name: /^[A-Za-z0-9][A-Za-z0-9_-]{2,61}[A-Za-z0-9]$/,
    properties: [
      'category',
      'displayName',
      'query',
      'functionAlias',
      'functionParameters',
      'version',
      'tags',
    ],
  },
  'Microsoft.Insights/dataCollectionRules': {
    apiVersions: { '2023-03-11': 'the first stable one with endpoints of the rule itself' },
    required: [
      'location',
      'kind',
      'properties.streamDeclarations',
      'properties.destinations.logAnalytics',
      'properties.dataFlows',
    ],
    // A rule of the kind Direct has at most 30 characters.
    name: /^[A-Za-z0-9][A-Za-z0-9_-]{1,28}[A-Za-z0-9]$/,
    properties: ['description', 'streamDeclarations', 'destinations', 'dataFlows'],
  },
  'Microsoft.Authorization/roleAssignments': {
    apiVersions: { '2022-04-01': 'stable, the one that the documentation of roles shows' },
    required: ['scope', 'properties.principalId', 'properties.roleDefinitionId'],
    name: GUID,
    properties: ['principalId', 'principalType', 'roleDefinitionId', 'description'],
  },
  'Microsoft.Insights/workbooks': {
    apiVersions: { '2023-06-01': 'stable, and the newest' },
    required: [
      'location',
      'properties.displayName',
      'properties.serializedData',
      'properties.category',
      'properties.sourceId',
    ],
    name: GUID,
    properties: ['displayName', 'category', 'sourceId', 'version', 'serializedData', 'description'],
  },
  'Microsoft.Insights/actionGroups': {
    apiVersions: { '2023-01-01': 'stable, and the newest' },
    required: ['location', 'properties.groupShortName', 'properties.enabled'],
    name: /^[^:<>+/&%\\?|]{1,260}$/,
    properties: ['groupShortName', 'enabled', 'emailReceivers', 'webhookReceivers'],
  },
  'Microsoft.Insights/scheduledQueryRules': {
    apiVersions: { '2023-12-01': 'stable; the next one is of 2026' },
    required: [
      'location',
      'properties.enabled',
      'properties.scopes',
      'properties.severity',
      'properties.evaluationFrequency',
      'properties.windowSize',
      'properties.criteria.allOf',
      'properties.actions.actionGroups',
    ],
    name: /^(?!.*[. ]$)[^*#&+:<>?@%{}\\/|]{1,260}$/,
    properties: [
      'displayName',
      'description',
      'severity',
      'enabled',
      'scopes',
      'evaluationFrequency',
      'windowSize',
      'criteria',
      'autoMitigate',
      'skipQueryValidation',
      'actions',
    ],
  },
  'Microsoft.OperationalInsights/workspaces/providers/alertRules': {
    apiVersions: { '2023-02-01': 'stable, with incidents, techniques and entities' },
    required: [
      'kind',
      'properties.displayName',
      'properties.enabled',
      'properties.query',
      'properties.queryFrequency',
      'properties.queryPeriod',
      'properties.severity',
      'properties.suppressionDuration',
      'properties.suppressionEnabled',
      'properties.triggerOperator',
      'properties.triggerThreshold',
    ],
    name: GUID,
    properties: [
      'displayName',
      'description',
      'severity',
      'enabled',
      'query',
      'queryFrequency',
      'queryPeriod',
      'triggerOperator',
      'triggerThreshold',
      'suppressionEnabled',
      'suppressionDuration',
      'tactics',
      'techniques',
      'eventGroupingSettings',
      'entityMappings',
      'incidentConfiguration',
    ],
  },
};
