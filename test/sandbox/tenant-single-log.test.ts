import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  startTenant,
  type Tenant,
  type TenantOptions,
} from '../../src/sandbox/tenant/start-tenant.ts';
import { askToken, call, field, type Heard, json } from './clients.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);

/** A tenant, and a reader of single logs with a token of its own. */
async function lendTenant(
  t: { after(close: () => Promise<void>): void },
  options: TenantOptions,
): Promise<{ tenant: Tenant; read: (path: string) => Promise<Heard> }> {
  const tenant = await startTenant({ now: () => NOW_MS, ...options });
  t.after(() => tenant.stop());
  const token = String(field(json(await askToken(tenant.url)), 'access_token'));
  const headers = { authorization: `Bearer ${token}` };
  return { tenant, read: (path) => call(`${tenant.url}/api/v2/logs/${path}`, { headers }) };
}

test('one log comes as it stands in the list', async (t) => {
  const { tenant, read } = await lendTenant(t, {});
  const [id = ''] = tenant.addLogs([{ type: 'fp', user_name: 'Zoë' }]);
  const heard = await read(id);
  assert.equal(heard.status, 200);
  assert.equal(field(json(heard), 'log_id'), id);
  assert.equal(field(json(heard), 'user_name'), 'Zoë');
});

test('the id in the path is decoded, and one that cannot be is refused', async (t) => {
  const { tenant, read } = await lendTenant(t, {});
  tenant.addLogs([{ log_id: 'a/b c' }]);
  assert.equal(field(json(await read('a%2Fb%20c')), 'log_id'), 'a/b c');
  assert.equal((await read('%E0%A4%A')).status, 400);
  assert.equal((await read('a/b%20c')).status, 404, 'a slash begins another path');
});

test('an unknown log and one beyond retention answer 404', async (t) => {
  const aged = { backlog: 10, backlogHours: 10, retentionHours: 5 };
  const { tenant, read } = await lendTenant(t, aged);
  const ids = tenant.logIds();
  const kept = ids.at(-3) ?? '';
  assert.equal((await read(kept)).status, 200);
  assert.equal((await read(ids[0] ?? '')).status, 404);
  assert.equal((await read('9'.repeat(56))).status, 404);
  tenant.configure({ retentionHours: 1 });
  assert.equal((await read(kept)).status, 404, 'it was deleted meanwhile');
});

test('a single log needs the token and the scope that the list needs', async (t) => {
  const { tenant, read } = await lendTenant(t, { backlog: 1, scope: 'read:users' });
  const [id = ''] = tenant.logIds();
  assert.equal((await read(id)).status, 403);
  assert.equal((await call(`${tenant.url}/api/v2/logs/${id}`)).status, 401);
});

test('a single log is counted, and taken from the same rate limit as a page', async (t) => {
  const { tenant, read } = await lendTenant(t, {
    backlog: 1,
    rateLimit: { burst: 1, perSecond: 1 },
  });
  const [id = ''] = tenant.logIds();
  const first = await read(id);
  assert.equal(first.headers.get('x-ratelimit-remaining'), '0');
  assert.equal((await read(id)).status, 429);
  assert.deepEqual(tenant.counters().byMode, { token: 1, single: 2 });
  assert.equal(tenant.requests().at(-1)?.mode, 'single');
});

test('a fault of the list spoils single logs too, and one with their path only that log', async (t) => {
  const { tenant, read } = await lendTenant(t, { backlog: 2 });
  const [id = '', other = ''] = tenant.logIds();
  tenant.faults.add({ kind: 'status', status: 503 });
  assert.equal((await read(id)).status, 503);
  assert.equal((await read(id)).status, 200);
  tenant.faults.add({ kind: 'status', status: 502, path: `/api/v2/logs/${id}` });
  assert.equal((await read(other)).status, 200);
  assert.equal((await read(id)).status, 502);
});
