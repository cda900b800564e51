import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTenant, type TenantOptions } from '../../src/sandbox/tenant/start-tenant.ts';
import { askToken, BEGINNING, call, field, grant, json, readerOf } from './clients.ts';

const lendTenant = async (
  t: { after(close: () => Promise<void>): void },
  options: TenantOptions = {},
) => {
  const tenant = await startTenant(options);
  t.after(() => tenant.stop());
  return tenant;
};

test('a token is issued to a JSON and to a form body, since clients send both', async (t) => {
  const { url } = await lendTenant(t, { tokenLifeSeconds: 120 });
  const fromJson = await askToken(url);
  assert.equal(fromJson.status, 200);
  assert.equal(field(json(fromJson), 'expires_in'), 120);
  assert.equal(field(json(fromJson), 'token_type'), 'Bearer');
  const body = new URLSearchParams(grant(url));
  const fromForm = await call(`${url}/oauth/token`, { method: 'POST', body });
  assert.equal(fromForm.status, 200);
  assert.notEqual(field(json(fromForm), 'access_token'), field(json(fromJson), 'access_token'));
});

test('the audience may be https, since that of a real tenant is', async (t) => {
  const { url } = await lendTenant(t);
  const audience = `${url.replace('http:', 'https:')}/api/v2/`;
  assert.equal((await askToken(url, { audience })).status, 200);
  const withoutSlash = await askToken(url, { audience: audience.slice(0, -1) });
  assert.equal(withoutSlash.status, 403);
});

test('a wrong secret is refused in the words of the token endpoint', async (t) => {
  const { url } = await lendTenant(t);
  const refused = await askToken(url, { client_secret: 'wrong' });
  assert.equal(refused.status, 401);
  assert.deepEqual(json(refused), { error: 'access_denied', error_description: 'Unauthorized' });
});

test('an application without a grant gets 403 instead of a token', async (t) => {
  const { url } = await lendTenant(t, { hasClientGrant: false });
  assert.equal((await askToken(url)).status, 403);
});

test('a token without read:logs is refused with the scopes that are needed', async (t) => {
  const { url } = await lendTenant(t, { scope: 'read:users' });
  const read = await readerOf(url);
  const refused = await read(`from=${BEGINNING}`);
  assert.equal(refused.status, 403);
  assert.equal(field(json(refused), 'errorCode'), 'insufficient_scope');
  assert.match(String(field(json(refused), 'message')), /read:logs/);
});

test('a token ends with its life, with being revoked, and does not exist when invented', async (t) => {
  let nowMs = Date.UTC(2026, 10, 1);
  const tenant = await lendTenant(t, { tokenLifeSeconds: 60, now: () => nowMs });
  const first = await readerOf(tenant.url);
  assert.equal((await first('take=1')).status, 200);
  nowMs += 60_000;
  assert.equal((await first('take=1')).status, 401);
  const second = await readerOf(tenant.url);
  assert.equal((await second('take=1')).status, 200);
  tenant.revokeTokens();
  assert.equal((await second('take=1')).status, 401);
  const without = await call(`${tenant.url}/api/v2/logs?take=1`);
  assert.equal(without.status, 401);
  assert.equal(field(json(without), 'statusCode'), 401);
  assert.equal(tenant.counters().tokensIssued, 2);
});

test('issuing a token is an event of its own when the tenant is told to log it', async (t) => {
  const tenant = await lendTenant(t, { logsTokens: true });
  const read = await readerOf(tenant.url);
  const logs = json(await read(`from=${BEGINNING}`));
  assert.equal(field(field(logs, '0'), 'type'), 'seccft');
});

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
