/** The template of the alerts: one rule of Azure Monitor for each detection, and whom they tell. */

import {
  API_VERSIONS,
  expression,
  type JsonObject,
  literal,
  quoted,
  type Resource,
  template,
} from './arm.ts';
import { LOCATION, WORKSPACE_NAME } from './deploy-parameters.ts';
import { type Detection, isoDuration, readDetections } from './sentinel-yaml.ts';

/** Azure's numbers; 0, critical, is left to people. */
const SEVERITIES = { High: 1, Medium: 2, Low: 3, Informational: 4 } as const;

const OPERATORS: Readonly<Record<string, string>> = { gt: 'GreaterThan', lt: 'LessThan' };

/**
 * The longest that Azure allows. An alert's query sees only rows whose TimeGenerated is within the
 * window, so a shorter one would hide what comes late; each query has narrower bounds of its own.
 */
const WINDOW = 'P2D';

/** The rules that watch the exporter, not the tenant. */
const HEALTH_TAG = 'Health';

export const ALERT_PARAMETERS: JsonObject = {
  workspaceName: WORKSPACE_NAME,
  location: LOCATION,
  enabled: {
    type: 'bool',
    defaultValue: true,
    metadata: {
      description:
        'Whether the rules begin to work at once. Rules that are not enabled cost nothing, and can be enabled one by one.',
    },
  },
  email: {
    type: 'string',
    defaultValue: '',
    maxLength: 254,
    metadata: { description: 'The e-mail address that is told of alerts. Optional.' },
  },
  webhookUrl: {
    // Whoever knows such an address may usually post to it, so the deployment's history hides it.
    type: 'securestring',
    defaultValue: '',
    metadata: {
      description:
        'The https address that alerts are posted to, as JSON in the common alert schema; Teams and Slack do not take that directly. Optional. It is hidden in the history of deployments, but whoever may read the action group can see it.',
    },
  },
};

/** A list with one receiver, or none when nothing was entered. */
function receiver(parameter: string, object: string): string {
  return expression(
    `if(empty(parameters('${parameter}')), createArray(), createArray(createObject(${object})))`,
  );
}

const ACTION_GROUP: Resource = {
  type: 'Microsoft.Insights/actionGroups',
  apiVersion: API_VERSIONS.actionGroups,
  name: expression("variables('actionGroupName')"),
  location: 'Global',
  properties: {
    groupShortName: 'Auth0 logs',
    enabled: true,
    emailReceivers: receiver(
      'email',
      "'name', 'email', 'emailAddress', parameters('email'), 'useCommonAlertSchema', true()",
    ),
    webhookReceivers: receiver(
      'webhookUrl',
      "'name', 'webhook', 'serviceUri', parameters('webhookUrl'), 'useCommonAlertSchema', true()",
    ),
  },
};

function criterion({ file, query, triggerOperator, triggerThreshold }: Detection): JsonObject {
  const operator = OPERATORS[triggerOperator];
  if (operator === undefined) {
    throw new Error(`${file}: triggerOperator should be gt or lt, but is ${triggerOperator}`);
  }
  return {
    query: literal(query),
    timeAggregation: 'Count',
    operator,
    threshold: triggerThreshold,
    failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
  };
}

/**
 * A security alert is never resolved by itself, and fires at every finding: one that is still open
 * would otherwise keep the next attack from being told. What is wrong with the exporter is one state
 * that begins and ends.
 */
function alertRule(detection: Detection): Resource {
  const { file, name, description, severity, tactics, relevantTechniques, tags } = detection;
  return {
    type: 'Microsoft.Insights/scheduledQueryRules',
    apiVersion: API_VERSIONS.scheduledQueryRules,
    name: expression(`concat(parameters('workspaceName'), ${quoted(`-auth0-${file}`)})`),
    location: expression("parameters('location')"),
    kind: 'LogAlert',
    dependsOn: [expression("variables('actionGroupId')")],
    properties: {
      displayName: literal(name),
      description: literal(description.trim()),
      severity: SEVERITIES[severity],
      enabled: expression("parameters('enabled')"),
      scopes: [expression("variables('workspaceId')")],
      evaluationFrequency: isoDuration(detection.queryFrequency),
      windowSize: WINDOW,
      criteria: { allOf: [criterion(detection)] },
      autoMitigate: tags?.includes(HEALTH_TAG) ?? false,
      // The tables, or the functions, may not be there yet.
      skipQueryValidation: true,
      actions: {
        actionGroups: [expression("variables('actionGroupId')")],
        customProperties: {
          detectionId: detection.id,
          mitreTactics: tactics.join(', '),
          mitreTechniques: relevantTechniques.join(', '),
        },
      },
    },
  };
}

export function makeAlertsTemplate(
  detections: readonly Detection[] = readDetections(),
): JsonObject {
  return template({
    parameters: ALERT_PARAMETERS,
    variables: {
      workspaceId: expression(
        "resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName'))",
      ),
      actionGroupName: expression("concat(parameters('workspaceName'), '-auth0-logs')"),
      actionGroupId: expression(
        "resourceId('Microsoft.Insights/actionGroups', variables('actionGroupName'))",
      ),
    },
    resources: [ACTION_GROUP, ...detections.map(alertRule)],
  });
}
