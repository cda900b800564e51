import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  readLogsIngestionAnswer,
  readLogsIngestionFailure,
} from '../../../src/destinations/logs-ingestion/answer.ts';
import type { DeliveryOutcome } from '../../../src/engine/walls.ts';
import { answerOf } from '../../http/answers.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

function read(
  statusCode: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): DeliveryOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readLogsIngestionAnswer(answerOf(statusCode, text, headers), NOW_MS);
}

function refusal(code: string): unknown {
  return { error: { code, message: 'secret words of the service' } };
}

function problemOf(outcome: DeliveryOutcome): string {
  assert.ok(outcome.status === 'misconfigured', JSON.stringify(outcome));
  assert.match(outcome.problem, /Nothing was lost: the export goes on where it stopped\.$/);
  return outcome.problem;
}

test('takes the three answers of success for acceptance', () => {
  for (const statusCode of [200, 202, 204]) {
    assert.deepEqual(read(statusCode), { status: 'accepted' });
  }
});

test('does not take a web page for acceptance, because the batch never reached Azure', () => {
  assert.equal(read(200, '<html>Sign in</html>').status, 'retry');
});

test('asks to be tried again after trouble that passes, after the wait that it names', () => {
  assert.deepEqual(read(429, refusal('TooManyRequests'), { 'retry-after': '37' }), {
    status: 'retry',
    reason: 'Azure answered 429 TooManyRequests',
    isRateLimited: true,
    waitMs: 37_000,
  });
  assert.equal(read(503).status, 'retry');
});

test('refuses a batch that is too large, so that it is divided', () => {
  assert.deepEqual(read(413, '', { 'x-ms-error-code': 'ContentLengthLimitExceeded' }), {
    status: 'refused',
    reason: 'Azure answered 413 ContentLengthLimitExceeded: the batch is too large',
  });
});

test('refuses a batch whose content is not understood, because one record may be the cause', () => {
  for (const code of ['InvalidPayload', 'SomethingNew']) {
    assert.deepEqual(read(400, refusal(code)), {
      status: 'refused',
      reason: `Azure answered 400 ${code}: a record cannot be read`,
    });
  }
  assert.deepEqual(read(400), {
    status: 'refused',
    reason: 'Azure answered 400: a record cannot be read',
  });
});

test('stops at a 400 with a web page, because what stands before Azure knows nothing of records', () => {
  const page = '<html><h1>400 Bad Request</h1></html>';
  assert.match(problemOf(read(400, page)), /^Azure answered 400\. .*any proxy/);
  assert.equal(read(400, page, { 'x-ms-error-code': 'InvalidPayload' }).status, 'refused');
});

test('refuses a batch whose logs are too far apart, so that it is divided by time', () => {
  assert.deepEqual(read(400, refusal('RecordsTimeRangeIsMoreThan30Minutes')), {
    status: 'refused',
    reason:
      'Azure answered 400 RecordsTimeRangeIsMoreThan30Minutes: its logs are too far apart in time',
  });
});

test('believes the code in the header before the one in the body, and knows both of them', () => {
  const codes: readonly (readonly [unknown, Readonly<Record<string, string>>])[] = [
    [refusal('InvalidStream'), { 'x-ms-error-code': 'InvalidPayload' }],
    [refusal('RecordsTimeRangeIsMoreThan30Minutes'), {}],
    ['', { 'x-ms-error-code': 'RecordsTimeRangeIsMoreThan30Minutes' }],
  ];
  for (const [body, headers] of codes) assert.equal(read(400, body, headers).status, 'refused');
  assert.equal(read(400, '', { 'x-ms-error-code': 'InvalidStream' }).status, 'misconfigured');
});

test('stops at a 400 for the address, because every batch would meet it', () => {
  for (const code of ['ApiVersionUnspecified', 'UnsupportedApiVersion', 'InvalidStream']) {
    const problem = problemOf(read(400, refusal(code)));
    assert.match(problem, new RegExp(`^Azure answered 400 ${code}\\. .*LOGANALYTICS_DCR_ENDPOINT`));
  }
});

test('names the role, the wait and what else may be wrong after a 403', () => {
  const problem = problemOf(read(403, refusal('OperationFailed')));
  assert.match(problem, /^Azure answered 403 OperationFailed\. The application AZURE_CLIENT_ID/);
  assert.match(problem, /"Monitoring Metrics Publisher".*30 minutes/);
  assert.match(problem, /LOGANALYTICS_DCR_ID is another rule.*AZURE_TENANT_ID.*_CLOUD/);
});

test('explains a 404 by rule, stream and region', () => {
  for (const statusCode of [404, 410]) {
    assert.match(
      problemOf(read(statusCode)),
      /no such rule.*LOGANALYTICS_DCR_ID.*LOGANALYTICS_DCR_STREAM.*another region/,
    );
  }
});

test('names the endpoint after a redirect, because none is followed', () => {
  assert.match(problemOf(read(307)), /LOGANALYTICS_DCR_ENDPOINT leads to another address/);
});

test('keeps every answer that is not understood for a person, and loses nothing', () => {
  for (const statusCode of [402, 405, 411, 415, 418]) {
    assert.match(problemOf(read(statusCode)), /refuses every batch/);
  }
});

test('repeats nothing of an answer but a code of one word, because it may hold anything', () => {
  const bodies = [
    'secret',
    refusal('secret words'),
    refusal('secret7'),
    { error: { code: { secret: 1 } } },
    { error: 'secret' },
    'null',
    '{"error":null}',
    '[1]',
  ];
  for (const body of bodies) {
    for (const statusCode of [400, 401, 403, 404, 413, 418, 429, 500]) {
      const said = JSON.stringify(read(statusCode, body));
      assert.doesNotMatch(said, /secret/);
      assert.doesNotMatch(
        JSON.stringify(read(statusCode, '', { 'x-ms-error-code': 'a-secret/1' })),
        /secret/,
      );
    }
  }
});

test('has an outcome for every answer', () => {
  const statusCode = fc.integer({ min: 100, max: 599 });
  fc.assert(
    fc.property(statusCode, fc.oneof(fc.string(), fc.json()), fc.string(), (status, body, code) => {
      const outcome = read(status, body, { 'x-ms-error-code': code });
      assert.equal(
        outcome.status === 'accepted',
        status >= 200 && status < 300 && !/^\s*</.test(body),
      );
    }),
  );
});

test('says what an unknown host may mean, and what helps when a large call is cut off', () => {
  const reasonOf = (code: string) => {
    const reason = `the connection to dce.example.com failed (${code})`;
    const outcome = readLogsIngestionFailure({ status: 'failed', cause: 'network', reason });
    assert.ok(outcome.status === 'retry' && outcome.reason.startsWith(reason));
    return outcome.reason.slice(reason.length);
  };
  assert.equal(reasonOf('ENOTFOUND'), '; check LOGANALYTICS_DCR_ENDPOINT');
  assert.equal(reasonOf('ECONNRESET'), '; if that goes on, try a smaller BATCH_SIZE');
  assert.equal(reasonOf('EPIPE'), '; if that goes on, try a smaller BATCH_SIZE');
  assert.equal(reasonOf('ECONNREFUSED'), '');
});
