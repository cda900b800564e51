import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';
import {
  startTenant,
  type Tenant,
  type TenantOptions,
} from '../../src/sandbox/tenant/start-tenant.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { createFakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';
import { askToken, field, json } from '../sandbox/clients.ts';
import { oneToken } from './auth0-server.ts';

const HOUR_MS = 3_600_000;
const WANTED_MS = ORDINARY_DAY_MS - HOUR_MS;

async function withTenant(
  options: TenantOptions,
  use: (tenant: Tenant, readAll: (after: string) => Promise<readonly string[]>) => Promise<void>,
): Promise<void> {
  const clock = createFakeClock();
  const tenant = await startTenant({ now: clock.now, refusesSyntheticIds: true, ...options });
  const http = createHttpClient();
  const token = String(field(json(await askToken(tenant.url)), 'access_token'));
  const client = createLogsClient(new URL(tenant.url).host, http, oneToken(token), clock);
  const source = createLogsApi(tenant.url, client, clock);

  /** Every id from a position to the end, as a run would export them. */
  async function readAll(after: string): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let position = after; ; ) {
      const outcome = await source.fetchPage(position, 5_000);
      assert.ok(outcome.status === 'page', JSON.stringify(outcome));
      if (outcome.page.logs.length === 0) return ids;
      ids.push(...outcome.page.logs.map((log) => log.log_id));
      position = outcome.page.continuesAfter;
    }
  }

  try {
    await use(tenant, readAll);
  } finally {
    http.close();
    await tenant.stop();
  }
}

function addLog(tenant: Tenant, takenInMs: number, dateMs = takenInMs): string {
  const log_id = syntheticId(takenInMs).replace(/0$/, '1');
  tenant.addLogs([{ log_id, type: 's', date: new Date(dateMs).toISOString() }]);
  return log_id;
}

test('reads every log of a tenant that knows no synthetic ids, from the beginning on', () =>
  withTenant({ backlog: 750 }, async (tenant, readAll) => {
    const ids = await readAll(syntheticId(Date.UTC(2013, 0)));
    assert.deepEqual(ids, tenant.logIds());
  }));

test('loses nothing at or after the wanted time, although late events mix dates and ids', () =>
  withTenant({}, async (tenant, readAll) => {
    addLog(tenant, WANTED_MS - 90_000);
    const wanted = [
      addLog(tenant, WANTED_MS + 1_000),
      addLog(tenant, WANTED_MS + 2_000, WANTED_MS + 500),
      addLog(tenant, WANTED_MS + 3_000, WANTED_MS - 30_000),
      addLog(tenant, WANTED_MS + 600_000, WANTED_MS),
      addLog(tenant, WANTED_MS + 900_000),
    ];
    assert.deepEqual(await readAll(syntheticId(WANTED_MS)), wanted);
  }));

test('reads on after the last log before the wanted time, so that no order of dates hides any', () =>
  withTenant({}, async (tenant, readAll) => {
    addLog(tenant, WANTED_MS - 10_000);
    const early = addLog(tenant, WANTED_MS + 1_000);
    const late = Array.from({ length: 150 }, (_, index) =>
      addLog(tenant, WANTED_MS + 600_000 + index * 1000, WANTED_MS - 9_000 + index),
    );
    assert.deepEqual(await readAll(syntheticId(WANTED_MS)), [early, ...late]);
  }));

test('waits where it was to begin while there is no log yet', () =>
  withTenant({}, async (tenant, readAll) => {
    const start = syntheticId(ORDINARY_DAY_MS);
    assert.deepEqual(await readAll(start), []);
    const first = addLog(tenant, ORDINARY_DAY_MS + 1_000);
    assert.deepEqual(await readAll(start), [first]);
  }));
