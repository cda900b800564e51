import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientSecretCredential } from '@azure/identity';
import { isAggregateLogsUploadError, LogsIngestionClient } from '@azure/monitor-ingestion';
import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_CLIENT_SECRET,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
  SANDBOX_STREAM,
} from '../../src/sandbox/credentials.ts';
import type { Ingestion, IngestionOptions } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { lendIngestion } from './ingestion-clients.ts';
import type { Context } from './lend-workspace.ts';

interface Microsoft {
  readonly ingestion: Ingestion;
  readonly credential: ClientSecretCredential;
  readonly client: LogsIngestionClient;
}

interface Chosen {
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly audience?: string;
  readonly maxRetries?: number;
}

const credentialFor = (ingestion: Ingestion, chosen: Chosen): ClientSecretCredential =>
  new ClientSecretCredential(
    chosen.tenantId ?? SANDBOX_AZURE_TENANT_ID,
    chosen.clientId ?? SANDBOX_AZURE_CLIENT_ID,
    chosen.clientSecret ?? SANDBOX_AZURE_CLIENT_SECRET,
    {
      authorityHost: ingestion.url.replace('127.0.0.1', 'localhost'),
      disableInstanceDiscovery: true,
      tlsOptions: { ca: ingestion.certificate ?? '' },
      retryOptions: { maxRetries: 0 },
    },
  );

function clientsFor(ingestion: Ingestion, chosen: Chosen = {}): Microsoft {
  const { audience, maxRetries = 0 } = chosen;
  const credential = credentialFor(ingestion, chosen);
  const client = new LogsIngestionClient(ingestion.url, credential, {
    tlsOptions: { ca: ingestion.certificate ?? '' },
    retryOptions: { maxRetries },
    ...(audience === undefined ? {} : { audience }),
  });
  return { ingestion, credential, client };
}

const lendMicrosoft = async (t: Context, options: IngestionOptions = {}, chosen: Chosen = {}) =>
  clientsFor(await lendIngestion(t, { hasTls: true, ...options }), chosen);

/** What the client throws, as status and code of each call that failed; empty when all went well. */
async function uploadWith(
  { client }: Microsoft,
  logs: Record<string, unknown>[],
  { ruleId = SANDBOX_RULE_ID, stream = SANDBOX_STREAM } = {},
): Promise<unknown[]> {
  try {
    await client.upload(ruleId, stream, logs);
    return [];
  } catch (error) {
    assert.ok(isAggregateLogsUploadError(error), String(error));
    return error.errors.map(({ cause }) => [
      Reflect.get(cause, 'statusCode'),
      Reflect.get(cause, 'code'),
      cause.message,
    ]);
  }
}

test("Microsoft's own clients sign in and upload, compressed, and split what is large", async (t) => {
  const microsoft = await lendMicrosoft(t);
  const { ingestion } = microsoft;
  assert.deepEqual(await uploadWith(microsoft, [{ log_id: '1', user_name: 'Zoë – 日本 🦊' }]), []);
  assert.equal(ingestion.rows()[0]?.['user_name'], 'Zoë – 日本 🦊');
  const many = Array.from({ length: 30 }, (_, number) => ({
    log_id: `many ${number}`,
    text: 'x'.repeat(50_000),
  }));
  assert.deepEqual(await uploadWith(microsoft, many), []);
  const { recordsStored, compressedPosts, byStatus, tokens, duplicates } = ingestion.counters();
  assert.deepEqual([recordsStored, duplicates, byStatus], [31, 0, { 204: 3 }]);
  assert.equal(compressedPosts, 3);
  assert.deepEqual([tokens.requests, tokens.issued], [1, 1]);
});

test("Microsoft's client reports each refusal of the service with its status and code", async (t) => {
  const microsoft = await lendMicrosoft(t);
  const { ingestion } = microsoft;
  const record = [{ log_id: '1' }];
  const unknown = 'dcr-00000000000000000000000000000000';
  assert.deepEqual(await uploadWith(microsoft, record, { ruleId: unknown }), [
    [404, 'NotFound', `Data collection rule with immutable Id '${unknown}' not found.`],
  ]);
  const [stream] = await uploadWith(microsoft, record, { stream: 'Custom-Other' });
  assert.deepEqual([stream].flat().slice(0, 2), [404, 'NotFound']);
  ingestion.configure({ hasRole: false });
  const [role] = await uploadWith(microsoft, record);
  assert.deepEqual([role].flat().slice(0, 2), [403, 'OperationFailed']);
  assert.match(String([role].flat()[2]), /does not have access to ingest data/);
  ingestion.configure({ hasRole: true });
  const [size] = await uploadWith(microsoft, [{ text: 'x'.repeat(1_048_576) }]);
  assert.deepEqual([size].flat().slice(0, 2), [413, 'ContentLengthLimitExceeded']);
  ingestion.configure({ rateLimit: { requestsPerMinute: 0, bytesPerMinute: 0 } });
  const [rate] = await uploadWith(microsoft, record);
  assert.deepEqual([rate].flat().slice(0, 2), [429, 'TooManyRequests']);
  assert.equal(ingestion.counters().recordsStored, 0);
});

test("Microsoft's client waits as it is told and repeats what was throttled or interrupted", async (t) => {
  const microsoft = await lendMicrosoft(t, {}, { maxRetries: 3 });
  const { ingestion } = microsoft;
  ingestion.faults.add(
    { kind: 'status', status: 429, retryAfterSeconds: 0 },
    { kind: 'status', status: 503, retryAfterSeconds: 0 },
  );
  assert.deepEqual(await uploadWith(microsoft, [{ log_id: '1' }]), []);
  assert.deepEqual(ingestion.counters().byStatus, { 204: 1, 429: 1, 503: 1 });
  const ids = ingestion.requests().map(({ clientRequestId }) => clientRequestId);
  assert.match(ids[0] ?? '', /^[0-9a-f-]{36}$/);
});

const SIGN_INS: readonly (readonly [string, Chosen, RegExp])[] = [
  ['a wrong secret', { clientSecret: 'wrong' }, /AADSTS7000215/],
  ['an unknown application', { clientId: SANDBOX_RULE_ID }, /AADSTS700016/],
];

test("Microsoft's credential passes on why Entra refuses to sign it in", async (t) => {
  const { ingestion } = await lendMicrosoft(t);
  const scope = 'https://monitor.azure.com/.default';
  for (const [what, chosen, expected] of SIGN_INS) {
    const { credential } = clientsFor(ingestion, chosen);
    await assert.rejects(credential.getToken(scope), expected, what);
  }
  const lost = clientsFor(ingestion, { tenantId: SANDBOX_AZURE_CLIENT_ID }).credential;
  await assert.rejects(lost.getToken(scope), /endpoints_resolution_error|AADSTS90002/);
  const { credential } = clientsFor(ingestion);
  await assert.rejects(credential.getToken('https://monitor.azure.us/.default'), /AADSTS500011/);
  await assert.rejects(credential.getToken('https://monitor.azure.com'), /AADSTS1002012/);
  const token = await credential.getToken(scope);
  assert.ok(token.expiresOnTimestamp > Date.now());
});

test("the audience of another cloud is accepted in that cloud only, by Microsoft's client too", async (t) => {
  const chosen = { audience: 'https://monitor.azure.us' };
  const government = await lendMicrosoft(t, { cloud: 'usgov' }, chosen);
  assert.deepEqual(await uploadWith(government, [{ log_id: '1' }]), []);
  const inPublic = clientsFor(government.ingestion);
  await assert.rejects(inPublic.client.upload(SANDBOX_RULE_ID, SANDBOX_STREAM, [{}]));
  assert.equal(government.ingestion.counters().tokens.byCode['AADSTS500011'], 1);
});
