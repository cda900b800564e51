/** An emulated Logs Ingestion API in this process for one test, and plain callers of it. */

import { gzipSync } from 'node:zlib';
import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_CLIENT_SECRET,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
  SANDBOX_STREAM,
} from '../../src/sandbox/credentials.ts';
import {
  type Ingestion,
  type IngestionOptions,
  startIngestion,
} from '../../src/sandbox/ingestion/start-ingestion.ts';
import { call, field, type Heard, json } from './clients.ts';
import type { Context } from './lend-workspace.ts';

export async function lendIngestion(
  t: Context,
  options: IngestionOptions = {},
): Promise<Ingestion> {
  const ingestion = await startIngestion(options);
  t.after(() => ingestion.stop());
  return ingestion;
}

type Changes = Readonly<Record<string, string | undefined>>;

const present = (pairs: Changes): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pairs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Asks Entra for a token; `changes` spoil the form. */
export const askAzureToken = (
  url: string,
  changes: Changes = {},
  tenantId = SANDBOX_AZURE_TENANT_ID,
): Promise<Heard> =>
  call(`${url}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(
      present({
        grant_type: 'client_credentials',
        client_id: SANDBOX_AZURE_CLIENT_ID,
        client_secret: SANDBOX_AZURE_CLIENT_SECRET,
        scope: 'https://monitor.azure.com/.default',
        ...changes,
      }),
    ),
  });

export async function azureTokenOf(url: string, changes: Changes = {}): Promise<string> {
  const heard = await askAzureToken(url, changes);
  return String(field(json(heard), 'access_token'));
}

export interface UploadChanges {
  readonly headers?: Changes;
  readonly query?: string;
  readonly ruleId?: string;
  readonly stream?: string;
}

export const UPLOAD_PATH = `/dataCollectionRules/${SANDBOX_RULE_ID}/streams/${SANDBOX_STREAM}`;

/** Uploads as the service asks for it; `changes` spoil that. */
export function upload(
  url: string,
  token: string,
  body: unknown,
  changes: UploadChanges = {},
): Promise<Heard> {
  const { ruleId = SANDBOX_RULE_ID, stream = SANDBOX_STREAM } = changes;
  const query = changes.query ?? '?api-version=2023-01-01';
  return call(`${url}/dataCollectionRules/${ruleId}/streams/${stream}${query}`, {
    method: 'POST',
    headers: present({
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...changes.headers,
    }),
    body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  });
}

export const uploadZipped = (url: string, token: string, body: unknown): Promise<Heard> =>
  upload(url, token, gzipSync(JSON.stringify(body)), { headers: { 'content-encoding': 'gzip' } });

/** The code in the body of a refusal, which stands in a header too. */
export const codeOf = (heard: Heard): unknown => field(field(json(heard), 'error'), 'code');

/** A caller with a token of its own. */
export async function uploaderOf(url: string) {
  const token = await azureTokenOf(url);
  return (body: unknown, changes: UploadChanges = {}): Promise<Heard> =>
    upload(url, token, body, changes);
}
