/**
 * The detections as analytics rules of Microsoft Sentinel, in the form that its portal exports and
 * imports. That form has one parameter, the workspace.
 */

import {
  API_VERSIONS,
  expression,
  type JsonObject,
  literal,
  type Resource,
  template,
} from './arm.ts';
import { type Detection, isoDuration, readDetections } from './sentinel-yaml.ts';

const OPERATORS: Readonly<Record<string, string>> = {
  gt: 'GreaterThan',
  lt: 'LessThan',
  eq: 'Equal',
  ne: 'NotEqual',
};

function analyticsRule(detection: Detection): Resource {
  const { file, id, name, description, severity, query, triggerOperator } = detection;
  const operator = OPERATORS[triggerOperator];
  if (operator === undefined) {
    throw new Error(`${file}: triggerOperator should be gt, lt, eq or ne, not ${triggerOperator}`);
  }
  return {
    id: expression(
      `concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'), '/alertRules/${id}')`,
    ),
    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
    apiVersion: API_VERSIONS.alertRules,
    name: expression(`concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')`),
    kind: 'Scheduled',
    properties: {
      displayName: literal(name),
      description: literal(description.trim()),
      severity,
      enabled: true,
      query: literal(query),
      queryFrequency: isoDuration(detection.queryFrequency),
      queryPeriod: isoDuration(detection.queryPeriod),
      triggerOperator: operator,
      triggerThreshold: detection.triggerThreshold,
      suppressionEnabled: false,
      suppressionDuration: 'PT5H',
      tactics: detection.tactics,
      techniques: detection.relevantTechniques,
      eventGroupingSettings: { aggregationKind: 'SingleAlert' },
      ...entityMappings(detection),
      // What a rule finds again, because it looks back a little further than it must, joins the incident.
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: true,
          reopenClosedIncident: false,
          lookbackDuration: 'PT5H',
          matchingMethod: 'AllEntities',
        },
      },
    },
  };
}

/** Sentinel takes no empty list. */
function entityMappings({ entityMappings: mappings = [] }: Detection): JsonObject {
  if (mappings.length === 0) return {};
  return {
    entityMappings: mappings.map(({ entityType, fieldMappings }) => ({
      entityType,
      fieldMappings: fieldMappings.map(({ identifier, columnName }) => ({
        identifier,
        columnName,
      })),
    })),
  };
}

/** What people with rights in the tenant did; the rest is about sign-ins, users and the exporter. */
const ADMINISTRATION_TAG = 'Administration';

/** Two files, because the portal imports at most 50 rules from one. */
export function makeSentinelTemplates(
  detections: readonly Detection[] = readDetections(),
): Readonly<Record<string, JsonObject>> {
  const isAdministration = ({ tags }: Detection) => tags?.includes(ADMINISTRATION_TAG) ?? false;
  return {
    'sentinel.json': rulesTemplate(detections.filter((one) => !isAdministration(one))),
    'sentinel-administration.json': rulesTemplate(detections.filter(isAdministration)),
  };
}

function rulesTemplate(detections: readonly Detection[]): JsonObject {
  return template({
    parameters: {
      workspace: {
        type: 'String',
        metadata: { description: 'The name of the workspace that Microsoft Sentinel is on.' },
      },
    },
    resources: detections.map(analyticsRule),
  });
}
