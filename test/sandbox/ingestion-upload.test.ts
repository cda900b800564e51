import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { IngestionOptions } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { field, json } from './clients.ts';
import {
  azureTokenOf,
  codeOf,
  lendIngestion,
  upload,
  uploaderOf,
  uploadZipped,
} from './ingestion-clients.ts';
import type { Context } from './lend-workspace.ts';

const lendUploads = async (t: Context, options: IngestionOptions = {}) => {
  const ingestion = await lendIngestion(t, options);
  const token = await azureTokenOf(ingestion.url);
  return {
    ingestion,
    send: (body: unknown) => upload(ingestion.url, token, body),
    sendZipped: (body: unknown) => uploadZipped(ingestion.url, token, body),
  };
};

/** An array of one record, of so many bytes as JSON. */
const bodyOf = (byteCount: number): object[] => [
  { a: 'x'.repeat(byteCount - '[{"a":""}]'.length) },
];

test('what is accepted is answered 204 without a body, or as was chosen', async (t) => {
  const { ingestion, send } = await lendUploads(t);
  const heard = await send([{ log_id: '1' }]);
  assert.deepEqual([heard.status, heard.text], [204, '']);
  assert.equal((await send([])).status, 204);
  ingestion.configure({ acceptedStatus: 202 });
  assert.equal((await send([])).status, 202);
});

test('the id that a client gives its call is echoed, and kept with the upload', async (t) => {
  const { url, requests } = await lendIngestion(t);
  const send = await uploaderOf(url);
  const id = '7f2d6f0e-1f0b-4f3a-9d50-6b2a6f1c8e11';
  const headers = { 'x-ms-client-request-id': id };
  assert.equal((await send([], { headers })).headers.get('x-ms-client-request-id'), id);
  const refused = await send('no list', { headers });
  assert.equal(refused.headers.get('x-ms-client-request-id'), id);
  assert.deepEqual(
    requests().map(({ clientRequestId, status }) => [clientRequestId, status]),
    [
      [id, 204],
      [id, 400],
    ],
  );
});

test('a call of a megabyte is accepted, and with a byte more it is too large', async (t) => {
  const { ingestion, send } = await lendUploads(t);
  assert.equal((await send(bodyOf(1_048_576))).status, 204);
  const refused = await send(bodyOf(1_048_577));
  assert.deepEqual([refused.status, codeOf(refused)], [413, 'ContentLengthLimitExceeded']);
  assert.match(refused.text, /Maximum allowed content length: 1048576 bytes \(1 MB\)/);
  assert.equal(ingestion.counters().largestUnpackedBytes, 1_048_576);
});

test('a compressed call is held against the limit before and after it is unpacked', async (t) => {
  const { ingestion, sendZipped } = await lendUploads(t);
  assert.equal((await sendZipped(bodyOf(1_048_576))).status, 204);
  assert.equal((await sendZipped(bodyOf(1_048_577))).status, 413);
  ingestion.configure({ countedSize: 'compressed' });
  assert.equal((await sendZipped(bodyOf(1_048_577))).status, 204);
  const dense = [{ a: randomBytes(1_100_000).toString('base64') }];
  assert.ok(gzipSync(JSON.stringify(dense)).length > 1_048_576);
  assert.equal((await sendZipped(dense)).status, 413);
  ingestion.configure({ countedSize: 'uncompressed' });
  assert.equal((await sendZipped(bodyOf(1_048_577))).status, 413);
  assert.equal((await sendZipped(bodyOf(1_048_576))).status, 204);
  assert.equal(ingestion.counters().compressedPosts, 3);
});

test('a call that is too large may also find its connection cut', async (t) => {
  const { ingestion, send } = await lendUploads(t, { maxCallBytes: 100, oversizedAnswer: 'cut' });
  await assert.rejects(send(bodyOf(101)));
  assert.equal((await send(bodyOf(100))).status, 204);
  assert.deepEqual(ingestion.counters().byStatus, { 204: 1, none: 1 });
});

test('beyond the requests of a minute a call is told how long to wait', async (t) => {
  let nowMs = Date.UTC(2026, 10, 10, 12, 0, 15);
  const { ingestion, send } = await lendUploads(t, {
    rateLimit: { requestsPerMinute: 2, bytesPerMinute: 1_000_000 },
    now: () => nowMs,
  });
  assert.deepEqual([(await send([])).status, (await send([])).status], [204, 204]);
  const refused = await send([]);
  assert.deepEqual([refused.status, codeOf(refused)], [429, 'TooManyRequests']);
  assert.equal(refused.headers.get('retry-after'), '45');
  nowMs += 45_000;
  assert.equal((await send([])).status, 204);
  const rateLimit = { requestsPerMinute: 0, bytesPerMinute: 0, retryAfterSeconds: 2 };
  ingestion.configure({ rateLimit });
  assert.equal((await send([])).headers.get('retry-after'), '2');
  ingestion.configure({ rateLimit: null });
  assert.equal((await send([])).status, 204);
});

test('the bytes of a minute are counted unpacked', async (t) => {
  const { send, sendZipped } = await lendUploads(t, {
    rateLimit: { requestsPerMinute: 100, bytesPerMinute: 10_000 },
    now: () => Date.UTC(2026, 10, 10),
  });
  assert.equal((await sendZipped(bodyOf(9_000))).status, 204);
  assert.equal((await send(bodyOf(1_001))).status, 429);
  assert.equal((await send(bodyOf(1_000))).status, 204);
});

test('a call with a record that is refused is refused as a whole', async (t) => {
  const { ingestion, send } = await lendUploads(t, { refusedLogIds: ['2'] });
  const heard = await send([{ log_id: '1' }, { log_id: '2' }]);
  assert.deepEqual([heard.status, codeOf(heard)], [400, 'InvalidPayload']);
  assert.equal((await send([{ log_id: '1' }])).status, 204);
  assert.deepEqual([...ingestion.logIds()], ['1']);
});

test('an Auxiliary table refuses a call whose times are more than half an hour apart', async (t) => {
  const { send } = await lendUploads(t, { maxTimeRangeMinutes: 30, timeProperty: 'date' });
  const at = (minute: string): object => ({ date: `2026-11-10T12:${minute}:00Z` });
  assert.equal((await send([at('00'), at('30'), { other: 1 }])).status, 204);
  const refused = await send([at('31'), at('30'), at('00')]);
  assert.equal(codeOf(refused), 'RecordsTimeRangeIsMoreThan30Minutes');
});

test('a setting that is unknown or not of its kind is refused from outside', async (t) => {
  const { url } = await lendIngestion(t);
  const post = (settings: object) =>
    fetch(`${url}/sandbox/settings`, { method: 'POST', body: JSON.stringify(settings) });
  const wrong: readonly object[] = [
    { columns: [{ name: 'a', type: 'text' }] },
    { rateLimit: 5 },
    { cloud: 'germany' },
    { hasOwnProperty: 'cloud' },
  ];
  for (const settings of wrong) {
    assert.equal((await post(settings)).status, 400, JSON.stringify(settings));
  }
  assert.equal((await post({ columns: 'any', rateLimit: null, keepRows: 5 })).status, 200);
});

test('the endpoints of the sandbox tell what has arrived', async (t) => {
  const { ingestion, send } = await lendUploads(t);
  await send([{ log_id: '1' }, { log_id: '1' }, { log_id: '2' }]);
  const ask = async (name: string) =>
    JSON.parse(await (await fetch(`${ingestion.url}/sandbox/${name}`)).text());
  assert.deepEqual(await ask('ids'), ['1', '2']);
  assert.deepEqual(await ask('repeats'), { 1: 1 });
  assert.equal(field(field(await ask('rows?limit=1'), '0'), 'log_id'), '2');
  const summary: unknown = await ask('summary');
  assert.equal(field(field(summary, 'counters'), 'recordsStored'), 3);
  await fetch(`${ingestion.url}/sandbox/reset`, { method: 'POST' });
  assert.equal(
    field(json({ ...(await send([])), text: JSON.stringify(await ask('counters')) }), 'requests'),
    1,
  );
});
