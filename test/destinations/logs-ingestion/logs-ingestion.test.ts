import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRecord } from '../../../src/destinations/logs-ingestion/encode.ts';
import type { DeliveryOutcome } from '../../../src/engine/walls.ts';
import { SANDBOX_RULE_ID } from '../../../src/sandbox/credentials.ts';
import { answerWith, hang, inTurn, type Responder, reset } from '../../http-server.ts';
import { encoded } from '../records.ts';
import {
  MAX_RECORDS,
  TIMEOUT_MS,
  unpacked,
  withIngestion,
  withPlayed,
} from './ingestion-server.ts';

const RECORDS = [encoded({ log_id: '1', a: 'é' }), encoded({ log_id: '2' })];

function problemOf(outcome: DeliveryOutcome): string {
  assert.ok(outcome.status === 'misconfigured', JSON.stringify(outcome));
  return outcome.problem;
}

test('posts one compressed array of records to the stream of the rule, with a bearer token', () =>
  withPlayed({}, async ({ destination, uploads }) => {
    assert.deepEqual(await destination.deliver(RECORDS, TIMEOUT_MS), { status: 'accepted' });
    const [request, ...others] = uploads();
    assert.ok(request);
    assert.equal(others.length, 0);
    assert.equal(request.method, 'POST');
    assert.equal(
      request.target,
      `/dataCollectionRules/${SANDBOX_RULE_ID}/streams/Custom-Auth0?api-version=2023-01-01`,
    );
    assert.equal(request.headers.authorization, 'Bearer token-1');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.headers['content-encoding'], 'gzip');
    assert.equal(request.headers['content-length'], String(request.body.length));
    assert.deepEqual([...request.body.subarray(0, 2)], [0x1f, 0x8b], 'the mark of gzip');
    assert.equal(unpacked(request), '[{"log_id":"1","a":"é"},{"log_id":"2"}]');
  }));

test('asks for one token for all batches of a run, also for those that begin together', () =>
  withPlayed({}, async ({ destination, uploads, tokenRequests }) => {
    const together = [1, 2, 3, 4].map(() => destination.deliver(RECORDS, TIMEOUT_MS));
    for (const outcome of await Promise.all(together)) assert.equal(outcome.status, 'accepted');
    assert.equal(uploads().length, 4);
    assert.equal(tokenRequests().length, 1);
  }));

test('forgets a refused token and tries once more with a new one', () =>
  withPlayed(
    { upload: inTurn(answerWith(401), answerWith(204)) },
    async ({ destination, uploads }) => {
      assert.deepEqual(await destination.deliver(RECORDS, TIMEOUT_MS), { status: 'accepted' });
      assert.deepEqual(
        uploads().map(({ headers }) => headers.authorization),
        ['Bearer token-1', 'Bearer token-2'],
      );
      const [first, second] = uploads();
      assert.ok(first && second);
      assert.equal(unpacked(first), unpacked(second));
    },
  ));

test('renews a token once, though several deliveries found it refused', () =>
  withIngestion({}, async ({ destination }, ingestion) => {
    const one = () => destination.deliver([encodeRecord({ log_id: '1' })], TIMEOUT_MS);
    await one();
    ingestion.revokeTokens();
    for (const outcome of await Promise.all([one(), one(), one(), one()])) {
      assert.equal(outcome.status, 'accepted');
    }
    assert.equal(ingestion.counters().tokens.issued, 2);
  }));

test('gives up after a second 401, which a new token got, and says what to check', () =>
  withPlayed({ upload: answerWith(401) }, async ({ destination, uploads, tokens }) => {
    const problem = problemOf(await destination.deliver(RECORDS, TIMEOUT_MS));
    assert.match(problem, /^Azure answered 401\. .*AZURE_TENANT_ID.*LOGANALYTICS_CLOUD/);
    assert.equal(uploads().length, 2);
    assert.deepEqual(tokens.sealed(), {});
  }));

test('tells of a missing role after one attempt, and asks the next time with a new token', () =>
  withIngestion({ hasRole: false }, async ({ destination }, ingestion) => {
    const problem = problemOf(await destination.deliver(RECORDS, TIMEOUT_MS));
    assert.match(problem, /^Azure answered 403 OperationFailed\. .*AZURE_CLIENT_ID may not send/);
    assert.match(problem, /"Monitoring Metrics Publisher" on this rule.*up to 30 minutes/);
    assert.match(problem, /Nothing was lost/);
    assert.equal(ingestion.counters().requests, 1);
    ingestion.configure({ hasRole: true });
    assert.equal((await destination.deliver(RECORDS, TIMEOUT_MS)).status, 'accepted');
    assert.equal(ingestion.counters().tokens.issued, 2);
  }));

for (const [what, values] of [
  ['rule', { LOGANALYTICS_DCR_ID: `dcr-${'0'.repeat(32)}` }],
  ['stream', { LOGANALYTICS_DCR_STREAM: 'Custom-Other' }],
] as const) {
  test(`explains a ${what} that is not there`, () =>
    withIngestion(
      {},
      async ({ destination }) => {
        const problem = problemOf(await destination.deliver(RECORDS, TIMEOUT_MS));
        assert.match(problem, /^Azure answered 404 NotFound\. There is no such rule, stream/);
        assert.match(problem, /LOGANALYTICS_DCR_ID.*_DCR_STREAM.*_DCR_ENDPOINT.*region/);
      },
      values,
    ));
}

test('asks to be tried again when no answer comes, without repeating the batch itself', () =>
  withPlayed({ upload: hang }, async ({ destination, uploads, tokens }) => {
    await tokens.getToken(TIMEOUT_MS);
    const outcome = await destination.deliver(RECORDS, 100);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /^127\.0\.0\.1:\d+ gave no answer in 0\.1 s$/);
    assert.equal(uploads().length, 1);
  }));

test('asks to be tried again when the connection breaks', () =>
  withPlayed({ upload: reset }, async ({ destination }) => {
    const outcome = await destination.deliver(RECORDS, TIMEOUT_MS);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /\(ECONNRESET\); /);
  }));

test('refuses a batch that is too large, although the answer to it is cut or endless', async () => {
  const responders: readonly Responder[] = [
    answerWith(413, 'x'.repeat(1_000_000)),
    (_, response) => {
      response.writeHead(413, { 'content-length': 1_000 });
      response.write('the beginning', () => response.destroy());
    },
  ];
  for (const upload of responders) {
    await withPlayed({ upload }, async ({ destination }) => {
      const outcome = await destination.deliver(RECORDS, TIMEOUT_MS);
      assert.equal(outcome.status, 'refused');
    });
  }
});

test('keeps the new token when the old one is refused once more, to a delivery that was slower', () =>
  withPlayed(
    { upload: inTurn(answerWith(204), answerWith(401), answerWith(204)) },
    async ({ destination, tokens }) => {
      await destination.deliver(RECORDS, TIMEOUT_MS);
      await destination.deliver(RECORDS, TIMEOUT_MS);
      const renewed = tokens.sealed();
      tokens.forget('token-1');
      assert.deepEqual(tokens.sealed(), renewed);
      assert.notDeepEqual(renewed, {});
    },
  ));

test('sends nothing without a token, and says why there is none', () =>
  withPlayed({ token: answerWith(503) }, async ({ destination, uploads }) => {
    const outcome = await destination.deliver(RECORDS, TIMEOUT_MS);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /answered 503 to the request for a token$/);
    assert.equal(uploads().length, 0);
  }));

test('shows neither secret nor token nor records in any outcome', async () => {
  const record = encoded({ log_id: '1', text: 'secret-record' });
  const responders = [400, 401, 403, 404, 413, 429, 500].map((status) =>
    answerWith(status, 'secret-answer', { 'x-ms-error-code': 'two secret words' }),
  );
  for (const upload of [...responders, reset]) {
    await withPlayed({ upload }, async ({ destination }) => {
      const outcome = JSON.stringify(await destination.deliver([record], TIMEOUT_MS));
      assert.doesNotMatch(outcome, /secret|token-\d|Bearer/);
    });
  }
});

test('is taken by an emulation that checks token, version, encoding and sizes on its own', () =>
  withIngestion({}, async ({ destination }, ingestion) => {
    const texts = ['Zoë – 日本', '😀', 'half \ud83d', '\u0000"\\\n', '2026-11-01T14:00:00Z'];
    const records = texts.map((text, index) =>
      encodeRecord({ log_id: `log-${index}`, user_name: text, date: '2026-11-01T13:59:59.000Z' }),
    );
    assert.deepEqual(await destination.deliver(records, TIMEOUT_MS), { status: 'accepted' });
    assert.equal(ingestion.logIds().size, records.length);
    const rows = ingestion.rows();
    assert.equal(rows[1]?.['user_name'], '😀');
    assert.equal(rows[4]?.['user_name'], '2026-11-01T14:00:00Z', 'no column is guessed here');
    assert.equal(rows[0]?.['TimeGenerated'], '2026-11-01T13:59:59.000Z', 'by the transform');
    assert.equal(ingestion.counters().compressedPosts, 1);
  }));

for (const [cloud, audience] of [
  ['usgov', 'https://monitor.azure.us'],
  ['china', 'https://monitor.azure.cn'],
] as const) {
  test(`brings the ${cloud} cloud a token for its own audience`, () =>
    withIngestion(
      { cloud },
      async ({ destination }, ingestion) => {
        assert.equal(ingestion.audience, audience);
        assert.equal((await destination.deliver(RECORDS, TIMEOUT_MS)).status, 'accepted');
      },
      { LOGANALYTICS_CLOUD: cloud },
    ));
}

test('names the cloud when Azure Monitor is not known to the tenant', () =>
  withIngestion({ cloud: 'usgov' }, async ({ destination }) => {
    const problem = problemOf(await destination.deliver(RECORDS, TIMEOUT_MS));
    assert.match(problem, /answered 400 AADSTS500011 .*LOGANALYTICS_CLOUD must be the cloud/);
  }));

test('keeps a call below 1 MB uncompressed, and as long as the settings say', () =>
  withPlayed({}, async ({ destination }) => {
    assert.equal(destination.kind, 'logs-ingestion');
    assert.equal(destination.limits.maxBatchRecords, MAX_RECORDS);
    assert.ok(destination.limits.maxBatchBytes <= 1_000_000);
  }));
