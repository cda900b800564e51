import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { BEGINNING, field, idsIn, json, readerOf } from './clients.ts';

const HOUR_MS = 3_600_000;

const nextOf = (link: string | null): string =>
  /^<([^>]+)>; rel="next"$/.exec(link ?? '')?.[1] ?? '';

test('following Link reaches every log once, in id order, and ends with an empty page', async (t) => {
  const tenant = await startTenant({ backlog: 250 });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const seen: string[] = [];
  const sizes: number[] = [];
  let query = `from=${BEGINNING}&take=100`;
  for (;;) {
    const page = await read(query);
    assert.equal(page.status, 200);
    const ids = idsIn(page);
    sizes.push(ids.length);
    seen.push(...ids);
    const next = new URL(nextOf(page.headers.get('link')));
    assert.equal(next.origin, tenant.url, 'Link stays on the tenant');
    if (ids.length === 0) {
      assert.equal(next.search, `?${query}`, 'on the empty page Link names the URL just asked');
      break;
    }
    query = next.search.slice(1);
  }
  assert.deepEqual(sizes, [100, 100, 50, 0]);
  assert.deepEqual(seen, tenant.logIds());
  assert.equal(tenant.counters().logsServed, 250);
});

test('from is exclusive and a position: an id that never existed works too', async (t) => {
  const tenant = await startTenant({ backlog: 10 });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const ids = tenant.logIds();
  const fourth = ids[3] ?? '';
  assert.deepEqual(idsIn(await read(`from=${fourth}&take=100`)), ids.slice(4));
  const justBefore = `${fourth.slice(0, -1)}0`;
  const after = ids.filter((id) => id > justBefore);
  assert.deepEqual(idsIn(await read(`from=${justBefore}&take=100`)), after);
  assert.equal((await read('from=not-an-id')).status, 400);
});

test('a tenant may refuse ids that it did not issue', async (t) => {
  const tenant = await startTenant({ backlog: 5, refusesSyntheticIds: true });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const refused = await read(`from=${BEGINNING}`);
  assert.equal(refused.status, 400);
  assert.equal(field(json(refused), 'error'), 'Bad Request');
  const [first = ''] = tenant.logIds();
  assert.equal(idsIn(await read(`from=${first}`)).length, 4);
});

test('with from, everything except take is ignored', async (t) => {
  const tenant = await startTenant({ backlog: 20 });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const page = await read(`from=${BEGINNING}&take=7&q=type:nothing&sort=date:-1&fields=type`);
  assert.deepEqual(idsIn(page), tenant.logIds().slice(0, 7));
  assert.equal((await read(`from=${BEGINNING}&take=101`)).status, 400);
  assert.equal((await read(`from=${BEGINNING}&take=some`)).status, 400);
});

test('logs beyond retention are gone and reading goes on at the oldest that is kept', async (t) => {
  const tenant = await startTenant({ backlog: 100, backlogHours: 10, retentionHours: 5 });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const [oldest = ''] = tenant.logIds();
  const kept = idsIn(await read(`from=${oldest}&take=100`));
  assert.ok(kept.length >= 49 && kept.length <= 51, `${kept.length} of 100 are kept`);
  assert.equal(kept.at(-1), tenant.logIds().at(-1));
});

test('Link can be missing and pages short, since neither is promised', async (t) => {
  const tenant = await startTenant({ backlog: 20, omitsLink: true, maxPageLogs: 6 });
  t.after(() => tenant.stop());
  const read = await readerOf(tenant.url);
  const page = await read(`from=${BEGINNING}&take=100`);
  assert.equal(idsIn(page).length, 6);
  assert.equal(page.headers.get('link'), null);
});

test('new logs come behind the old ones even when the clock goes back', async (t) => {
  let nowMs = Date.UTC(2026, 10, 1, 12);
  const tenant = await startTenant({ backlog: 3, now: () => nowMs });
  t.after(() => tenant.stop());
  nowMs -= HOUR_MS;
  const [added = ''] = tenant.addLogs([{ type: 'fp', user_name: 'Zoë' }]);
  assert.equal(tenant.logIds().at(-1), added);
  const read = await readerOf(tenant.url);
  const last = field(json(await read(`from=${tenant.logIds()[2]}`)), '0');
  assert.equal(field(last, 'user_name'), 'Zoë');
  assert.equal(field(last, '_id'), added);
});

test('a trickle adds logs while it runs', async (t) => {
  const tenant = await startTenant({ tricklePerSecond: 500 });
  t.after(() => tenant.stop());
  while (tenant.logCount() < 20) await new Promise((later) => setTimeout(later, 20));
  tenant.startTrickle(0);
  const ids = tenant.logIds();
  assert.deepEqual([...ids].sort(), ids);
});
