import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { field, json, readerOf } from './clients.ts';

const START_MS = Date.UTC(2026, 10, 1, 12);

test('an emptied bucket answers 429 with the headers that say when to come back', async (t) => {
  let nowMs = START_MS;
  const tenant = await startTenant({
    rateLimit: { burst: 2, perSecond: 0.5 },
    now: () => nowMs,
  });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const first = await read('take=1');
  assert.equal(first.headers.get('x-ratelimit-limit'), '2');
  assert.equal(first.headers.get('x-ratelimit-remaining'), '1');
  assert.equal((await read('take=1')).status, 200);
  const refused = await read('take=1');
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
  assert.equal(refused.headers.get('x-ratelimit-reset'), String(START_MS / 1000 + 2));
  assert.equal(refused.headers.get('retry-after'), null, 'a real tenant does not promise it');
  assert.deepEqual(json(refused), {
    statusCode: 429,
    error: 'Too Many Requests',
    message: 'Global limit has been reached',
    errorCode: 'too_many_requests',
  });
  nowMs += 2000;
  assert.equal((await read('take=1')).status, 200, 'the reset time names when one more is allowed');
  assert.equal((await read('take=1')).status, 429);
  assert.equal(tenant.counters().rateLimited, 2);
});

test('Retry-After comes when the tenant is told to send it', async (t) => {
  const tenant = await startTenant({
    rateLimit: { burst: 1, perSecond: 0.25, sendsRetryAfter: true },
    now: () => START_MS,
  });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  await read('take=1');
  assert.equal((await read('take=1')).headers.get('retry-after'), '4');
});

test('other programs can empty the bucket, and a limit can be set and lifted while it runs', async (t) => {
  const tenant = await startTenant({ now: () => START_MS });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  assert.equal((await read('take=1')).headers.get('x-ratelimit-limit'), null);
  tenant.configure({ rateLimit: { burst: 50, perSecond: 16 } });
  tenant.drainRateLimit(50);
  const refused = await read('take=1');
  assert.equal(refused.status, 429);
  assert.equal(field(json(refused), 'errorCode'), 'too_many_requests');
  tenant.configure({ rateLimit: null });
  assert.equal((await read('take=1')).status, 200);
});
