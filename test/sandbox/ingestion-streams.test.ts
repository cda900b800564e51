import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamRoute } from '../../src/sandbox/ingestion/ingestion-settings.ts';
import { codeOf, lendIngestion, uploaderOf } from './ingestion-clients.ts';

const RUNS: StreamRoute = {
  stream: 'Custom-Runs',
  table: 'Runs_CL',
  timeProperty: 'ended_at',
  columns: [
    { name: 'ended_at', type: 'datetime' },
    { name: 'logs', type: 'int' },
  ],
};
const TO_RUNS = { stream: 'Custom-Runs' };

const NOW_MS = Date.UTC(2026, 10, 10, 12);
const ENDED_AT = '2026-11-10T11:00:00.000Z';

test('a rule may have other streams, each with its own columns, table and time', async (t) => {
  const ingestion = await lendIngestion(t, { otherStreams: [RUNS], now: () => NOW_MS });
  const send = await uploaderOf(ingestion.url);
  assert.deepEqual(ingestion.rows(undefined, 'Runs_CL'), []);
  assert.equal((await send([{ ended_at: ENDED_AT, logs: '7', a: 1 }], TO_RUNS)).status, 204);
  assert.equal((await send([{ log_id: '1', a: 1, TimeGenerated: ENDED_AT }])).status, 204);
  const row = { ended_at: ENDED_AT, logs: 7, TimeGenerated: ENDED_AT, Type: 'Runs_CL' };
  assert.deepEqual(ingestion.rows(undefined, 'Runs_CL'), [row]);
  assert.deepEqual(
    ingestion.rows().map(({ log_id, a, Type }) => [log_id, a, Type]),
    [['1', 1, 'Auth0_CL']],
  );
  assert.deepEqual(
    ingestion.tables().map(({ name, rowCount }) => [name, rowCount]),
    [
      ['Auth0_CL', 1],
      ['Runs_CL', 1],
    ],
  );
  const { droppedValues, timesReplaced, recordsStored, rowsWithoutLogId } = ingestion.counters();
  assert.deepEqual([droppedValues, timesReplaced, recordsStored, rowsWithoutLogId], [1, 0, 2, 0]);
});

test('a stream that the rule does not have is refused beside those that it has', async (t) => {
  const ingestion = await lendIngestion(t, { otherStreams: [RUNS] });
  const send = await uploaderOf(ingestion.url);
  for (const stream of ['Custom-Run', 'Custom-runs', 'Runs_CL', 'Custom-Auth0Run']) {
    const refused = await send([{}], { stream });
    assert.deepEqual([refused.status, codeOf(refused)], [404, 'NotFound'], stream);
  }
  assert.equal(ingestion.counters().recordsStored, 0);
});

test('streams may be added and looked at from outside, and are forgotten by a reset', async (t) => {
  const ingestion = await lendIngestion(t);
  const send = await uploaderOf(ingestion.url);
  const post = (path: string, body: object) =>
    fetch(`${ingestion.url}/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal((await post('settings', { otherStreams: [{ stream: 'a' }] })).status, 400);
  assert.equal((await post('settings', { otherStreams: RUNS })).status, 400);
  assert.equal((await post('settings', { otherStreams: [RUNS] })).status, 200);
  await send([{ logs: 1 }, { logs: 2 }], TO_RUNS);
  const rowsOf = async () => {
    const answer = await fetch(`${ingestion.url}/sandbox/rows?table=Runs_CL`);
    const rows: readonly Readonly<Record<string, unknown>>[] = JSON.parse(await answer.text());
    return rows.map(({ logs }) => logs);
  };
  assert.deepEqual(await rowsOf(), [2, 1]);
  await post('reset', {});
  assert.deepEqual(await rowsOf(), []);
  assert.equal(ingestion.tables().length, 1);
});
