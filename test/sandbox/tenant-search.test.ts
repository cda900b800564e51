import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { field, idsIn, json, readerOf } from './clients.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const now = (): number => NOW_MS;
const iso = (timeMs: number): string => new Date(timeMs).toISOString();

const datesIn = (logs: unknown): string[] =>
  Array.isArray(logs) ? logs.map((log) => String(field(log, 'date'))) : [];

test('a search sorts by date, which is not the order of ids because events come late', async (t) => {
  const tenant = await startTenant({ backlog: 300, now });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const dates: string[] = [];
  const ids: string[] = [];
  for (const page of [0, 1, 2]) {
    const heard = await read(`per_page=100&page=${page}&sort=date:1`);
    dates.push(...datesIn(json(heard)));
    ids.push(...idsIn(heard));
  }
  assert.deepEqual([...dates].sort(), dates);
  assert.deepEqual([...ids].sort(), tenant.logIds());
  assert.notDeepEqual(ids, tenant.logIds());
});

test('the newest come first and fifty of them when nothing else is asked', async (t) => {
  const tenant = await startTenant({ backlog: 120, now });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const dates = datesIn(json(await read('')));
  assert.equal(dates.length, 50);
  assert.deepEqual([...dates].sort().reverse(), dates);
});

test('q takes ranges of dates and single ids', async (t) => {
  const tenant = await startTenant({ now });
  t.after(() => tenant.stop());
  const hours = [1, 2, 3, 4];
  const ids = tenant.addLogs(
    hours.map((hour) => ({ type: 's', date: iso(NOW_MS - hour * 3_600_000) })),
  );
  const read = await readerOf(tenant.url);
  const find = async (q: string): Promise<string[]> =>
    idsIn(await read(`per_page=100&sort=date:-1&q=${encodeURIComponent(q)}`));
  const [first = '', second = '', third = ''] = ids;
  const low = iso(NOW_MS - 3 * 3_600_000);
  const high = iso(NOW_MS - 2 * 3_600_000);
  assert.deepEqual(await find(`date:[${low} TO ${high}]`), [second, third]);
  assert.deepEqual(await find(`date:{${low} TO *]`), [first, second]);
  assert.deepEqual(await find(`date:["${low}" TO "${high}"}`), [third]);
  assert.deepEqual(await find(`log_id:${second}`), [second]);
  assert.deepEqual(await find(`log_id:"${second}" AND type:f`), []);
  assert.deepEqual(await find('*'), [...ids]);
  assert.equal((await read(`q=${encodeURIComponent('date:[soon TO *]')}`)).status, 400);
});

test('a search stops at a thousand results and says to use a checkpoint', async (t) => {
  const tenant = await startTenant({ backlog: 1200, now });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  assert.equal(idsIn(await read('per_page=100&page=9')).length, 100);
  const refused = await read('per_page=100&page=10');
  assert.equal(refused.status, 400);
  assert.match(String(field(json(refused), 'message')), /1000/);
  assert.equal((await read('per_page=101')).status, 400);
  assert.equal((await read('sort=log_id:1')).status, 400);
});

test('a search finds only what the index holds already', async (t) => {
  const tenant = await startTenant({ searchDelayMs: 5000, now });
  t.after(() => tenant.stop());
  tenant.addLogs(3);
  const read = await readerOf(tenant.url);
  assert.equal(idsIn(await read('per_page=100')).length, 0);
  assert.equal(idsIn(await read('take=100')).length, 3);
});
