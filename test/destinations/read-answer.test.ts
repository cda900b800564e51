import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  codeWord,
  misconfigured,
  readCommonAnswer,
  readFailure,
  whatCame,
} from '../../src/destinations/read-answer.ts';
import type { DeliveryOutcome } from '../../src/engine/walls.ts';
import { answerOf } from '../http/answers.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

function read(
  statusCode: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): DeliveryOutcome | undefined {
  return readCommonAnswer(answerOf(statusCode, body, headers), 'what came', NOW_MS);
}

test('takes every answer of success for acceptance, with a small body too', () => {
  for (const statusCode of [200, 202, 204, 299]) {
    assert.deepEqual(read(statusCode), { status: 'accepted' });
  }
  assert.deepEqual(read(200, '{}'), { status: 'accepted' });
  assert.deepEqual(read(204, '', { 'content-type': 'text/html' }), { status: 'accepted' });
});

test('does not take a web page for acceptance, because the batch never reached Azure', () => {
  const pages = [
    ['<html>Sign in</html>', {}],
    ['\r\n <!DOCTYPE html>', {}],
    ['Blocked by policy', { 'content-type': 'text/html; charset=utf-8' }],
    ['\ufffd\ufffd<\u0000h\u0000', { 'content-type': 'TEXT/HTML' }],
  ] as const;
  for (const [page, headers] of pages) {
    assert.deepEqual(read(200, page, headers), {
      status: 'retry',
      reason: 'something other than Azure answered 200 with a web page',
    });
  }
});

test('asks to be tried again when the service has trouble, and says when it was asked too often', () => {
  for (const statusCode of [408, 429, 500, 502, 503, 504, 599]) {
    assert.deepEqual(read(statusCode), {
      status: 'retry',
      reason: 'what came',
      isRateLimited: statusCode === 429,
    });
  }
});

test('waits as the service asks, in seconds or until a time by its own clock', () => {
  const waits = [
    [{ 'retry-after': '37' }, 37_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Sun, 01 Nov 2026 14:00:20 GMT' }, 20_000],
    [
      {
        'retry-after': 'Sun, 01 Nov 2026 13:00:20 GMT',
        date: 'Sun, 01 Nov 2026 13:00:00 GMT',
      },
      20_000,
    ],
  ] as const;
  for (const statusCode of [408, 429, 503]) {
    for (const [headers, waitMs] of waits) {
      const outcome = read(statusCode, '', headers);
      assert.ok(outcome?.status === 'retry');
      assert.equal(outcome.waitMs, waitMs);
    }
    const unreadable = read(statusCode, '', { 'retry-after': 'soon' });
    assert.ok(unreadable?.status === 'retry' && !('waitMs' in unreadable));
  }
});

test('leaves every other answer to the service that it came from', () => {
  for (const statusCode of [100, 199, 300, 307, 400, 401, 403, 404, 407, 409, 410, 413, 428, 431]) {
    assert.equal(read(statusCode, '<html>'), undefined, String(statusCode));
  }
});

test('accepts nothing but what was answered with success, whatever the body and the headers', () => {
  const statusCode = fc.integer({ min: 100, max: 599 });
  const body = fc.oneof(fc.string(), fc.json());
  fc.assert(
    fc.property(statusCode, body, fc.string(), fc.string(), (status, text, type, wait) => {
      const outcome = read(status, text, { 'content-type': type, 'retry-after': wait });
      if (outcome?.status !== 'accepted') return;
      assert.ok(status >= 200 && status < 300 && !/^\s*</.test(text));
    }),
  );
});

test('names the code of the service beside the status, if there is one', () => {
  assert.equal(whatCame(answerOf(418), ''), 'Azure answered 418');
  assert.equal(whatCame(answerOf(400), 'InvalidPayload'), 'Azure answered 400 InvalidPayload');
});

test('repeats a code of one word only, because anything else may hold anything', () => {
  assert.equal(codeWord('InvalidPayload'), 'InvalidPayload');
  const others = ['', 'two words', 'Line\nbreak', 'word7', 'a'.repeat(41), 7, null, undefined, {}];
  for (const code of [...others, ['Word']]) assert.equal(codeWord(code), '');
});

test('asks to be tried again when no answer came, because the batch may have arrived or not', () => {
  for (const cause of ['timeout', 'network', 'too-large'] as const) {
    const failure = { status: 'failed', cause, reason: 'what happened (ETIMEDOUT)' } as const;
    assert.deepEqual(readFailure(failure, 'check the host'), {
      status: 'retry',
      reason: 'what happened (ETIMEDOUT)',
    });
  }
});

test('says what an unknown host may mean', () => {
  for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
    const failure = { status: 'failed', cause: 'network', reason: `no host (${code})` } as const;
    assert.deepEqual(readFailure(failure, 'check the host'), {
      status: 'retry',
      reason: `no host (${code}); check the host`,
    });
  }
});

test('says with every advice that nothing was lost', () => {
  assert.deepEqual(misconfigured('It answered 403', 'Assign the role.'), {
    status: 'misconfigured',
    problem:
      'It answered 403. Assign the role. Nothing was lost: the export goes on where it stopped.',
  });
});
