import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkspaceOptions } from '../../src/sandbox/workspace/start-workspace.ts';
import { call, field, json, post } from './clients.ts';
import { type Context, lendWorkspace } from './lend-workspace.ts';

const lendStore = async (t: Context, options: WorkspaceOptions = {}) => {
  const workspace = await lendWorkspace(t, options);
  const store = async (...records: readonly object[]): Promise<Record<string, unknown>> => {
    const heard = await post(workspace.url, records);
    assert.equal(heard.status, 200, heard.text);
    return { ...workspace.rows().at(-1) };
  };
  return { workspace, store };
};

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

test('a column is named after the type of its first value', async (t) => {
  const { workspace, store } = await lendStore(t);
  const row = await store({
    name: 'Zoë',
    count: 4,
    ok: true,
    when: '2026-11-01T10:00:00.123Z',
    id: GUID,
    hex: GUID.replaceAll('-', '').toUpperCase(),
    digits: '42',
    none: null,
  });
  const { TimeGenerated, Type, TenantId, SourceSystem, ...cells } = row;
  assert.deepEqual(cells, {
    name_s: 'Zoë',
    count_d: 4,
    ok_b: true,
    when_t: '2026-11-01T10:00:00.123Z',
    id_g: GUID,
    hex_g: GUID,
    digits_s: '42',
  });
  assert.equal(Type, 'Auth0_CL');
  assert.equal(workspace.tables()[0]?.rowCount, 1);
});

test('text goes into an existing column when it can be converted, otherwise into a second one', async (t) => {
  const { store } = await lendStore(t);
  await store({ size: 1, ok: false, id: GUID, name: 'a' });
  const converted = await store({ size: '42', ok: 'true' });
  assert.equal(converted['size_d'], 42);
  assert.equal(converted['ok_b'], true);
  const second = await store({ size: 'large', ok: 'perhaps', id: 'not a guid', name: GUID });
  assert.equal(second['size_s'], 'large');
  assert.equal(second['ok_s'], 'perhaps');
  assert.equal(second['id_s'], 'not a guid');
  assert.equal(second['name_g'], GUID, 'a name that looks like a GUID makes a second column');
  assert.equal((await store({ name: 7 }))['name_d'], 7);
});

test('nested objects become a column a leaf and lists become JSON text', async (t) => {
  const { store } = await lendStore(t);
  const row = await store({
    details: { request: { path: '/x', tags: [1, { a: null }] }, none: null },
  });
  assert.equal(row['details_request_path_s'], '/x');
  assert.equal(row['details_request_tags_s'], '[1,{"a":null}]');
  assert.equal(Object.keys(row).length, 6);
});

test('a field of more than 32 KB is cut at a character and counted', async (t) => {
  const { workspace, store } = await lendStore(t);
  const fits = 'x'.repeat(32_768);
  assert.equal((await store({ text: fits }))['text_s'], fits);
  const row = await store({ text: `x${'é'.repeat(20_000)}` });
  assert.equal(row['text_s'], `x${'é'.repeat(16_383)}`);
  assert.equal(workspace.tables()[0]?.cutFields, 1);
  assert.deepEqual(workspace.tables()[0]?.cutByColumn, { text_s: 1 });
});

test('a table takes 500 columns and no name above 45 characters, and counts what is lost', async (t) => {
  const { workspace, store } = await lendStore(t);
  const many = Object.fromEntries(
    Array.from({ length: 503 }, (_, number) => [`f${number}`, number]),
  );
  await store({ [`a${'b'.repeat(42)}`]: 1, [`a${'b'.repeat(43)}`]: 1 });
  await store(many);
  const [table] = workspace.tables();
  assert.equal(table?.columns.length, 500);
  assert.equal(table?.valuesBeyondLastColumn, 4);
  assert.deepEqual(table?.overlongNames, [`a${'b'.repeat(43)}_d`]);
});

test('each record has its own time, unless that is too old, too far ahead or unreadable', async (t) => {
  const nowMs = Date.UTC(2026, 10, 10, 12);
  const now = (): number => nowMs;
  const { workspace } = await lendStore(t, { now });
  const hoursAgo = (hours: number): string => new Date(nowMs - hours * 3_600_000).toISOString();
  const dates = [hoursAgo(1), hoursAgo(47), hoursAgo(49), hoursAgo(-23), hoursAgo(-25), 'soon'];
  await post(workspace.url, [...dates.map((date) => ({ date })), {}], {
    headers: { 'time-generated-field': 'date', 'x-ms-date': new Date(nowMs).toUTCString() },
  });
  const times = workspace.rows().map((row) => row['TimeGenerated']);
  const received = hoursAgo(0);
  assert.deepEqual(times, [dates[0], dates[1], received, dates[3], received, received, received]);
  assert.equal(workspace.rows()[2]?.['date_t'], dates[2], 'the field stays a column of its own');
});

test('the resource id of a post is on its rows, and each log type is a table', async (t) => {
  const { workspace, store } = await lendStore(t);
  await store({ a: 1 });
  const headers = { 'x-ms-azureresourceid': '/subscriptions/x', 'log-type': 'Other_2' };
  await post(workspace.url, { a: 1 }, { headers });
  assert.equal(workspace.rows('Other_2_CL')[0]?.['_ResourceId'], '/subscriptions/x');
  assert.deepEqual(
    workspace.tables().map(({ name }) => name),
    ['Auth0_CL', 'Other_2_CL'],
  );
});

test('rows may be forgotten, but never which ids came and which of them twice', async (t) => {
  const { workspace, store } = await lendStore(t, { keepRows: 3 });
  for (let number = 0; number < 20; number += 1) await store({ log_id: `id ${number}` });
  await store({ log_id: 'id 4' }, { log_id: 'id 4' }, { other: 1 });
  const { distinctLogIds, duplicates, rowsWithoutLogId, recordsStored } = workspace.counters();
  assert.deepEqual([distinctLogIds, duplicates, rowsWithoutLogId, recordsStored], [20, 2, 1, 23]);
  assert.deepEqual([...workspace.repeatedLogIds()], [['id 4', 2]]);
  assert.ok(workspace.rows().length <= 6);
});

test('a text that was cut in the middle of a character is noticed', async (t) => {
  const { workspace } = await lendStore(t);
  await post(workspace.url, [{ a: '🦊', b: JSON.stringify({ c: '🦊' }) }]);
  await post(workspace.url, Buffer.from('[{"a":"\\ud83e\\udd8a"}]'));
  assert.equal(workspace.counters().brokenTexts, 0);
  await post(workspace.url, [{ a: '🦊'.slice(0, 1) }]);
  await post(workspace.url, [{ a: '🦊'.slice(1) }]);
  await post(workspace.url, [{ a: JSON.stringify({ c: '🦊'.slice(0, 1) }) }]);
  assert.equal(workspace.counters().brokenTexts, 3);
});

test('the page and what it asks for can be read from outside', async (t) => {
  const { workspace, store } = await lendStore(t);
  await store({ log_id: '1', event: '<script>alert(1)</script>', user_name: 'Zoë' });
  const page = await call(`${workspace.url}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.doesNotMatch(page.text, /https?:\/\//, 'nothing comes from elsewhere');
  const script = /<script>([\s\S]*)<\/script>/.exec(page.text)?.[1] ?? '';
  assert.doesNotThrow(() => new Function(script));
  assert.doesNotMatch(script, /innerHTML|insertAdjacentHTML|document\.write/);
  const summary = json(await call(`${workspace.url}/sandbox/summary`));
  assert.equal(field(field(summary, 'counters'), 'recordsStored'), 1);
  const rows = json(await call(`${workspace.url}/sandbox/rows?table=Auth0_CL&limit=5`));
  assert.equal(field(field(rows, '0'), 'user_name_s'), 'Zoë');
  const tables = json(await call(`${workspace.url}/sandbox/tables.json`));
  assert.equal(field(field(tables, '0'), 'name'), 'Auth0_CL');
});
