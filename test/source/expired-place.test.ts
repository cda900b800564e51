/** Every answer that a tenant may give to a place whose retention is over, from the first page to the end. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page, PageSource } from '../../src/engine/walls.ts';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';
import {
  startTenant,
  type Tenant,
  type TenantOptions,
} from '../../src/sandbox/tenant/start-tenant.ts';
import { EXPIRED_FROM_ANSWERS } from '../../src/sandbox/tenant/tenant-settings.ts';
import { syntheticId, timeOfLogId } from '../../src/source/log-id.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { startPosition } from '../../src/source/start-position.ts';
import { createFakeClock, type FakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';
import { askToken, field, json } from '../sandbox/clients.ts';
import { oneToken } from './auth0-server.ts';
import { pageIn } from './sample-logs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Retains logs for a day, as the plans with the shortest retention do; its tokens outlive every test. */
const LASTING: TenantOptions = { retentionHours: 24, tokenLifeSeconds: 30 * 86_400 };

interface Lent {
  readonly tenant: Tenant;
  readonly clock: FakeClock;
  readonly source: PageSource;
}

async function withTenant(
  options: TenantOptions,
  use: (lent: Lent) => Promise<void>,
): Promise<void> {
  const clock = createFakeClock();
  const tenant = await startTenant({ ...LASTING, now: clock.now, ...options });
  const http = createHttpClient();
  const token = String(field(json(await askToken(tenant.url)), 'access_token'));
  const client = createLogsClient(new URL(tenant.url).host, http, oneToken(token), clock);
  tenant.resetCounters();
  try {
    await use({ tenant, clock, source: createLogsApi(tenant.url, client, clock) });
  } finally {
    http.close();
    await tenant.stop();
  }
}

/** The first page, asked for as often as the engine would. */
async function fetchFirst(
  source: PageSource,
  after: string,
  confirmedAtMs?: number,
): Promise<Page> {
  for (let attempts = 1; attempts <= 3; attempts += 1) {
    const outcome = await source.fetchFirstPage(after, confirmedAtMs, 5_000);
    if (outcome.status === 'page') return pageIn(outcome);
    assert.equal(outcome.status, 'retry', JSON.stringify(outcome));
  }
  return assert.fail('no page came');
}

/** What one run exports from a position to the end, and what it tells. */
async function readAll(source: PageSource, after: string, confirmedAtMs?: number) {
  let page = await fetchFirst(source, after, confirmedAtMs);
  const warnings = page.warnings ?? [];
  const ids: string[] = [];
  while (page.logs.length > 0) {
    ids.push(...page.logs.map((log) => log.log_id));
    const outcome = await source.fetchPage(page.continuesAfter, 5_000);
    assert.ok(outcome.status === 'page', JSON.stringify(outcome));
    page = outcome.page;
  }
  return { ids, gaps: warnings.filter((text) => text.startsWith('Logs may be missing')) };
}

/** The ids that the tenant still has, after an id. */
function keptAfter({ tenant, clock }: Lent, after: string): readonly string[] {
  const oldest = syntheticId(clock.now() - DAY_MS);
  return tenant.logIds().filter((id) => id > after && id > oldest);
}

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();

for (const expiredFromAnswer of EXPIRED_FROM_ANSWERS) {
  const options: TenantOptions = { expiredFromAnswer };
  const aged: TenantOptions = { ...options, backlog: 600, backlogHours: 60 };

  test(`exports all that is left of an expired place and warns with both times, answered by ${expiredFromAnswer}`, () =>
    withTenant(aged, async (lent) => {
      const place = lent.tenant.logIds()[100] ?? '';
      const kept = keptAfter(lent, place);
      const { ids, gaps } = await readAll(lent.source, place);
      assert.deepEqual(ids, kept);
      assert.equal(gaps.length, 1);
      const [, from = '', to = ''] = /between (\S+) and (\S+),/.exec(gaps[0] ?? '') ?? [];
      assert.equal(from, isoTime(timeOfLogId(place) ?? 0));
      assert.equal(to, isoTime(timeOfLogId(kept[0] ?? '') ?? 0));
    }));

  test(`does not warn when nothing was left within the last day, answered by ${expiredFromAnswer}`, () =>
    withTenant(options, async (lent) => {
      const [place = ''] = lent.tenant.addLogs(1);
      lent.clock.advance(2 * DAY_MS);
      const added = lent.tenant.addLogs(3);
      lent.clock.advance(HOUR_MS);
      const confirmedAtMs = lent.clock.now() - 2 * HOUR_MS;
      assert.deepEqual(await readAll(lent.source, place, confirmedAtMs), { ids: added, gaps: [] });
    }));

  test(`takes a tenant for quiet whose logs are all gone, answered by ${expiredFromAnswer}`, () =>
    withTenant(options, async (lent) => {
      const [place = ''] = lent.tenant.addLogs(1);
      lent.clock.advance(3 * DAY_MS);
      const page = await fetchFirst(lent.source, place, lent.clock.now() - HOUR_MS);
      assert.deepEqual(page, { logs: [], continuesAfter: place, isFull: false });
    }));

  test(`misses no late event when a place has only just expired, answered by ${expiredFromAnswer}`, () =>
    withTenant(options, async (lent) => {
      const [place = ''] = lent.tenant.addLogs(1);
      lent.clock.advance(1_000);
      const date = isoTime(ORDINARY_DAY_MS - 10 * 60_000);
      const late = lent.tenant.addLogs([{ type: 's', date }]);
      const later = lent.tenant.addLogs(2);
      lent.clock.set(ORDINARY_DAY_MS + DAY_MS + 500);
      const { ids, gaps } = await readAll(lent.source, place, lent.clock.now() - HOUR_MS);
      assert.deepEqual(ids, [...late, ...later]);
      assert.deepEqual(gaps, []);
    }));

  test(`exports everything at the first start from the beginning without a warning, answered by ${expiredFromAnswer}`, () =>
    withTenant({ ...aged, searchDelayMs: 60_000 }, async (lent) => {
      const beginning = startPosition({ kind: 'beginning' }, lent.clock.now());
      const kept = keptAfter(lent, beginning);
      assert.deepEqual(await readAll(lent.source, beginning), { ids: kept, gaps: [] });
    }));
}

test('makes one request for a recent place, two for a quiet one, whatever has expired', () =>
  withTenant({ backlog: 600, backlogHours: 60 }, async ({ tenant, clock, source }) => {
    const place = tenant.logIds().at(-1) ?? '';
    await fetchFirst(source, place);
    assert.deepEqual(tenant.counters().byMode, { checkpoint: 1 });
    clock.advance(2 * HOUR_MS);
    tenant.resetCounters();
    assert.equal((await fetchFirst(source, place)).warnings, undefined);
    assert.deepEqual(tenant.counters().byMode, { checkpoint: 1, search: 1 });
  }));

test('does not take a place for lost while the search lags behind', () =>
  withTenant({ searchDelayMs: 10 * 60_000 }, async ({ tenant, clock, source }) => {
    const [place = ''] = tenant.addLogs(1);
    clock.advance(2 * HOUR_MS);
    assert.equal((await fetchFirst(source, place)).warnings, undefined);
    const added = tenant.addLogs(2);
    const page = await fetchFirst(source, place);
    assert.deepEqual(
      page.logs.map((log) => log.log_id),
      added,
    );
    assert.equal(page.warnings, undefined);
  }));

test('fetches one log while it is retained', () =>
  withTenant({}, async ({ tenant, clock, source }) => {
    const [id = ''] = tenant.addLogs(1);
    const found = await source.fetchLog(id, 5_000);
    assert.ok(found.status === 'log');
    assert.equal(found.log.log_id, id);
    clock.advance(DAY_MS + 1);
    assert.deepEqual(await source.fetchLog(id, 5_000), { status: 'gone' });
  }));
