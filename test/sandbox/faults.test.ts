import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { BEGINNING, call, field, idsIn, json, post, readerOf } from './clients.ts';
import { type Context, lendWorkspace } from './lend-workspace.ts';

const lendTenant = async (t: Context) => {
  const tenant = await startTenant({ backlog: 50 });
  t.after(() => tenant.stop());
  return tenant;
};

test('faults are played in order and then the tenant answers as usual', async (t) => {
  const tenant = await lendTenant(t);
  const read = await readerOf(tenant.url);
  tenant.faults.add(
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, retryAfterSeconds: 3 },
    { kind: 'html', status: 502 },
    { kind: 'html' },
    { kind: 'json-object' },
    { kind: 'null' },
    { kind: 'garbage' },
    { kind: 'truncated-json' },
    { kind: 'short-page' },
  );
  const page = (): ReturnType<typeof read> => read(`from=${BEGINNING}&take=100`);
  const failed = await page();
  assert.equal(failed.status, 500);
  assert.equal(field(json(failed), 'statusCode'), 500);
  const limited = await page();
  assert.equal(limited.status, 429);
  assert.equal(limited.headers.get('retry-after'), '3');
  assert.equal(limited.headers.get('x-ratelimit-remaining'), '0');
  const gateway = await page();
  assert.equal(gateway.status, 502);
  assert.match(gateway.headers.get('content-type') ?? '', /text\/html/);
  const html = await page();
  assert.equal(html.status, 200);
  assert.match(html.text, /^<html>/);
  assert.equal(field(json(await page()), 'length'), undefined);
  assert.equal(json(await page()), null);
  for (const broken of [await page(), await page()]) {
    assert.equal(broken.status, 200);
    assert.throws(() => json(broken), SyntaxError);
  }
  assert.equal(idsIn(await page()).length, 3);
  assert.equal(idsIn(await page()).length, 50);
  assert.equal(tenant.faults.played, 9);
});

test('a connection can be reset or cut in the middle of an answer', async (t) => {
  const tenant = await lendTenant(t);
  const read = await readerOf(tenant.url);
  tenant.faults.add({ kind: 'reset' }, { kind: 'cut-answer' });
  await assert.rejects(read('take=100'));
  await assert.rejects(read('take=100'));
  assert.equal((await read('take=100')).status, 200);
  assert.equal(tenant.requests().at(-3)?.status, 'none');
});

test('a request can hang until its caller gives up, and the server still stops', async (t) => {
  const tenant = await lendTenant(t);
  tenant.faults.add({ kind: 'hang' });
  const signal = AbortSignal.timeout(50);
  await assert.rejects(call(`${tenant.url}/api/v2/logs`, { signal }), { name: 'TimeoutError' });
});

test('a fault can wait for later requests, last until cleared, and meet another path', async (t) => {
  const tenant = await lendTenant(t);
  tenant.faults.add({ kind: 'status', after: 2, count: 'forever', path: '/oauth/token' });
  const statuses: number[] = [];
  for (let number = 0; number < 5; number += 1) {
    statuses.push((await call(`${tenant.url}/oauth/token`, { method: 'POST', body: '{}' })).status);
  }
  assert.deepEqual(statuses, [400, 400, 500, 500, 500]);
  tenant.faults.clear();
  await readerOf(tenant.url);
});

test('faults can be planned over HTTP, and a wrong one is refused with the ones there are', async (t) => {
  const tenant = await lendTenant(t);
  const read = await readerOf(tenant.url);
  const plan = (body: unknown): ReturnType<typeof call> =>
    call(`${tenant.url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal((await plan({ kind: 'status', status: 503, count: 2 })).status, 200);
  assert.equal((await read('take=1')).status, 503);
  await call(`${tenant.url}/sandbox/faults`, { method: 'DELETE' });
  assert.equal((await read('take=1')).status, 200);
  const refused = await plan({ kind: 'nonsense' });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /truncated-json/);
});

test('a workspace can store a batch and lose the answer, so that a repeat is a duplicate', async (t) => {
  const workspace = await lendWorkspace(t);
  workspace.faults.add({ kind: 'accept-then-reset' }, { kind: 'reset' });
  const records = [{ log_id: 'a' }, { log_id: 'b' }];
  await assert.rejects(post(workspace.url, records));
  assert.equal(workspace.logIds().size, 2);
  await assert.rejects(post(workspace.url, records));
  assert.equal(workspace.duplicates(), 0, 'a plain reset stores nothing');
  assert.equal((await post(workspace.url, records)).status, 200);
  assert.equal(workspace.duplicates(), 2);
  assert.deepEqual(
    [...workspace.repeatedLogIds()],
    [
      ['a', 1],
      ['b', 1],
    ],
  );
  assert.deepEqual(
    workspace.requests().map(({ status, recordCount }) => [status, recordCount]),
    [
      ['none', 2],
      ['none', 0],
      [200, 2],
    ],
  );
});

test('a planned status of the workspace comes in the words of the service', async (t) => {
  const workspace = await lendWorkspace(t);
  workspace.faults.add(
    { kind: 'status' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429 },
  );
  assert.equal(field(json(await post(workspace.url, [])), 'Error'), 'UnspecifiedError');
  assert.equal(field(json(await post(workspace.url, [])), 'Error'), 'ServiceUnavailable');
  const limited = await post(workspace.url, []);
  assert.deepEqual([limited.status, limited.text], [429, '']);
  assert.equal(workspace.counters().recordsStored, 0);
});
