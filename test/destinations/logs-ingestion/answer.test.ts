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
  for (const page of ['<html>Sign in</html>', '\r\n <!DOCTYPE html>']) {
    assert.deepEqual(read(200, page), {
      status: 'retry',
      reason: 'something other than Azure answered 200 with a web page',
    });
  }
});

test('waits as a 429 or 503 asks, and says which of them means that it was asked too often', () => {
  for (const [statusCode, isRateLimited] of [
    [429, true],
    [503, false],
  ] as const) {
    assert.deepEqual(read(statusCode, refusal('TooManyRequests'), { 'retry-after': '37' }), {
      status: 'retry',
      reason: `Azure answered ${statusCode} TooManyRequests`,
      isRateLimited,
      waitMs: 37_000,
    });
  }
});

test('asks to be tried again when the service has trouble', () => {
  for (const statusCode of [408, 500, 502, 504, 599]) {
    assert.deepEqual(read(statusCode), {
      status: 'retry',
      reason: `Azure answered ${statusCode}`,
      isRateLimited: false,
    });
  }
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

test('refuses a batch whose logs are too far apart, so that it is divided by time', () => {
  assert.deepEqual(read(400, refusal('RecordsTimeRangeIsMoreThan30Minutes')), {
    status: 'refused',
    reason:
      'Azure answered 400 RecordsTimeRangeIsMoreThan30Minutes: its logs are too far apart in time',
  });
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

test('asks to be tried again when no answer came, because the batch may have arrived or not', () => {
  for (const cause of ['timeout', 'network', 'too-large'] as const) {
    const failure = { status: 'failed', cause, reason: 'what happened (ECONNRESET)' } as const;
    assert.deepEqual(readLogsIngestionFailure(failure), {
      status: 'retry',
      reason: 'what happened (ECONNRESET)',
    });
  }
});

test('says what an unknown host may mean', () => {
  const reason = 'the connection to dce.example.com failed (ENOTFOUND)';
  assert.deepEqual(readLogsIngestionFailure({ status: 'failed', cause: 'network', reason }), {
    status: 'retry',
    reason: `${reason}; check LOGANALYTICS_DCR_ENDPOINT`,
  });
});
