import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  createDataCollectorRowSender,
  runLogType,
} from '../../../src/destinations/data-collector/row-sender.ts';
import { HEALTH_COLUMNS } from '../../../src/health/health-columns.ts';
import { createHttpClient } from '../../../src/http/node-fetch-client.ts';
import { SANDBOX_WORKSPACE_ID, SANDBOX_WORKSPACE_KEY } from '../../../src/sandbox/credentials.ts';
import { startWorkspace } from '../../../src/sandbox/workspace/start-workspace.ts';
import { createFakeClock } from '../../fake-clock.ts';
import { answerWith, withHttp } from '../../http-server.ts';
import { dataCollectorWith } from '../../settings/valid-values.ts';
import { HEALTH_ROW } from '../health-row.ts';

const TIMEOUT_MS = 5_000;

test('sends a row to a table for runs, with the end of the run as its time, each column of its type', async (t) => {
  const clock = createFakeClock();
  const workspace = await startWorkspace({ now: clock.now });
  t.after(() => workspace.stop());
  const http = createHttpClient();
  t.after(() => http.close());
  const settings = dataCollectorWith({
    LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
    LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
    LOGANALYTICS_ENDPOINT: workspace.url,
  });
  const { deliverRow } = createDataCollectorRowSender(settings, http, clock);
  assert.deepEqual(await deliverRow(HEALTH_ROW, TIMEOUT_MS), { status: 'accepted' });

  const [table, ...others] = workspace.tables();
  assert.equal(others.length, 0);
  assert.equal(table?.name, 'Auth0LogsRun_CL');
  const suffixes = { text: 's', time: 't', number: 'd', boolean: 'b', json: 's' };
  assert.deepEqual(
    [...(table?.columns ?? [])].sort(),
    HEALTH_COLUMNS.map(({ name, kind }) => `${name}_${suffixes[kind]}`).sort(),
  );
  const [row] = workspace.rows('Auth0LogsRun_CL');
  assert.equal(row?.['TimeGenerated'], HEALTH_ROW['ended_at']);
  assert.equal(row?.['run_id_s'], `text:${HEALTH_ROW['run_id']}`);
  assert.equal(row?.['logs_d'], 12);
});

test('signs the row for its own moment, and reads the answer as for logs', () =>
  withHttp(answerWith(403), async (server, http) => {
    const settings = dataCollectorWith({ LOGANALYTICS_ENDPOINT: server.origin });
    const { deliverRow } = createDataCollectorRowSender(settings, http, createFakeClock());
    const outcome = await deliverRow({ run_id: 'é' }, TIMEOUT_MS);
    assert.ok(outcome.status === 'misconfigured');
    const [request] = server.heard;
    assert.ok(request);
    assert.equal(request.headers['log-type'], 'Auth0LogsRun');
    assert.equal(request.headers['time-generated-field'], 'ended_at');
    assert.equal(request.headers['x-ms-date'], 'Sun, 01 Nov 2026 14:00:00 GMT');
    assert.equal(request.body.toString(), '[{"run_id":"é"}]');
  }));

test('names the table after that of the logs', () => {
  assert.equal(runLogType('Auth0'), 'Auth0Run');
  assert.equal(runLogType('A'.repeat(97)), `${'A'.repeat(97)}Run`);
  assert.equal(runLogType('A'.repeat(98)), `${'A'.repeat(94)}Run`);
});

test('makes a Log-Type that the service takes, and never that of the logs', () => {
  const letter = fc.constantFrom('R', 'u', 'n', '_', '7');
  const logType = fc
    .array(letter, { minLength: 0, maxLength: 99 })
    .map((letters) => `A${letters.join('')}`);
  const long = fc.constantFrom(98, 99, 100).map((length) => `${'A'.repeat(length - 3)}Run`);
  fc.assert(
    fc.property(fc.oneof(logType, long), (name) => {
      const made = runLogType(name);
      assert.match(made, /^[A-Za-z][A-Za-z0-9_]{0,99}$/);
      assert.notEqual(made, name);
      assert.ok(made.endsWith('Run'));
    }),
  );
});
