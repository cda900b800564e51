import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDataCollector } from '../../../src/destinations/data-collector/data-collector.ts';
import { encodeRecord } from '../../../src/destinations/data-collector/encode.ts';
import type { Destination } from '../../../src/engine/walls.ts';
import { createHttpClient } from '../../../src/http/node-fetch-client.ts';
import { SANDBOX_WORKSPACE_ID, SANDBOX_WORKSPACE_KEY } from '../../../src/sandbox/credentials.ts';
import {
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../../src/sandbox/workspace/start-workspace.ts';
import { createFakeClock, type FakeClock } from '../../fake-clock.ts';
import {
  answerWith,
  hang,
  type Responder,
  reset,
  type TestServer,
  withHttp,
} from '../../http-server.ts';
import { dataCollectorWith } from '../../settings/valid-values.ts';
import { encoded } from '../records.ts';

const TIMEOUT_MS = 5_000;
const MAX_RECORDS = 1_000;

/** Runs `use` with a destination that posts to a server which answers as told. */
function withDestination(
  respond: Responder,
  use: (destination: Destination, server: TestServer, clock: FakeClock) => Promise<void>,
): Promise<void> {
  return withHttp(respond, (server, http) => {
    const dataCollector = dataCollectorWith({ LOGANALYTICS_ENDPOINT: server.origin });
    const clock = createFakeClock();
    return use(createDataCollector(dataCollector, MAX_RECORDS, http, clock), server, clock);
  });
}

/** Runs `use` with a destination that posts to an emulated workspace, which checks on its own. */
async function withWorkspace(
  options: WorkspaceOptions,
  use: (destination: Destination, workspace: Workspace) => Promise<void>,
): Promise<void> {
  const clock = createFakeClock();
  const workspace = await startWorkspace({ now: clock.now, ...options });
  const http = createHttpClient();
  const dataCollector = dataCollectorWith({
    LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
    LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
    LOGANALYTICS_ENDPOINT: workspace.url,
  });
  try {
    await use(createDataCollector(dataCollector, MAX_RECORDS, http, clock), workspace);
  } finally {
    http.close();
    await workspace.stop();
  }
}

test('posts one signed array of records, without a charset and without compression', () =>
  withDestination(answerWith(200), async (destination, server) => {
    const outcome = await destination.deliver(
      [encoded({ log_id: '1', a: 'é' }), encoded({ log_id: '2' })],
      TIMEOUT_MS,
    );

    assert.deepEqual(outcome, { status: 'accepted' });
    const [request, ...others] = server.heard;
    assert.equal(others.length, 0);
    assert.equal(request?.method, 'POST');
    assert.equal(request?.target, '/api/logs?api-version=2016-04-01');
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request?.headers['content-encoding'], undefined);
    assert.equal(request?.headers['transfer-encoding'], undefined);
    assert.equal(request?.headers['content-length'], String(request?.body.length));
    assert.equal(request?.headers['x-ms-date'], 'Sun, 01 Nov 2026 14:00:00 GMT');
    assert.equal(request?.headers['log-type'], 'Auth0Logs');
    assert.equal(request?.headers['time-generated-field'], 'date');
    assert.equal(request?.body.toString('utf8'), '[{"log_id":"1","a":"é"},{"log_id":"2"}]');
  }));

test('dates every attempt anew', () =>
  withDestination(answerWith(503), async (destination, server, clock) => {
    const records = [encoded({ log_id: '1' })];
    await destination.deliver(records, TIMEOUT_MS);
    clock.advance(60_000);
    await destination.deliver(records, TIMEOUT_MS);
    assert.deepEqual(
      server.heard.map(({ headers }) => headers['x-ms-date']),
      ['Sun, 01 Nov 2026 14:00:00 GMT', 'Sun, 01 Nov 2026 14:01:00 GMT'],
    );
    const signatures = new Set(server.heard.map(({ headers }) => headers.authorization));
    assert.equal(signatures.size, 2);
  }));

test('asks to be tried again when no answer comes, without repeating the batch itself', () =>
  withDestination(hang, async (destination, server) => {
    const outcome = await destination.deliver([encoded({ log_id: '1' })], 50);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /^127\.0\.0\.1:\d+ gave no answer in 0\.1 s$/);
    assert.equal(server.heard.length, 1);
  }));

test('asks to be tried again when the connection breaks', () =>
  withDestination(reset, async (destination) => {
    const outcome = await destination.deliver([encoded({ log_id: '1' })], TIMEOUT_MS);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /\(ECONNRESET\)$/);
  }));

test('judges a 404 by the size of the body that was sent', () =>
  withDestination(answerWith(404), async (destination) => {
    const small = await destination.deliver([encoded({ log_id: '1' })], TIMEOUT_MS);
    const large = await destination.deliver(
      [encoded({ log_id: '1', text: 'é'.repeat(500_000) })],
      TIMEOUT_MS,
    );
    assert.equal(small.status, 'misconfigured');
    assert.deepEqual(large, {
      status: 'refused',
      reason: 'Azure answered 404: the batch is too large',
    });
  }));

test('shows neither key nor signature nor records in any outcome', async () => {
  const record = encoded({ log_id: '1', text: 'secret-record' });
  const responders = [400, 403, 404, 429, 500].map((status) => answerWith(status, 'secret-answer'));
  for (const respond of [...responders, reset]) {
    await withDestination(respond, async (destination, server) => {
      const outcome = JSON.stringify(await destination.deliver([record], TIMEOUT_MS));
      const signature = String(server.heard[0]?.headers.authorization).split(':')[1] ?? '';
      assert.notEqual(signature, '');
      assert.doesNotMatch(outcome, /secret|SharedKey|SERsIYhgMVlJ/);
      assert.ok(!outcome.includes(signature));
    });
  }
});

test('is accepted by a workspace that checks signature, date, headers and bytes on its own', () =>
  withWorkspace({}, async (destination, workspace) => {
    const records = ['Zoë – 日本', '😀', 'half \ud83d', '\u0000"\\\n'].map((text, index) =>
      encodeRecord({ log_id: `9002026110114000${index}`, user_name: text }),
    );
    const outcome = await destination.deliver(records, TIMEOUT_MS);
    assert.deepEqual(outcome, { status: 'accepted' });
    assert.equal(workspace.logIds().size, records.length);
    assert.equal(workspace.rows('Auth0Logs_CL')[1]?.['user_name_s'], '😀');
  }));

test('makes one column of a text that sometimes looks like a GUID or a time', () =>
  withWorkspace({}, async (destination, workspace) => {
    const names = [
      'ada',
      '5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71',
      '2026-11-01T14:00:00Z',
      'f'.repeat(32),
    ];
    const records = names.map((user_name, index) =>
      encodeRecord({ log_id: `log-${index}`, user_name, date: '2026-11-01T13:59:59.000Z' }),
    );
    for (const record of records) await destination.deliver([record], TIMEOUT_MS);
    const [table] = workspace.tables();
    assert.deepEqual([...(table?.columns ?? [])].sort(), ['date_t', 'log_id_s', 'user_name_s']);
  }));

test('fits the limits of a field, so that the workspace cuts nothing', () =>
  withWorkspace({}, async (destination, workspace) => {
    const record = encodeRecord({
      log_id: 'log-1',
      description: 'é'.repeat(40_000),
      user_agent: '日'.repeat(40_000),
    });
    assert.deepEqual(await destination.deliver([record], TIMEOUT_MS), { status: 'accepted' });
    assert.equal(workspace.tables()[0]?.cutFields, 0);
    assert.equal(workspace.rows()[0]?.['truncated_fields_s'], 'description,user_agent');
  }));

test('names the key when the workspace has another', () =>
  withWorkspace({ primaryKey: Buffer.alloc(64, 7).toString('base64') }, async (destination) => {
    const outcome = await destination.deliver([encoded({ log_id: '1' })], TIMEOUT_MS);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /403 InvalidAuthorization\. LOGANALYTICS_WORKSPACEKEY/);
  }));

test('says when the workspace was closed', () =>
  withWorkspace({ isClosed: true }, async (destination) => {
    const outcome = await destination.deliver([encoded({ log_id: '1' })], TIMEOUT_MS);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /InactiveCustomer\. The workspace is closed/);
  }));

test('keeps a batch far below the 30 MB of the service, and as long as the settings say', () =>
  withDestination(answerWith(200), async (destination) => {
    assert.equal(destination.kind, 'data-collector');
    assert.equal(destination.limits.maxBatchRecords, MAX_RECORDS);
    assert.ok(destination.limits.maxBatchBytes < 30_000_000);
  }));
