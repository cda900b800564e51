/** The settings by which the extension sends to the emulated Logs Ingestion API, and what that declares. */

import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_CLIENT_SECRET,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
  SANDBOX_STREAM,
} from './credentials.ts';

/** `url` is the endpoint of the rule, and the host of the authority as well. */
export function ingestionSecretsFor(url: string): Readonly<Record<string, string>> {
  return {
    LOGANALYTICS_DCR_ENDPOINT: url,
    LOGANALYTICS_DCR_ID: SANDBOX_RULE_ID,
    LOGANALYTICS_DCR_STREAM: SANDBOX_STREAM,
    AZURE_TENANT_ID: SANDBOX_AZURE_TENANT_ID,
    AZURE_CLIENT_ID: SANDBOX_AZURE_CLIENT_ID,
    AZURE_CLIENT_SECRET: SANDBOX_AZURE_CLIENT_SECRET,
    AZURE_AUTHORITY_HOST: url,
  };
}

/** The second stream of the rule, in which the extension tells how its runs went. */
export const SANDBOX_RUN_STREAM = {
  stream: `${SANDBOX_STREAM}Run`,
  table: 'Auth0Run_CL',
  timeProperty: 'ended_at',
  columns: 'any',
} as const;
