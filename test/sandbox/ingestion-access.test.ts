import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
} from '../../src/sandbox/credentials.ts';
import { ANY_TOKEN } from '../../src/sandbox/ingestion/ingestion-service.ts';
import { call, field, json } from './clients.ts';
import {
  askAzureToken,
  azureTokenOf,
  codeOf,
  lendIngestion,
  UPLOAD_PATH,
  type UploadChanges,
  upload,
  uploaderOf,
} from './ingestion-clients.ts';

const RECORD = [{ log_id: '1' }];

test('Entra gives a bearer token for the audience in the scope', async (t) => {
  const ingestion = await lendIngestion(t, { tokenLifeSeconds: 600 });
  const heard = await askAzureToken(ingestion.url);
  assert.equal(heard.status, 200);
  const answer = json(heard);
  assert.deepEqual(
    [field(answer, 'token_type'), field(answer, 'expires_in'), field(answer, 'ext_expires_in')],
    ['Bearer', 600, 600],
  );
  const [, claims = ''] = String(field(answer, 'access_token')).split('.');
  const audience = field(JSON.parse(Buffer.from(claims, 'base64url').toString()), 'aud');
  assert.equal(audience, 'https://monitor.azure.com');
  assert.equal(ingestion.counters().tokens.issued, 1);
});

/** How a request for a token is spoilt, and what Entra says to it. */
const TOKEN_REFUSALS: readonly (readonly [
  number,
  number,
  string,
  Record<string, string | undefined>,
])[] = [
  [900144, 400, 'invalid_request', { grant_type: undefined }],
  [900144, 400, 'invalid_request', { client_id: undefined }],
  [900144, 400, 'invalid_request', { scope: '' }],
  [70003, 400, 'unsupported_grant_type', { grant_type: 'password' }],
  [700016, 400, 'unauthorized_client', { client_id: SANDBOX_AZURE_TENANT_ID }],
  [7000216, 401, 'invalid_client', { client_secret: undefined }],
  [7000215, 401, 'invalid_client', { client_secret: 'wrong' }],
  [1002012, 400, 'invalid_scope', { scope: 'https://monitor.azure.com' }],
  [1002012, 400, 'invalid_scope', { scope: 'openid https://monitor.azure.com/.default' }],
  [500011, 400, 'invalid_resource', { scope: 'https://monitor.azure.us/.default' }],
];

test('each refusal of Entra comes with its number, its error and its status', async (t) => {
  const ingestion = await lendIngestion(t);
  for (const [number, status, error, changes] of TOKEN_REFUSALS) {
    const heard = await askAzureToken(ingestion.url, changes);
    const what = `${number} for ${JSON.stringify(changes)}`;
    assert.equal(heard.status, status, what);
    const body = json(heard);
    assert.equal(field(body, 'error'), error, what);
    assert.deepEqual(field(body, 'error_codes'), [number], what);
    assert.match(String(field(body, 'error_description')), new RegExp(`^AADSTS${number}: `));
  }
  const lost = await askAzureToken(ingestion.url, {}, SANDBOX_AZURE_CLIENT_ID);
  assert.deepEqual([lost.status, field(json(lost), 'error_codes')], [400, [90002]]);
  const { tokens, requests } = ingestion.counters();
  assert.equal(tokens.issued, 0);
  assert.equal(tokens.byCode['AADSTS1002012'], 2);
  assert.equal(tokens.byStatus['401'], 2);
  assert.equal(requests, 0, 'requests for tokens are not uploads');
});

test('a token is given to a posted form only', async (t) => {
  const { url } = await lendIngestion(t);
  const path = `${url}/${SANDBOX_AZURE_TENANT_ID}/oauth2/v2.0/token`;
  assert.match((await call(path)).text, /AADSTS900561.*Received a GET request/);
  const heard = await call(path, { method: 'POST', body: 'grant_type=client_credentials' });
  assert.match(heard.text, /AADSTS900144.*grant_type/);
});

test('a disabled application and an expired secret are refused in their own words', async (t) => {
  const { url, configure } = await lendIngestion(t, { applicationState: 'disabled' });
  assert.match((await askAzureToken(url)).text, /AADSTS7000112/);
  configure({ applicationState: 'secret-expired' });
  assert.match((await askAzureToken(url)).text, /AADSTS7000222/);
  configure({ applicationState: 'usual', clientSecret: 'rotated' });
  assert.match((await askAzureToken(url)).text, /AADSTS7000215/);
  assert.equal((await askAzureToken(url, { client_secret: 'rotated' })).status, 200);
});

test('what Entra publishes names its endpoints under the host that was asked', async (t) => {
  const { url } = await lendIngestion(t);
  const local = url.replace('127.0.0.1', 'localhost');
  const path = `${SANDBOX_AZURE_TENANT_ID}/v2.0/.well-known/openid-configuration`;
  const document = json(await call(`${local}/${path}`));
  const endpoint = field(document, 'token_endpoint');
  assert.equal(endpoint, `${local}/${SANDBOX_AZURE_TENANT_ID}/oauth2/v2.0/token`);
  const discovery = json(await call(`${url}/common/discovery/instance?api-version=1.1`));
  assert.equal(field(discovery, 'tenant_discovery_endpoint'), `${url}/${path}`);
  const lost = await call(`${url}/nowhere/v2.0/.well-known/openid-configuration`);
  assert.deepEqual([lost.status, field(json(lost), 'error')], [400, 'invalid_tenant']);
});

test('an upload needs a token that is known, young enough and for Azure Monitor', async (t) => {
  let nowMs = Date.UTC(2026, 10, 10);
  const ingestion = await lendIngestion(t, { tokenLifeSeconds: 60, now: () => nowMs });
  const { url } = ingestion;
  const token = await azureTokenOf(url);
  assert.equal((await upload(url, token, RECORD)).status, 204);
  const other = await azureTokenOf(url, { scope: 'https://management.azure.com/.default' });
  const refused = [
    await upload(url, 'forged', RECORD),
    await upload(url, token, RECORD, { headers: { authorization: undefined } }),
    await upload(url, other, RECORD),
  ];
  nowMs += 60_000;
  refused.push(await upload(url, token, RECORD));
  const fresh = await azureTokenOf(url, { scope: 'https://monitor.azure.com//.default' });
  assert.equal((await upload(url, fresh, RECORD)).status, 204);
  ingestion.revokeTokens();
  refused.push(await upload(url, fresh, RECORD));
  for (const heard of refused) {
    assert.deepEqual([heard.status, codeOf(heard)], [401, 'InvalidAuthenticationToken']);
    assert.match(heard.headers.get('www-authenticate') ?? '', /^Bearer/);
  }
  assert.equal(ingestion.counters().recordsStored, 2);
});

test('without the role an upload is refused, and a role that is assigned acts only after a while', async (t) => {
  let nowMs = Date.UTC(2026, 10, 10);
  const ingestion = await lendIngestion(t, { hasRole: false, now: () => nowMs });
  const send = await uploaderOf(ingestion.url);
  const refused = await send(RECORD);
  assert.deepEqual([refused.status, codeOf(refused)], [403, 'OperationFailed']);
  assert.match(refused.text, new RegExp(`immutable Id '${SANDBOX_RULE_ID}' PipelineAccessResult`));
  nowMs += 1_000_000;
  ingestion.configure({ hasRole: true, roleDelayMs: 1_800_000 });
  nowMs += 1_799_999;
  assert.equal((await send(RECORD)).status, 403);
  nowMs += 1;
  assert.equal((await send(RECORD)).status, 204);
  ingestion.configure({ hasRole: true });
  assert.equal((await send(RECORD)).status, 204, 'it acts already');
  ingestion.configure({ hasRole: false });
  assert.equal((await send(RECORD)).status, 403);
});

const UNKNOWN_RULE = 'dcr-00000000000000000000000000000000';

/** How an upload is spoilt, and what the service says to it. */
const REFUSALS: readonly (readonly [string, number, UploadChanges, unknown?])[] = [
  ['ApiVersionUnspecified', 400, { query: '' }],
  ['UnsupportedApiVersion', 400, { query: '?api-version=2019-01-01' }],
  ['NotFound', 404, { ruleId: UNKNOWN_RULE }],
  ['NotFound', 404, { stream: 'Custom-Other' }],
  ['UnsupportedMediaType', 415, { headers: { 'content-type': 'text/plain' } }],
  ['UnsupportedMediaType', 415, { headers: { 'content-encoding': 'br' } }],
  ['InvalidPayload', 400, { headers: { 'content-encoding': 'gzip' } }],
  ['InvalidPayload', 400, {}, Buffer.from('[{"cut":')],
  ['InvalidPayload', 400, {}, Buffer.from('[{"a":"\xff"}]', 'latin1')],
  ['InvalidPayload', 400, {}, { log_id: '1' }],
  ['InvalidPayload', 400, {}, [{ log_id: '1' }, 'text']],
  ['InvalidPayload', 400, {}, [null]],
];

test('each refusal of an upload has its code in body and header, and nothing is stored', async (t) => {
  const ingestion = await lendIngestion(t);
  const send = await uploaderOf(ingestion.url);
  for (const [code, status, changes, body = RECORD] of REFUSALS) {
    const heard = await send(body, changes);
    const what = `${code} for ${JSON.stringify(changes)}`;
    assert.equal(heard.status, status, what);
    assert.equal(codeOf(heard), code, what);
    assert.equal(heard.headers.get('x-ms-error-code'), code, what);
    assert.equal(typeof field(field(json(heard), 'error'), 'message'), 'string', what);
  }
  assert.equal((await send(Buffer.alloc(0))).status, 500);
  assert.equal((await call(`${ingestion.url}${UPLOAD_PATH}`)).status, 404);
  const { recordsStored, byCode, byStatus } = ingestion.counters();
  assert.deepEqual([recordsStored, byCode['InvalidPayload'], byStatus['404']], [0, 6, 3]);
});

test('the name of the api-version may be escaped, as it is by the client of Microsoft', async (t) => {
  const { url } = await lendIngestion(t);
  const send = await uploaderOf(url);
  assert.equal((await send(RECORD, { query: '?api%2Dversion=2023-01-01' })).status, 204);
});

test('faults spoil uploads and requests for tokens apart, each in the words of its service', async (t) => {
  const ingestion = await lendIngestion(t, {
    faults: [
      { kind: 'status', status: 503, retryAfterSeconds: 7 },
      { kind: 'accept-then-reset' },
      { kind: 'status', status: 429, path: ANY_TOKEN, retryAfterSeconds: 3 },
    ],
  });
  const { url } = ingestion;
  const throttled = await askAzureToken(url);
  assert.deepEqual([throttled.status, throttled.headers.get('retry-after')], [429, '3']);
  assert.match(throttled.text, /AADSTS90033/);
  const send = await uploaderOf(url);
  const unavailable = await send(RECORD);
  assert.deepEqual([unavailable.status, codeOf(unavailable)], [503, 'ServiceUnavailable']);
  assert.equal(unavailable.headers.get('retry-after'), '7');
  await assert.rejects(send(RECORD));
  assert.deepEqual([...ingestion.logIds()], ['1'], 'it was accepted before the connection died');
  ingestion.faults.add({ kind: 'reset', path: UPLOAD_PATH });
  await assert.rejects(send(RECORD));
  assert.equal((await send(RECORD)).status, 204);
  const { byStatus, faultsPlayed, duplicates } = ingestion.counters();
  assert.deepEqual([byStatus, faultsPlayed, duplicates], [{ 204: 1, 503: 1, none: 2 }, 4, 1]);
});
