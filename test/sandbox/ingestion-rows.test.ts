import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column } from '../../src/sandbox/ingestion/column-types.ts';
import type { IngestionOptions } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { holdsHalfCharacter } from '../../src/sandbox/intake/half-character.ts';
import { lendIngestion, uploaderOf } from './ingestion-clients.ts';
import type { Context } from './lend-workspace.ts';

const COLUMNS: readonly Column[] = [
  { name: 'log_id', type: 'string' },
  { name: 'date', type: 'datetime' },
  { name: 'text', type: 'string' },
  { name: 'count', type: 'int' },
  { name: 'large', type: 'long' },
  { name: 'share', type: 'real' },
  { name: 'ok', type: 'boolean' },
  { name: 'details', type: 'dynamic' },
  { name: 'id', type: 'guid' },
];

const lendStore = async (t: Context, options: IngestionOptions = {}) => {
  const ingestion = await lendIngestion(t, { columns: COLUMNS, timeProperty: 'date', ...options });
  const send = await uploaderOf(ingestion.url);
  const store = async (...records: readonly object[]): Promise<Record<string, unknown>> => {
    const heard = await send(records);
    assert.equal(heard.status, 204, heard.text);
    return { ...ingestion.rows().at(-1) };
  };
  return { ingestion, store };
};

const NOW_MS = Date.UTC(2026, 10, 10, 12);
const hoursAgo = (hours: number): string => new Date(NOW_MS - hours * 3_600_000).toISOString();

test('a record keeps the columns that its stream declares, each of its type', async (t) => {
  const { ingestion, store } = await lendStore(t, { now: () => NOW_MS });
  const record = {
    log_id: '1',
    date: hoursAgo(1),
    text: 'Zoë',
    count: 4,
    large: 2 ** 40,
    share: 0.5,
    ok: true,
    details: { request: { tags: [1, null] } },
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  };
  const row = await store(record);
  assert.deepEqual(row, { ...record, TimeGenerated: hoursAgo(1), Type: 'Auth0_CL' });
  assert.deepEqual(
    ingestion.tables()[0]?.columns,
    COLUMNS.map(({ name }) => name),
  );
});

test('what the stream does not declare is dropped without an error, and counted', async (t) => {
  const { ingestion, store } = await lendStore(t);
  const row = await store({ log_id: '1', Text: 'a', other: null }, { text: 'b', other: { c: 1 } });
  assert.deepEqual([row['text'], row['other']], ['b', undefined]);
  assert.deepEqual(ingestion.tables()[0]?.droppedByProperty, { Text: 1, other: 2 });
  assert.equal(ingestion.counters().droppedValues, 3);
});

test('text goes into the type of its column when it says such a value, otherwise it is null', async (t) => {
  const { ingestion, store } = await lendStore(t);
  const fits = await store({
    text: { a: 1 },
    count: '42',
    share: '-1.5e3',
    ok: 'TRUE',
    details: '{}',
  });
  const { TimeGenerated, Type, ...cells } = fits;
  assert.deepEqual(cells, { text: '{"a":1}', count: 42, share: -1500, ok: true, details: '{}' });
  const wrong = { count: 2 ** 31, large: 1.5, share: 'half', ok: 1, date: 'soon', id: 'none' };
  const { TimeGenerated: _time, Type: _type, ...rest } = await store({ ...wrong, text: null });
  assert.deepEqual(rest, {});
  assert.deepEqual(
    ingestion.tables()[0]?.mistypedByColumn,
    Object.fromEntries(Object.keys(wrong).map((name) => [name, 1])),
  );
});

test('a stream may also be left to take any column', async (t) => {
  const { ingestion, store } = await lendStore(t, { columns: 'any' });
  const row = await store({ anything: [1, { a: null }], none: null });
  assert.deepEqual([row['anything'], 'none' in row], [[1, { a: null }], false]);
  assert.equal(ingestion.counters().droppedValues, 0);
});

test('a field of more than 64 KB is cut at a character and counted, nested ones as text', async (t) => {
  const { ingestion, store } = await lendStore(t);
  const fits = 'x'.repeat(65_536);
  assert.equal((await store({ text: fits }))['text'], fits);
  assert.equal((await store({ text: `${fits}x` }))['text'], fits);
  const row = await store({ text: `x${'é'.repeat(40_000)}`, details: { a: fits } });
  assert.equal(row['text'], `x${'é'.repeat(32_767)}`);
  assert.equal(row['details'], `{"a":"${'x'.repeat(65_530)}`);
  assert.deepEqual(ingestion.tables()[0]?.cutByColumn, { text: 2, details: 1 });
  assert.equal(ingestion.counters().cutFields, 3);
});

test('each record has its own time, unless that is too old, too far ahead or unreadable', async (t) => {
  const { ingestion, store } = await lendStore(t, { now: () => NOW_MS });
  const dates = [hoursAgo(1), hoursAgo(47), hoursAgo(49), hoursAgo(-23), hoursAgo(-25)];
  await store(...dates.map((date) => ({ date })), {});
  const received = hoursAgo(0);
  assert.deepEqual(
    ingestion.rows().map((row) => row['TimeGenerated']),
    [dates[0], dates[1], received, dates[3], received, received],
  );
  assert.equal(ingestion.rows()[2]?.['date'], dates[2], 'the column keeps what was sent');
  assert.equal(ingestion.counters().timesReplaced, 3);
});

test('a time exactly two days old or a day ahead is kept still', async (t) => {
  const { ingestion, store } = await lendStore(t, { now: () => NOW_MS });
  await store({ date: hoursAgo(48) }, { date: hoursAgo(-24) });
  assert.equal(ingestion.counters().timesReplaced, 0);
});

test('rows may be forgotten, but never which ids came and which of them twice', async (t) => {
  const { ingestion, store } = await lendStore(t, { keepRows: 3 });
  for (let number = 0; number < 20; number += 1) await store({ log_id: `id ${number}` });
  await store({ log_id: 'id 4' }, { log_id: 'id 4' }, { text: 'a' });
  const { distinctLogIds, duplicates, rowsWithoutLogId, recordsStored } = ingestion.counters();
  assert.deepEqual([distinctLogIds, duplicates, rowsWithoutLogId, recordsStored], [20, 2, 1, 23]);
  assert.deepEqual([...ingestion.repeatedLogIds()], [['id 4', 2]]);
  assert.ok(ingestion.rows().length <= 6);
});

test('the id may go by another name, and a stream that does not declare it has none', async (t) => {
  const { ingestion, store } = await lendStore(t, {
    columns: [{ name: 'LogId', type: 'string' }],
    idProperty: 'LogId',
  });
  await store({ LogId: '1' }, { log_id: '2' });
  assert.deepEqual([...ingestion.logIds()], ['1']);
  assert.equal(ingestion.counters().rowsWithoutLogId, 1);
});

test('a text that was cut in the middle of a character is noticed', async (t) => {
  const { ingestion, store } = await lendStore(t);
  await store({ text: '🦊' });
  assert.equal(ingestion.counters().brokenTexts, 0);
  await store({ text: '🦊'.slice(0, 1) });
  assert.equal(ingestion.counters().brokenTexts, 1);
});

test('a character whose halves are both escaped is whole, in JSON within JSON too', () => {
  const whole = [
    '"\\ud83e\\udd8a"',
    '"\\uD83E\\uDD8A"',
    '"{\\"a\\":\\"\\\\ud83e\\\\udd8a\\"}"',
    '"ud83e"',
  ];
  const broken = ['"\\ud83e"', '"\\udd8a"', '"\\udd8a\\ud83e"', '"{\\"a\\":\\"\\\\ud83e\\"}"'];
  for (const text of whole) assert.equal(holdsHalfCharacter(Buffer.from(text)), false, text);
  for (const text of broken) assert.equal(holdsHalfCharacter(Buffer.from(text)), true, text);
});
