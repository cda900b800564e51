/** The committed templates, and a deployment to try them with. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AZURE_FOLDER } from '../../../build/azure/make-templates.ts';
import type { Deployment, Template } from './evaluate.ts';

export const FILES = [
  'azuredeploy.json',
  'alerts.json',
  'sentinel.json',
  'sentinel-administration.json',
] as const;

export type TemplateFile = (typeof FILES)[number];

export function textOfTemplate(file: TemplateFile): string {
  return readFileSync(join(AZURE_FOLDER, file), 'utf8');
}

/** A template as JSON, a fresh copy each time, so that a test may spoil it. */
export function readTemplate(file: TemplateFile): Template {
  // The checks look at what the type promises.
  return JSON.parse(textOfTemplate(file)) as Template;
}

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/identity`;

export const WORKSPACE_ID = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/security`;
export const RULE_ID = `${GROUP}/providers/Microsoft.Insights/dataCollectionRules/dcr-auth0-logs`;

/** The least that a person has to enter, for each template. */
export const REQUIRED: Readonly<Record<TemplateFile, Readonly<Record<string, unknown>>>> = {
  'azuredeploy.json': {
    workspaceName: 'security',
    principalObjectId: '66666666-7777-8888-9999-000000000000',
  },
  'alerts.json': { workspaceName: 'security' },
  'sentinel.json': { workspace: 'security' },
  'sentinel-administration.json': { workspace: 'security' },
};

export function sampleDeployment(
  file: TemplateFile,
  parameters: Readonly<Record<string, unknown>> = {},
): Deployment {
  return {
    parameters: { ...REQUIRED[file], ...parameters },
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'identity',
    location: 'westeurope',
    tenantId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    deployed: {
      [RULE_ID]: {
        immutableId: 'dcr-0123456789abcdef0123456789abcdef',
        endpoints: {
          logsIngestion: 'https://dcr-auth0-logs-a1b2.westeurope-1.ingest.monitor.azure.com',
        },
      },
      [WORKSPACE_ID]: { customerId: '12345678-1234-1234-1234-123456789012' },
    },
  };
}
