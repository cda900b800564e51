/** The rows of the table of settings that only the Logs Ingestion API uses. */

import {
  authorityHost,
  clientSecretValue,
  entraTenant,
  ingestionEndpoint,
  ruleId,
  ruleStream,
} from './logs-ingestion-kinds.ts';
import type { SettingRow } from './setting.ts';
import { guid } from './value-kinds.ts';

export const logsIngestionRows = [
  {
    name: 'LOGANALYTICS_DCR_ENDPOINT',
    meaning:
      'The logs ingestion endpoint of the data collection rule, or of a data collection endpoint in its region.',
    kind: ingestionEndpoint,
    isRequired: true,
    usedBy: 'logs-ingestion',
    example: 'https://dcr-auth0-a1b2.eastus-1.ingest.monitor.azure.com',
  },
  {
    name: 'LOGANALYTICS_DCR_ID',
    meaning:
      'The immutable id of the data collection rule, from its JSON view in the Azure portal.',
    kind: ruleId,
    isRequired: true,
    usedBy: 'logs-ingestion',
    example: 'dcr-00000000111122223333444444444444',
  },
  {
    name: 'LOGANALYTICS_DCR_STREAM',
    meaning: 'The stream that the rule declares for the logs.',
    kind: ruleStream,
    isRequired: true,
    usedBy: 'logs-ingestion',
    example: 'Custom-Auth0Logs',
  },
  {
    name: 'AZURE_TENANT_ID',
    meaning:
      'The Microsoft Entra tenant of the Azure subscription, in which the application is an enterprise application: its id, or one of its domains.',
    kind: entraTenant,
    isRequired: true,
    usedBy: 'logs-ingestion',
    example: '00000000-1111-2222-3333-444444444444',
  },
  {
    name: 'AZURE_CLIENT_ID',
    meaning: 'The client id of the Entra application that may send to the rule.',
    kind: guid,
    isRequired: true,
    usedBy: 'logs-ingestion',
    example: '00000000-1111-2222-3333-444444444444',
  },
  {
    name: 'AZURE_CLIENT_SECRET',
    meaning: 'The value of a client secret of that application.',
    kind: clientSecretValue,
    isRequired: true,
    usedBy: 'logs-ingestion',
  },
  {
    name: 'AZURE_AUTHORITY_HOST',
    meaning: "Asked for tokens in place of the cloud's own sign-in host, for a proxy.",
    kind: authorityHost,
    isRequired: false,
    usedBy: 'logs-ingestion',
    example: 'https://login.microsoftonline.com',
  },
] as const satisfies readonly SettingRow[];
