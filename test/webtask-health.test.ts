/** The bundle tells Azure how its runs went, in a table beside that of the logs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { version } from '../package.json';
import { SANDBOX_RUN_STREAM } from '../src/sandbox/ingestion-secrets.ts';
import { callAsScheduler, startExtension, storedState, TABLE } from './extension.ts';
import { startIngestionExtension } from './ingestion-extension.ts';

const RUN_TABLE = TABLE.replace(/_CL$/, 'Run_CL');
const TELLS = { LOGANALYTICS_HEALTH_ROWS: 'on' };

test('sends a row for a run that exported, after its checkpoint was stored, and none for an idle one soon after', async (t) => {
  const { host, tenant, workspace } = await startExtension(t, {
    tenant: { backlog: 30 },
    secrets: TELLS,
  });
  await callAsScheduler(host.url);
  const [row, ...others] = workspace.rows(RUN_TABLE);
  assert.deepEqual(others, []);
  const [report] = storedState(host).history;
  assert.equal(row?.['run_id_s'], report?.runId);
  assert.equal(row?.['outcome_s'], 'caught-up');
  assert.equal(row?.['logs_d'], 30);
  assert.equal(row?.['lag_seconds_d'], 0);
  assert.equal(row?.['gap_b'], false);
  assert.equal(row?.['version_s'], version);
  assert.equal(row?.['auth0_domain_s'], new URL(tenant.url).host);
  assert.equal(row?.['ended_at_t'], new Date(report?.endedAtMs ?? 0).toISOString());
  assert.equal(row?.['TimeGenerated'], row?.['ended_at_t']);

  const endedAtMs = report?.endedAtMs ?? 0;
  const next = await callAsScheduler(host.url);
  assert.equal(next.text, 'caught-up');
  const slot = (timeMs: number): number => Math.floor(timeMs / 1_800_000);
  const isNewSlot = slot(storedState(host).history[0]?.endedAtMs ?? 0) !== slot(endedAtMs);
  assert.equal(workspace.rows(RUN_TABLE).length, isNewSlot ? 2 : 1);
});

test('exports all the same when Azure does not take the row, and sends none when it is switched off', async (t) => {
  const { host, tenant, ingestion } = await startIngestionExtension(t, {
    tenant: { backlog: 30 },
    secrets: TELLS,
  });
  assert.equal((await callAsScheduler(host.url)).text, 'caught-up');
  assert.deepEqual([...ingestion.logIds()].sort(), tenant.logIds());
});

test('tells both destinations, each how it went there', async (t) => {
  const { host, ingestion, workspace } = await startIngestionExtension(t, {
    tenant: { backlog: 30 },
    ingestion: { hasRole: false, otherStreams: [SANDBOX_RUN_STREAM] },
    secrets: { ...TELLS, LOGANALYTICS_DESTINATION: 'both' },
  });
  await callAsScheduler(host.url);
  const [row] = workspace.rows(RUN_TABLE);
  assert.deepEqual([row?.['destination_s'], row?.['outcome_s']], ['data-collector', 'caught-up']);
  ingestion.configure({ hasRole: true });
  await callAsScheduler(host.url);
  const [told, ...others] = ingestion.rows(undefined, SANDBOX_RUN_STREAM.table);
  assert.deepEqual(others, [], 'what could not be told is not told later');
  assert.equal(told?.['destination'], 'logs-ingestion');
  assert.equal(told?.['logs'], 30);
  assert.equal(told?.['TimeGenerated'], told?.['ended_at']);
});
