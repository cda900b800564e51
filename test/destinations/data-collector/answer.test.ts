import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  readDataCollectorAnswer,
  readDataCollectorFailure,
} from '../../../src/destinations/data-collector/answer.ts';
import type { DeliveryOutcome } from '../../../src/engine/walls.ts';
import { answerOf } from '../../http/answers.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);
const SMALL = 1_000;
const LARGE = 1_000_000;

function read(
  statusCode: number,
  body: unknown = '',
  bodyBytes = SMALL,
  headers: Readonly<Record<string, string>> = {},
): DeliveryOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readDataCollectorAnswer(answerOf(statusCode, text, headers), bodyBytes, NOW_MS);
}

function refusal(code: string): unknown {
  return { Error: code, Message: 'secret words of the service' };
}

function problemOf(outcome: DeliveryOutcome): string {
  assert.ok(outcome.status === 'misconfigured', JSON.stringify(outcome));
  return outcome.problem;
}

test('takes a 200 with an empty body for acceptance', () => {
  assert.deepEqual(read(200), { status: 'accepted' });
  assert.deepEqual(read(200, '{}'), { status: 'accepted' });
});

test('does not take a web page for acceptance, because the batch never reached Azure', () => {
  assert.equal(read(200, '<html>Sign in</html>').status, 'retry');
});

const adviceByCode = {
  InactiveCustomer: /The workspace is closed.*LOGANALYTICS_WORKSPACEID/,
  InvalidApiVersion: /LOGANALYTICS_APIVERSION .* 2016-04-01/,
  InvalidCustomerId: /LOGANALYTICS_WORKSPACEID is not the id of a workspace/,
  InvalidLogType: /LOGANALYTICS_NAMESPACE must begin with a letter/,
  MissingApiVersion: /LOGANALYTICS_ENDPOINT must not remove the query/,
  MissingContentType: /refuses every batch/,
  MissingLogType: /refuses every batch/,
  UnsupportedContentType: /refuses every batch/,
};

for (const [code, advice] of Object.entries(adviceByCode)) {
  test(`stops at a 400 ${code} and says what to do, because every batch would meet it`, () => {
    const problem = problemOf(read(400, refusal(code)));
    assert.match(problem, new RegExp(`^Azure answered 400 ${code}\\. `));
    assert.match(problem, advice);
    assert.match(problem, /Nothing was lost/);
  });
}

test('refuses the batch alone after InvalidDataFormat, because one record may be the cause', () => {
  assert.deepEqual(read(400, refusal('InvalidDataFormat')), {
    status: 'refused',
    reason: 'Azure answered 400 InvalidDataFormat: a record cannot be read',
  });
});

test('names workspace, key and the end of support after a 403', () => {
  const problem = problemOf(read(403, refusal('InvalidAuthorization')));
  assert.match(problem, /^Azure answered 403 InvalidAuthorization\. LOGANALYTICS_WORKSPACEKEY/);
  assert.match(problem, /LOGANALYTICS_WORKSPACEID.*local authentication.*14 September 2026/);
});

test('takes the 404 of a large batch for too large, and that of a small one for a wrong address', () => {
  assert.deepEqual(read(404, '', LARGE), {
    status: 'refused',
    reason: 'Azure answered 404: the batch is too large',
  });
  for (const statusCode of [404, 410]) {
    const problem = problemOf(read(statusCode, '', statusCode === 404 ? LARGE - 1 : LARGE));
    assert.match(problem, /Check LOGANALYTICS_WORKSPACEID, LOGANALYTICS_CLOUD and .*_ENDPOINT/);
    assert.match(problem, /14 September 2026/);
  }
});

test('takes a 413 for too large, whatever the size', () => {
  const outcome = read(413, '', SMALL);
  assert.ok(outcome.status === 'refused' && outcome.reason.endsWith('the batch is too large'));
});

test('asks to be tried again after trouble that passes, after the wait that it names', () => {
  assert.deepEqual(read(503, refusal('ServiceUnavailable'), SMALL, { 'retry-after': '20' }), {
    status: 'retry',
    reason: 'Azure answered 503 ServiceUnavailable',
    isRateLimited: false,
    waitMs: 20_000,
  });
  const tooOften = read(429);
  assert.ok(tooOften.status === 'retry' && tooOften.isRateLimited === true);
});

test('names the endpoint after a redirect, because none is followed', () => {
  for (const statusCode of [301, 302, 307, 308]) {
    assert.match(problemOf(read(statusCode)), /LOGANALYTICS_ENDPOINT leads to another address/);
  }
});

test('keeps every answer that is not understood for a person, and loses nothing', () => {
  for (const [statusCode, code] of [
    [401, ''],
    [407, ''],
    [400, ''],
    [400, 'SomethingNew'],
  ] as const) {
    assert.match(problemOf(read(statusCode, refusal(code))), /Nothing was lost/);
  }
});

test('repeats nothing of a body but a code of one word, because it may hold anything', () => {
  const bodies = ['secret', '{"Error":"secret words"}', '{"Error":{"secret":1}}', 'null', '[1]'];
  for (const body of bodies) {
    for (const statusCode of [400, 403, 404, 418, 500]) {
      assert.doesNotMatch(JSON.stringify(read(statusCode, body)), /secret/);
    }
  }
  assert.doesNotMatch(JSON.stringify(read(403, refusal('InvalidAuthorization'))), /secret/);
});

test('has an outcome for every answer', () => {
  const statusCode = fc.integer({ min: 100, max: 599 });
  fc.assert(
    fc.property(statusCode, fc.oneof(fc.string(), fc.json()), fc.nat(), (status, body, bytes) => {
      const outcome = read(status, body, bytes);
      assert.equal(
        outcome.status === 'accepted',
        status >= 200 && status < 300 && !/^\s*</.test(body),
      );
    }),
  );
});

test('says what an unknown host may mean, because the service may have been switched off', () => {
  const failure = { status: 'failed', cause: 'network', reason: 'no host (ENOTFOUND)' } as const;
  const outcome = readDataCollectorFailure(failure);
  assert.ok(outcome.status === 'retry');
  assert.match(
    outcome.reason,
    /^no host \(ENOTFOUND\); .*LOGANALYTICS_WORKSPACEID and LOGANALYTICS_CLOUD.*14 September 2026/,
  );
});
