import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SANDBOX_AZURE_CLIENT_SECRET } from '../src/sandbox/credentials.ts';
import { ANY_TOKEN } from '../src/sandbox/ingestion/ingestion-service.ts';
import { callAsScheduler, lastReport, storedState } from './extension.ts';
import {
  assertAllIngestedOnce,
  catchUp,
  ingestionSecrets,
  startIngestionExtension,
  withChangedSettings,
} from './ingestion-extension.ts';

const CAUGHT_UP = { status: 200, text: 'caught-up' };
const MISCONFIGURED = { status: 500, text: 'misconfigured' };
const MEGABYTE = 1_048_576;

test('exports 20,000 logs by the Logs Ingestion API, each once, and every call at most 1 MB', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 20_000 },
    // No batch is ended by the count of its records alone.
    secrets: { BATCH_SIZE: '10000', MAX_RUN_SECONDS: '25' },
  });
  await catchUp(extension.host);

  assertAllIngestedOnce(extension);
  const counters = extension.ingestion.counters();
  assert.equal(extension.ingestion.logIds().size, 20_000);
  assert.ok(counters.largestUnpackedBytes <= MEGABYTE, `${counters.largestUnpackedBytes} bytes`);
  assert.ok(counters.largestUnpackedBytes > MEGABYTE / 2, 'the batches were filled');
  assert.equal(counters.compressedPosts, counters.requests);
  assert.deepEqual(counters.byStatus, { 204: counters.requests });
  assert.equal(counters.cutFields, 0);
  assert.equal(counters.tokens.issued, 1);
  assert.equal(extension.workspace.logIds().size, 0);
});

test('sends the same record as to the Data Collector, with the time where the rule looks for it', async (t) => {
  const { host, ingestion, tenant } = await startIngestionExtension(t);
  const date = new Date(Date.now() - 60_000).toISOString();
  tenant.addLogs([{ type: 'fp', date, user_name: '2026-11-01', details: { a: [1] } }]);
  assert.deepEqual(await callAsScheduler(host.url), CAUGHT_UP);
  const [row] = ingestion.rows(1);
  assert.equal(row?.['date'], date);
  assert.equal(row?.['TimeGenerated'], date);
  assert.equal(row?.['type'], 'fp');
  assert.equal(row?.['category'], 'Login - Failure');
  assert.equal(row?.['user_name'], '2026-11-01');
  assert.equal(row?.['details'], '{"a":[1]}');
  assert.equal(ingestion.counters().timesReplaced, 0);
});

test('keeps the token between runs, sealed, beside the one for Auth0', async (t) => {
  const { host, ingestion, tenant } = await startIngestionExtension(t, { tenant: { backlog: 10 } });
  for (let runs = 0; runs < 3; runs += 1) {
    assert.deepEqual(await callAsScheduler(host.url), CAUGHT_UP);
    tenant.addLogs(10);
  }
  assert.equal(ingestion.counters().tokens.requests, 1);
  assert.equal(tenant.counters().tokensIssued, 1);
  const { tokens } = storedState(host);
  assert.deepEqual(Object.keys(tokens).sort(), ['auth0', 'entra']);
  const document = JSON.stringify(host.storage.peek());
  assert.ok(!document.includes(SANDBOX_AZURE_CLIENT_SECRET));
  assert.doesNotMatch(document, /eyJ/, 'no token in clear');
});

test('goes on with a new token in the middle of a run after the old one was revoked', async (t) => {
  const extension = await startIngestionExtension(t, { tenant: { backlog: 100 } });
  await catchUp(extension.host);
  extension.ingestion.revokeTokens();
  extension.tenant.addLogs(100);
  assert.deepEqual(await callAsScheduler(extension.host.url), CAUGHT_UP);
  assertAllIngestedOnce(extension);
  assert.equal(extension.ingestion.counters().tokens.issued, 2);
});

test('moves nothing while the role is missing, says so, and loses nothing when it is assigned late', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 300 },
    ingestion: { hasRole: false },
    secrets: { BATCH_SIZE: '100' },
  });
  const { host, ingestion } = extension;
  for (let runs = 0; runs < 2; runs += 1) {
    assert.deepEqual(await callAsScheduler(host.url), MISCONFIGURED);
    assert.match(lastReport(host), /403 OperationFailed.*Monitoring Metrics Publisher.*30 minutes/);
  }
  assert.equal(ingestion.counters().requests, 2, 'one batch a run is enough to know');
  assert.equal(storedState(host).deadLetters.length, 0);
  ingestion.configure({ hasRole: true });
  assert.deepEqual(await callAsScheduler(host.url), CAUGHT_UP);
  assertAllIngestedOnce(extension);
});

test('sets a record aside that the rule refuses, and delivers every other exactly once', async (t) => {
  const extension = await startIngestionExtension(t, { tenant: { backlog: 300 } });
  const { host, ingestion, tenant } = extension;
  const poison = tenant.logIds()[137] ?? '';
  ingestion.configure({ refusedLogIds: [poison] });
  assert.deepEqual(await callAsScheduler(host.url), CAUGHT_UP);
  assertAllIngestedOnce(extension, [poison]);
  const { deadLetters } = storedState(host);
  assert.deepEqual(
    deadLetters.map(({ logId, destination, reason }) => ({ logId, destination, reason })),
    [
      {
        logId: poison,
        destination: 'logs-ingestion',
        reason: 'Azure answered 400 InvalidPayload: a record cannot be read',
      },
    ],
  );
});

test('divides a batch that the service finds too large', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 500 },
    ingestion: { maxCallBytes: 100_000 },
  });
  await catchUp(extension.host);
  assertAllIngestedOnce(extension);
  const { byStatus, largestUnpackedBytes } = extension.ingestion.counters();
  assert.ok((byStatus['413'] ?? 0) > 0);
  assert.ok(largestUnpackedBytes <= 100_000, 'what is larger is not unpacked');
  assert.equal(storedState(extension.host).deadLetters.length, 0);
});

test('divides a batch by time for a table that takes no more than 30 minutes at once', async (t) => {
  const extension = await startIngestionExtension(t, { ingestion: { maxTimeRangeMinutes: 30 } });
  const startMs = Date.now() - 24 * 3_600_000;
  const everyTenMinutes = Array.from({ length: 100 }, (_, index) => {
    return { type: 's', date: new Date(startMs + index * 600_000).toISOString() };
  });
  extension.tenant.addLogs(everyTenMinutes);
  await catchUp(extension.host);
  assertAllIngestedOnce(extension);
  assert.ok((extension.ingestion.counters().byStatus['400'] ?? 0) > 0);
  assert.equal(storedState(extension.host).deadLetters.length, 0);
});

test('waits as a 429 asks, tries a 503 again, and repeats nothing that was taken', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 200 },
    ingestion: {
      faults: [
        { kind: 'status', status: 429, retryAfterSeconds: 1 },
        { kind: 'status', status: 503, after: 1 },
        { kind: 'status', status: 503, path: ANY_TOKEN },
      ],
    },
    secrets: { BATCH_SIZE: '100' },
  });
  assert.deepEqual(await callAsScheduler(extension.host.url), CAUGHT_UP);
  assertAllIngestedOnce(extension);
  const { byStatus } = extension.ingestion.counters();
  assert.deepEqual([byStatus['429'], byStatus['503']], [1, 1]);
});

test('ends as rate limited when a 429 asks for more than the run has, and loses nothing', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 100 },
    ingestion: { faults: [{ kind: 'status', status: 429, retryAfterSeconds: 600 }] },
  });
  assert.deepEqual(await callAsScheduler(extension.host.url), {
    status: 200,
    text: 'rate-limited',
  });
  assert.deepEqual(await callAsScheduler(extension.host.url), CAUGHT_UP);
  assertAllIngestedOnce(extension);
});

test('stops at a rule that is gone, says what to check, and goes on when it is there again', async (t) => {
  const extension = await startIngestionExtension(t, { tenant: { backlog: 100 } });
  const { host, ingestion, tenant } = extension;
  await catchUp(host);
  ingestion.configure({ ruleId: `dcr-${'0'.repeat(32)}` });
  tenant.addLogs(100);
  const before = storedState(host).checkpoints;
  assert.deepEqual(await callAsScheduler(host.url), MISCONFIGURED);
  assert.match(lastReport(host), /404 NotFound\. There is no such rule, stream or endpoint/);
  assert.deepEqual(storedState(host).checkpoints, before);
  const restored = await withChangedSettings(t, extension, {
    LOGANALYTICS_DCR_ID: `dcr-${'0'.repeat(32)}`,
  });
  assert.deepEqual(await callAsScheduler(restored.url), CAUGHT_UP);
  assertAllIngestedOnce(extension);
});

test('tells of an expired secret once a run, and takes a new one without losing anything', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 100 },
    ingestion: { applicationState: 'secret-expired' },
  });
  const { host, ingestion } = extension;
  assert.deepEqual(await callAsScheduler(host.url), MISCONFIGURED);
  assert.match(lastReport(host), /AADSTS7000222 .*AZURE_CLIENT_SECRET has expired/);
  assert.equal(ingestion.counters().requests, 0);
  ingestion.configure({ applicationState: 'usual', clientSecret: 'a-new-one-9d27' });
  const renewed = await withChangedSettings(t, extension, {
    AZURE_CLIENT_SECRET: 'a-new-one-9d27',
  });
  assert.deepEqual(await callAsScheduler(renewed.url), CAUGHT_UP);
  assertAllIngestedOnce(extension);
});

test('goes on where it stands when the destination is changed: nothing is lost, nothing repeated', async (t) => {
  const extension = await startIngestionExtension(t, {
    tenant: { backlog: 250 },
    secrets: { LOGANALYTICS_DESTINATION: 'data-collector' },
  });
  const { host, ingestion, tenant, workspace } = extension;
  await catchUp(host);
  const before = [...tenant.logIds()];
  assert.deepEqual([...workspace.logIds()].sort(), before);
  assert.equal(ingestion.counters().tokens.requests, 0);

  const added = tenant.addLogs(250);
  const changed = await withChangedSettings(t, extension, ingestionSecrets(ingestion));
  await catchUp(changed);

  assert.deepEqual([...workspace.logIds()].sort(), before, 'the old table gets no more');
  assert.equal(workspace.duplicates(), 0);
  assert.deepEqual([...ingestion.logIds()].sort(), [...added].sort());
  assert.equal(ingestion.duplicates(), 0);
  const { checkpoints } = storedState(changed);
  assert.deepEqual(checkpoints['data-collector'], [{ after: before.at(-1) }]);
  assert.deepEqual(checkpoints['logs-ingestion'], [{ after: tenant.logIds().at(-1) }]);
});

test('seals no token for Azure any more after the change back', async (t) => {
  const extension = await startIngestionExtension(t, { tenant: { backlog: 10 } });
  await catchUp(extension.host);
  const changed = await withChangedSettings(t, extension, {
    LOGANALYTICS_DESTINATION: 'data-collector',
  });
  await catchUp(changed);
  assert.deepEqual(Object.keys(storedState(changed).tokens), ['auth0']);
});
