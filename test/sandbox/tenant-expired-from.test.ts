import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  startTenant,
  type Tenant,
  type TenantOptions,
} from '../../src/sandbox/tenant/start-tenant.ts';
import { EXPIRED_FROM_ANSWERS } from '../../src/sandbox/tenant/tenant-settings.ts';
import { BEGINNING, call, field, type Heard, idsIn, json, readerOf } from './clients.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);

/** A tenant of ten hours of logs that keeps five, and what it answers after its first log. */
async function lendTenant(
  t: { after(close: () => Promise<void>): void },
  options: TenantOptions,
): Promise<{ tenant: Tenant; read: (query: string) => Promise<Heard>; expired: string }> {
  const aged = { backlog: 100, backlogHours: 10, retentionHours: 5, now: () => NOW_MS };
  const tenant = await startTenant({ ...aged, ...options });
  t.after(() => tenant.stop());
  return { tenant, read: await readerOf(tenant.url), expired: tenant.logIds()[0] ?? '' };
}

const configure = (tenant: Tenant, settings: unknown): Promise<Heard> =>
  call(`${tenant.url}/sandbox/settings`, { method: 'POST', body: JSON.stringify(settings) });

for (const status of [400, 404] as const) {
  test(`a tenant may answer ${status} to a from whose retention is over`, async (t) => {
    const { tenant, read, expired } = await lendTenant(t, { expiredFromAnswer: `${status}` });
    for (const from of [expired, BEGINNING]) {
      const refused = await read(`from=${from}&take=100`);
      assert.equal(refused.status, status);
      assert.equal(field(json(refused), 'statusCode'), status);
    }
    const kept = tenant.logIds().at(-2);
    assert.deepEqual(idsIn(await read(`from=${kept}&take=100`)), tenant.logIds().slice(-1));
  });
}

test('a tenant may answer an expired from as if the logs ended there, for good', async (t) => {
  const { tenant, read, expired } = await lendTenant(t, { expiredFromAnswer: 'empty' });
  tenant.addLogs(3);
  for (const from of [expired, BEGINNING]) {
    const page = await read(`from=${from}&take=100`);
    assert.equal(page.status, 200);
    assert.deepEqual(idsIn(page), []);
    assert.match(page.headers.get('link') ?? '', new RegExp(`from=${from}&take=100>`));
  }
  assert.equal(idsIn(await read(`from=${tenant.logIds().at(-4)}&take=100`)).length, 3);
});

test('an expired from goes on at the oldest log that is kept when nothing else is set', async (t) => {
  const { tenant, read, expired } = await lendTenant(t, {});
  const kept = idsIn(await read(`from=${expired}&take=100`));
  assert.deepEqual(kept, tenant.logIds().slice(-kept.length));
  assert.ok(kept.length > 0 && kept.length < 100);
});

test('a from within the retention is no expired one, although no log is before it', async (t) => {
  const tenant = await startTenant({ backlog: 5, expiredFromAnswer: '400', now: () => NOW_MS });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const withinRetention = '90020261020000000'.padEnd(56, '0');
  assert.deepEqual(idsIn(await read(`from=${withinRetention}&take=100`)), tenant.logIds());
});

test('a tenant that refuses ids that it did not issue answers 400 whatever is set', async (t) => {
  const { read } = await lendTenant(t, { expiredFromAnswer: 'empty', refusesSyntheticIds: true });
  assert.equal((await read(`from=${BEGINNING}`)).status, 400);
});

test('the answer can be chosen while it runs, and only among those that there are', async (t) => {
  const { tenant, read, expired } = await lendTenant(t, {});
  assert.equal((await configure(tenant, { expiredFromAnswer: '404' })).status, 200);
  assert.equal((await read(`from=${expired}`)).status, 404);
  for (const expiredFromAnswer of ['410', '', 404, null]) {
    assert.equal((await configure(tenant, { expiredFromAnswer })).status, 400);
  }
  const refused = await configure(tenant, { expiredFromAnswer: '410' });
  assert.match(
    String(field(json(refused), 'problem')),
    new RegExp(EXPIRED_FROM_ANSWERS.join(', ')),
  );
  assert.equal((await read(`from=${expired}`)).status, 404);
});
