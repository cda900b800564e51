import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, json, type PostChanges, post } from './clients.ts';
import { type Context, lendWorkspace } from './lend-workspace.ts';

/** Computed outside this project; the workspace and its key open nothing. */
const VECTOR_WORKSPACE = '97ce69d9-b4be-4241-8dbd-d265edcf06c4';
const VECTOR_KEY =
  'SERsIYhgMVlJB6uPsq49gCxNiruf6v0vhMYE+lfzbSGcXjdViZdV/e5pEMTYtw9f8SkVLf4LFlLCc2KxtRZfCA==';
const VECTOR_DATE = 'Mon, 04 Apr 2016 08:00:00 GMT';
const VECTOR_BODY = Buffer.from('[{"user_name":"Zoë – 日本"}]');

const lendVectorWorkspace = (t: Context) =>
  lendWorkspace(t, {
    workspaceId: VECTOR_WORKSPACE,
    primaryKey: VECTOR_KEY,
    now: () => Date.parse(VECTOR_DATE),
  });

const signedAs = (signature: string): PostChanges => ({
  headers: {
    'x-ms-date': VECTOR_DATE,
    authorization: `SharedKey ${VECTOR_WORKSPACE}:${signature}`,
  },
});

test('a body of 1024 bytes is accepted with the signature known for it', async (t) => {
  const { url } = await lendVectorWorkspace(t);
  const body = Buffer.from(`[{"a":"${'x'.repeat(1014)}"}]`);
  assert.equal(body.length, 1024);
  const heard = await post(url, body, signedAs('9WOOz5W3lYV8+wcm1hn0Z+Qbwms0CpeReXxZI4uyNik='));
  assert.deepEqual([heard.status, heard.text], [200, '']);
});

test('the length that is signed counts bytes, so the signature over characters is refused', async (t) => {
  const workspace = await lendVectorWorkspace(t);
  assert.equal(VECTOR_BODY.length, 33);
  const byBytes = signedAs('CFDLWZdsVqkfnAVQMQsI7JgiEJ2kLq2clveWPv2gRNo=');
  assert.equal((await post(workspace.url, VECTOR_BODY, byBytes)).status, 200);
  const byCharacters = signedAs('d0mnxxDkYWJ7bb8cR027C0EiB7ztu7IL1MrledEfxiU=');
  const refused = await post(workspace.url, VECTOR_BODY, byCharacters);
  assert.equal(refused.status, 403);
  assert.equal(field(json(refused), 'Error'), 'InvalidAuthorization');
  assert.equal(workspace.rows().length, 1);
  assert.equal(workspace.rows()[0]?.['user_name_s'], 'Zoë – 日本');
});

test('both keys of a workspace are valid and no third one', async (t) => {
  const secondaryKey = Buffer.from('another key').toString('base64');
  const { url } = await lendWorkspace(t, { secondaryKey });
  assert.equal((await post(url, [{}])).status, 200);
  assert.equal((await post(url, [{}], { key: secondaryKey })).status, 200);
  assert.equal((await post(url, [{}], { key: VECTOR_KEY })).status, 403);
});

const RECORD = [{ log_id: '1' }];

/** How a post is spoilt, and what the service says to it. */
const REFUSALS: readonly (readonly [string, number, PostChanges, unknown?])[] = [
  ['MissingApiVersion', 400, { query: '' }],
  ['InvalidApiVersion', 400, { query: '?api-version=2015-01-01' }],
  ['InvalidCustomerId', 400, { workspaceId: VECTOR_WORKSPACE }],
  ['InvalidCustomerId', 400, { workspaceId: 'no-guid' }],
  ['MissingLogType', 400, { headers: { 'log-type': undefined } }],
  ['InvalidLogType', 400, { headers: { 'log-type': 'Auth0-Logs' } }],
  ['InvalidLogType', 400, { headers: { 'log-type': '1Auth0' } }],
  ['InvalidLogType', 400, { headers: { 'log-type': 'a'.repeat(101) } }],
  ['UnsupportedContentType', 400, { headers: { 'content-type': 'text/plain' } }],
  ['MissingContentType', 400, { headers: { 'content-type': '' } }],
  ['InvalidAuthorization', 403, { headers: { 'content-type': 'application/json; charset=utf-8' } }],
  ['InvalidAuthorization', 403, { headers: { authorization: undefined } }],
  ['InvalidAuthorization', 403, { headers: { authorization: 'SharedKey nonsense' } }],
  ['InvalidAuthorization', 403, { signedLength: 5 }],
  ['InvalidAuthorization', 403, { headers: { 'x-ms-date': '2026-11-01T10:00:00Z' } }],
  ['InvalidAuthorization', 403, { headers: { 'x-ms-date': 'Mon, 04 Apr 2016 08:00:00 GMT' } }],
  ['InvalidDataFormat', 400, {}, Buffer.from('[{"cut":')],
  ['InvalidDataFormat', 400, {}, Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])],
  ['InvalidDataFormat', 400, {}, ['text']],
  ['InvalidDataFormat', 400, {}, [{ tenant: 'a' }]],
  ['InvalidDataFormat', 400, {}, [{ TimeGenerated: '2026-11-01' }]],
  ['InvalidDataFormat', 400, {}, [{ ok: 1 }, { RawData: 'a' }]],
  ['InvalidDataFormat', 400, {}, [{ 'a-b': 1 }]],
];

test('each documented refusal comes with its code, and nothing is stored', async (t) => {
  const workspace = await lendWorkspace(t);
  for (const [code, status, changes, body = RECORD] of REFUSALS) {
    const heard = await post(workspace.url, body, changes);
    const what = `${code} for ${JSON.stringify(changes)}`;
    assert.equal(heard.status, status, what);
    assert.equal(field(json(heard), 'Error'), code, what);
    assert.equal(typeof field(json(heard), 'Message'), 'string', what);
  }
  assert.equal(workspace.counters().recordsStored, 0);
  assert.equal(workspace.counters().byCode['InvalidDataFormat'], 7);
});

test('a closed workspace and a wrong path are refused', async (t) => {
  const workspace = await lendWorkspace(t, { isClosed: true });
  const closed = await post(workspace.url, RECORD);
  assert.deepEqual([closed.status, field(json(closed), 'Error')], [400, 'InactiveCustomer']);
  workspace.configure({ isClosed: false });
  assert.equal((await post(workspace.url, RECORD)).status, 200);
  assert.equal((await post(`${workspace.url}/elsewhere`, RECORD)).status, 404);
});

test('a body above the limit is a 404 without a body, or a 413 when that is chosen', async (t) => {
  const workspace = await lendWorkspace(t, { maxBodyBytes: 1000 });
  const large = [{ text: 'x'.repeat(1000) }];
  const refused = await post(workspace.url, large);
  assert.deepEqual([refused.status, refused.text], [404, '']);
  workspace.configure({ oversizedStatus: 413 });
  assert.equal((await post(workspace.url, large)).status, 413);
  assert.equal(workspace.counters().largestPostBytes, Buffer.byteLength(JSON.stringify(large)));
});

test('how far the date may be off is a setting, because the service does not say', async (t) => {
  const date = new Date(Date.now() - 60_000).toUTCString();
  const strict = await lendWorkspace(t, { dateToleranceMs: 10_000 });
  assert.equal((await post(strict.url, RECORD, { headers: { 'x-ms-date': date } })).status, 403);
  const usual = await lendWorkspace(t);
  assert.equal((await post(usual.url, RECORD, { headers: { 'x-ms-date': date } })).status, 200);
});

test('a batch with a record that is refused is refused as a whole', async (t) => {
  const workspace = await lendWorkspace(t, { refusedLogIds: ['2'] });
  const heard = await post(workspace.url, [{ log_id: '1' }, { log_id: '2' }]);
  assert.equal(field(json(heard), 'Error'), 'InvalidDataFormat');
  assert.equal((await post(workspace.url, [{ log_id: '1' }])).status, 200);
  assert.deepEqual([...workspace.logIds()], ['1']);
});
