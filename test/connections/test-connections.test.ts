import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testConnections as testWithRealTime } from '../../src/assemble.ts';
import { type ConnectionParts, testConnections } from '../../src/connections/test-connections.ts';
import type { DeliveryOutcome, Destination, DestinationKind } from '../../src/engine/walls.ts';
import { toRecord } from '../../src/records/to-record.ts';
import { startIngestion } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { startServices, TABLE } from '../extension.ts';
import { createFakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';
import { ingestionSecrets } from '../ingestion-extension.ts';
import { settingsWith } from '../settings/valid-values.ts';
import { BUDGET_MS, type Lent, lendConnections, stepOf } from './lend-connections.ts';

const ACCEPTED = {
  what: 'deliver',
  destination: 'data-collector',
  isOk: true,
  text: 'Azure accepted the test record. It shows in its table as type exporter_test, within some minutes.',
} as const;

const OTHER_KEY = Buffer.alloc(64, 7).toString('base64');

function signedIn({ tenant }: Lent) {
  const text = `Auth0 gave a token for ${new URL(tenant.url).host}.`;
  return { what: 'sign-in', isOk: true, text };
}

function readOf(text: string) {
  return { what: 'read-log', isOk: true, text };
}

const NO_LOG_YET = readOf('The tenant has no log yet, but reading is allowed.');

test('tells that all is well, and sends exactly one record, which says what it is', async (t) => {
  const lent = await lendConnections(t);
  lent.tenant.addLogs(3);
  lent.clock.advance(90_500);

  assert.deepEqual(await lent.tryAll(), [
    signedIn(lent),
    readOf('Read the newest log, of 2026-11-01T14:00:00Z.'),
    ACCEPTED,
  ]);

  assert.equal(lent.workspace.counters().requests, 1);
  assert.deepEqual(lent.tenant.counters().byMode, { token: 1, search: 1 });
  const [row, ...others] = lent.workspace.rows(TABLE);
  assert.deepEqual(others, []);
  const { TimeGenerated, log_id_s, type_s, date_t, description_s, event_s, severity_s } = row ?? {};
  const date = '2026-11-01T14:01:30.500Z';
  assert.deepEqual(
    {
      TimeGenerated,
      log_id_s,
      type_s,
      event_s,
      severity_s,
      date: new Date(String(date_t)).getTime(),
    },
    {
      TimeGenerated: date,
      log_id_s: `test-${date}`,
      type_s: 'exporter_test',
      event_s: 'exporter_test',
      severity_s: 'info',
      date: Date.parse(date),
    },
  );
  assert.match(String(description_s), /^A test record that the exporter sent .* on its page\./);
});

test('gives each test an id of its own and asks for a new token each time', async (t) => {
  const lent = await lendConnections(t);
  await lent.tryAll();
  lent.clock.advance(1);
  await lent.tryAll();
  assert.equal(lent.workspace.logIds().size, 2);
  assert.equal(lent.tenant.counters().tokensIssued, 2);
});

test('forgets a token that would still work, because the sign-in is what is tested', async () => {
  const calls: string[] = [];
  const parts = partsWith([], {
    forget: () => void calls.push('forget'),
    getToken: async () => {
      calls.push('getToken');
      return { status: 'token', token: 'token-1' };
    },
  });
  await testConnections(parts, ORDINARY_DAY_MS + BUDGET_MS);
  assert.deepEqual(calls, ['forget', 'getToken']);
});

test('takes a tenant without logs for readable', async (t) => {
  const lent = await lendConnections(t);
  assert.deepEqual(await lent.tryAll(), [signedIn(lent), NO_LOG_YET, ACCEPTED]);
});

test('names the settings of a wrong client secret, and tries Azure all the same', async (t) => {
  const lent = await lendConnections(t);
  const secrets = { AUTH0_CLIENT_SECRET: 'another-client-secret-77' };
  const steps = await lent.tryAll({ secrets });

  const signIn = stepOf(steps, 'sign-in');
  assert.equal(signIn.isOk, false);
  assert.match(
    signIn.text,
    /^Auth0 gave no token: 127\.0\.0\.1:\d+ answered 401 access_denied .* AUTH0_CLIENT_SECRET is wrong, .*\.$/,
  );
  assert.deepEqual(stepOf(steps, 'read-log'), {
    what: 'read-log',
    isOk: false,
    text: 'Reading a log was not tried, because there is no token for it.',
  });
  assert.deepEqual(stepOf(steps, 'deliver'), ACCEPTED);
  assert.deepEqual(lent.tenant.counters().byMode, { token: 1 });
  assert.equal(lent.workspace.counters().recordsStored, 1);
});

test('names the scope when the token may not read logs', async (t) => {
  const lent = await lendConnections(t, { tenant: { scope: 'read:users' } });
  const steps = await lent.tryAll();
  assert.deepEqual(stepOf(steps, 'sign-in'), signedIn(lent));
  const reading = stepOf(steps, 'read-log');
  assert.equal(reading.isOk, false);
  assert.match(reading.text, /^No log could be read: .* the scope read:logs is missing\. .*\.$/);
  assert.deepEqual(stepOf(steps, 'deliver'), ACCEPTED);
});

test('names the settings of a wrong workspace key, after one attempt', async (t) => {
  const lent = await lendConnections(t);
  const steps = await lent.tryAll({ secrets: { LOGANALYTICS_WORKSPACEKEY: OTHER_KEY } });
  assert.deepEqual(steps.slice(0, 2), [signedIn(lent), NO_LOG_YET]);
  const delivery = stepOf(steps, 'deliver');
  assert.equal(delivery.isOk, false);
  assert.match(
    delivery.text,
    /^Azure did not take the test record: Azure answered 403 InvalidAuthorization\. LOGANALYTICS_WORKSPACEKEY .*\.$/,
  );
  assert.equal(lent.workspace.counters().requests, 1);
  assert.equal(lent.workspace.counters().recordsStored, 0);
});

test('tells of a workspace that is down', async (t) => {
  const lent = await lendConnections(t);
  await lent.workspace.stop();
  const steps = await lent.tryAll();
  assert.deepEqual(steps.slice(0, 2), [signedIn(lent), NO_LOG_YET]);
  const delivery = stepOf(steps, 'deliver');
  assert.equal(delivery.isOk, false);
  assert.match(
    delivery.text,
    /^Azure did not confirm the test record: the connection to 127\.0\.0\.1:\d+ failed \(ECONNREFUSED\)\. This may pass by itself: try again in some minutes\.$/,
  );
});

test('does not repeat what may pass, and takes nothing from the body of an answer', async (t) => {
  const body = JSON.stringify({ Error: '<b>hostile</b>', Message: 'hostile' });
  const faults = [{ kind: 'status', status: 503, body, retryAfterSeconds: 1 }] as const;
  const lent = await lendConnections(t, { workspace: { faults } });
  assert.equal(
    stepOf(await lent.tryAll(), 'deliver').text,
    'Azure did not confirm the test record: Azure answered 503. This may pass by itself: try again in some minutes.',
  );
  assert.equal(lent.workspace.counters().requests, 1);
  assert.deepEqual(lent.clock.sleptMs, []);
});

test('does not say that a record was not taken whose answer was lost', async (t) => {
  const lent = await lendConnections(t, { workspace: { faults: [{ kind: 'accept-then-reset' }] } });
  const delivery = stepOf(await lent.tryAll(), 'deliver');
  assert.equal(delivery.isOk, false);
  assert.match(delivery.text, /^Azure did not confirm the test record: the connection to /);
  assert.equal(lent.workspace.counters().recordsStored, 1);
});

test('gives up a sign-in that hangs, and tries Azure beside it', async (t) => {
  const faults = [{ kind: 'hang', path: '/oauth/token' }] as const;
  const lent = await lendConnections(t, { tenant: { faults } });
  const steps = await lent.tryAll({ impatientPath: '/oauth/token' });
  assert.match(
    stepOf(steps, 'sign-in').text,
    /^Auth0 gave no token: 127\.0\.0\.1:\d+ gave no answer in 0\.1 s\. This may pass by itself: try again in some minutes\.$/,
  );
  assert.equal(stepOf(steps, 'read-log').isOk, false);
  assert.deepEqual(stepOf(steps, 'deliver'), ACCEPTED);
});

test('gives up a reading that hangs', async (t) => {
  const lent = await lendConnections(t, { tenant: { faults: [{ kind: 'hang' }] } });
  const steps = await lent.tryAll({ impatientPath: '/api/v2/logs' });
  assert.deepEqual(stepOf(steps, 'sign-in'), signedIn(lent));
  const reading = stepOf(steps, 'read-log');
  assert.equal(reading.isOk, false);
  assert.match(reading.text, /^No log could be read: 127\.0\.0\.1:\d+ gave no answer in 0\.1 s\.$/);
  assert.deepEqual(stepOf(steps, 'deliver'), ACCEPTED);
});

test('gives no request more time than is left altogether', async (t) => {
  const lent = await lendConnections(t);
  await lent.tryAll({ budgetMs: 4_000 });
  assert.deepEqual(
    lent.sent.map(({ timeoutMs }) => timeoutMs),
    [4_000, 4_000, 4_000],
  );
});

test('asks nobody when no time is left, and says so', async (t) => {
  const lent = await lendConnections(t);
  const steps = await lent.tryAll({ budgetMs: 0 });
  assert.match(stepOf(steps, 'sign-in').text, /was not asked, because no time was left for it\./);
  assert.match(stepOf(steps, 'deliver').text, /was not asked, because no time was left for it\./);
  assert.equal(lent.tenant.counters().requests, 0);
  assert.equal(lent.workspace.counters().requests, 0);
});

const HOSTILE = '<script>hostile</script> jane@example.com 203.0.113.9';

test('tells nothing that stands in a log', async (t) => {
  const lent = await lendConnections(t);
  const fields = { type: HOSTILE, description: HOSTILE, user_name: HOSTILE, ip: '203.0.113.9' };
  const date = '2026-11-01T13:00:00Z (<script>hostile</script>)';
  lent.tenant.addLogs([{ ...fields, log_id: '<script>hostile</script>', date }]);
  assert.deepEqual(stepOf(await lent.tryAll(), 'read-log').isOk, true);

  lent.tenant.addLogs([{ ...fields, date: HOSTILE, log_id: '<img/onerror=hostile>' }]);
  lent.clock.advance(1_000);
  const steps = await lent.tryAll();
  assert.equal(steps.length, 3);
  assert.doesNotMatch(JSON.stringify(steps), /hostile|[<>]|jane|203\.0/);
  assert.equal(lent.workspace.rows(TABLE).length, 2, 'only the test records arrived');
});

test('says when the newest log does not tell its time', async (t) => {
  const lent = await lendConnections(t);
  lent.tenant.addLogs([{ date: HOSTILE, log_id: 'odd-id' }]);
  assert.deepEqual(
    stepOf(await lent.tryAll(), 'read-log'),
    readOf('Read the newest log, which does not say when it happened.'),
  );
});

test('tells of what a tenant answers that is no list of logs, without a word of it', async (t) => {
  const faults = [{ kind: 'json-object', body: '{"hostile":"hostile"}' }] as const;
  const lent = await lendConnections(t, { tenant: { faults } });
  const reading = stepOf(await lent.tryAll(), 'read-log');
  assert.deepEqual(reading, {
    what: 'read-log',
    isOk: false,
    text: 'No log could be read: Auth0 answered 200 with something other than a list of logs.',
  });
});

function partsWith(
  destinations: readonly Destination[],
  tokens: ConnectionParts['tokens'],
): ConnectionParts {
  return {
    domain: 'tenant.eu.auth0.com',
    tokens,
    probe: { newest: async () => ({ status: 'none' }) },
    destinations,
    healthSenders: [],
    exporter: { version: '1.2.3', auth0Domain: 'tenant.eu.auth0.com' },
    toRecord,
    clock: createFakeClock(),
  };
}

test('tries every destination with the same record, and tells of each by its kind', async () => {
  const delivered: string[] = [];
  const destinationOf = (kind: DestinationKind, outcome: DeliveryOutcome): Destination => ({
    kind,
    limits: { maxBatchRecords: 1, maxBatchBytes: 1_000_000 },
    encode: (record) => ({
      logId: '',
      logType: String(record['type']),
      bytes: Buffer.from(JSON.stringify(record)),
      isTruncated: false,
    }),
    async deliver(records) {
      delivered.push(...records.map(({ bytes }) => bytes.toString()));
      return outcome;
    },
  });
  const parts = partsWith(
    [
      destinationOf('data-collector', { status: 'refused', reason: 'Azure answered 400' }),
      destinationOf('logs-ingestion', { status: 'accepted' }),
    ],
    { forget: () => undefined, getToken: async () => ({ status: 'token', token: 'token-1' }) },
  );

  const steps = await testConnections(parts, ORDINARY_DAY_MS + BUDGET_MS);

  assert.deepEqual(steps, [
    { what: 'sign-in', isOk: true, text: 'Auth0 gave a token for tenant.eu.auth0.com.' },
    NO_LOG_YET,
    {
      what: 'deliver',
      destination: 'data-collector',
      isOk: false,
      text: 'Azure refused the test record: Azure answered 400.',
    },
    { ...ACCEPTED, destination: 'logs-ingestion' },
  ]);
  assert.equal(delivered.length, 2);
  assert.equal(new Set(delivered).size, 1);
});

test('the page tests what the settings name, by the real time', async (t) => {
  const { tenant, workspace, secrets } = await startServices(t);
  tenant.addLogs(1);
  const steps = await testWithRealTime(settingsWith(secrets));
  assert.deepEqual(
    steps.map(({ what, isOk }) => [what, isOk]),
    [
      ['sign-in', true],
      ['read-log', true],
      ['deliver', true],
    ],
  );
  assert.equal(workspace.counters().recordsStored, 1);
  assert.deepEqual(
    workspace.rows(TABLE).map(({ type_s }) => type_s),
    ['exporter_test'],
  );
});

test('the page tests whether the rows about runs arrive, unless nobody wants them', async (t) => {
  const { workspace, secrets } = await startServices(t);
  const wanted = settingsWith({ ...secrets, LOGANALYTICS_HEALTH_ROWS: 'on' });
  assert.deepEqual(stepOf(await testWithRealTime(wanted), 'tell-health'), {
    what: 'tell-health',
    destination: 'data-collector',
    isOk: true,
    text: 'Azure accepted the health row. It shows in its table as outcome connection-test, within some minutes.',
  });
  const [row] = workspace.rows(TABLE.replace('_CL', 'Run_CL'));
  assert.equal(row?.['outcome_s'], 'connection-test');

  workspace.configure({ isClosed: true });
  const failed = stepOf(await testWithRealTime(wanted), 'tell-health');
  assert.equal(failed.isOk, false);
  assert.match(failed.text, /^Azure did not take the health row: /);
});

test('the page tests the Logs Ingestion API with a new token, and tells what Entra refuses', async (t) => {
  const { secrets } = await startServices(t);
  const ingestion = await startIngestion();
  t.after(() => ingestion.stop());
  const settings = settingsWith({ ...secrets, ...ingestionSecrets(ingestion) });
  const tryDelivery = async () => stepOf(await testWithRealTime(settings), 'deliver');
  assert.deepEqual(await tryDelivery(), { ...ACCEPTED, destination: 'logs-ingestion' });
  assert.deepEqual(
    ingestion.rows().map(({ type }) => type),
    ['exporter_test'],
  );
  ingestion.configure({ applicationState: 'secret-expired' });
  const refused = await tryDelivery();
  assert.equal(refused.isOk, false);
  assert.match(refused.text, /^Azure did not take the test record: .*AADSTS7000222.*has expired/);
});
