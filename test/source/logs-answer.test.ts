import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLogsAnswer, tokenRefusedProblem } from '../../src/source/logs-answer.ts';
import { answerOf } from '../http/answers.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

function read(statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readLogsAnswer(answerOf(statusCode, text, headers), NOW_MS);
}

test('takes an array of logs for a page, in its order and with all its fields', () => {
  const logs = [
    { log_id: '3', type: 's', unheard_of: { a: [1] } },
    { log_id: '1', _id: 'other', type: 'f' },
    { log_id: '2' },
  ];
  assert.deepEqual(read(200, logs), { status: 'logs', logs });
});

test('takes an empty array for a page, because only that means that no logs are left', () => {
  assert.deepEqual(read(200, []), { status: 'logs', logs: [] });
});

test('takes nothing else with status 200 for a page, because an outage must not end the logs', () => {
  const others: readonly unknown[] = [
    '',
    '<html><body>Maintenance</body></html>',
    '[{"log_id":"1"},{"log_id":"2"',
    { statusCode: 500, error: 'Internal Server Error' },
    { logs: [], total: 0 },
    null,
    '"[]"',
    0,
    true,
  ];
  for (const body of others) {
    const outcome = read(200, body);
    assert.equal(outcome.status, 'retry', JSON.stringify(body));
  }
});

test('takes a page with a log without an id for broken, because it could not be checked off', () => {
  for (const item of [null, 'text', 7, [], {}, { log_id: '' }, { log_id: 900 }, { _id: 7 }]) {
    assert.deepEqual(read(200, [{ log_id: '1' }, item]), {
      status: 'retry',
      reason: 'Auth0 answered 200 with a log without an id',
    });
  }
});

test('takes an id over 200 characters for none, because it could not be stored as a checkpoint', () => {
  const longest = { log_id: '9'.repeat(200) };
  assert.deepEqual(read(200, [longest]), { status: 'logs', logs: [longest] });
  for (const log of [{ log_id: '9'.repeat(201) }, { _id: '9'.repeat(201) }]) {
    assert.deepEqual(read(200, [log]), {
      status: 'retry',
      reason: 'Auth0 answered 200 with a log without an id',
    });
  }
});

test('takes an id of other characters than printable ASCII for none, because nobody could ask for it by hand', () => {
  const printable = { log_id: '!"#$%&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~' };
  assert.deepEqual(read(200, [printable]), { status: 'logs', logs: [printable] });
  for (const id of ['a b', ' ', '\t1', '1\n', 'é', '\u007f', '\u0000', 'a\ud800b', '\u{1f600}']) {
    assert.deepEqual(read(200, [{ log_id: id }]), {
      status: 'retry',
      reason: 'Auth0 answered 200 with a log without an id',
    });
  }
});

test('takes a page that repeats a log for broken, because the order of its ids is in doubt', () => {
  assert.deepEqual(read(200, [{ log_id: '1' }, { log_id: '2' }, { _id: '1' }]), {
    status: 'retry',
    reason: 'Auth0 answered 200 with the same log twice in one page',
  });
});

test('takes the id of an old log from _id', () => {
  assert.deepEqual(read(200, [{ _id: '5f1b2c3d4e5f60718293a4b5', type: 's' }]), {
    status: 'logs',
    logs: [{ _id: '5f1b2c3d4e5f60718293a4b5', type: 's', log_id: '5f1b2c3d4e5f60718293a4b5' }],
  });
});

test('keeps ids as text, because a number would lose most of 56 digits', () => {
  const id = '90020240308035328208838000000000000001223372052034940964';
  const outcome = read(200, `[{"log_id":"${id}"}]`);
  assert.equal(outcome.status === 'logs' && outcome.logs[0]?.log_id, id);
});

test('tells a refused position from an outage', () => {
  for (const statusCode of [400, 404]) {
    assert.deepEqual(read(statusCode, {}), { status: 'position-refused', statusCode });
  }
});

test('asks to be tried again after a 429, after the wait that it names', () => {
  const reason = 'Auth0 answered 429: the rate limit of the Management API is used up';
  const rateLimited = { status: 'retry', reason, isRateLimited: true };
  const reset = String(NOW_MS / 1000 + 5);
  assert.deepEqual(read(429, {}, { 'retry-after': '2' }), { ...rateLimited, waitMs: 2_000 });
  assert.deepEqual(read(429, {}, { 'x-ratelimit-reset': reset }), {
    ...rateLimited,
    waitMs: 5_000,
  });
  assert.deepEqual(read(429, {}), rateLimited);
});

test('asks to be tried again after every other status, and shows nothing of the body', () => {
  for (const statusCode of [201, 204, 302, 402, 408, 410, 414, 500, 502, 503, 504]) {
    assert.deepEqual(read(statusCode, 'secret'), {
      status: 'retry',
      reason: `Auth0 answered ${statusCode} to a request for logs`,
    });
  }
  const waiting = read(503, '', { 'retry-after': '9' });
  assert.equal(waiting.status === 'retry' && waiting.waitMs, 9_000);
});

test('never throws, whatever the body', () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.object()).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(body, (text) => {
      const outcome = read(200, text);
      assert.ok(outcome.status === 'logs' || outcome.status === 'retry');
    }),
  );
});

test('names the scope after a 403 and the domain after a 401, because different things are wrong', () => {
  const [forbidden, unauthorised] = [403, 401].map(
    (statusCode) => tokenRefusedProblem(statusCode, 'tenant.eu.auth0.com').problem,
  );
  assert.match(forbidden ?? '', /^tenant\.eu\.auth0\.com answered 403 .*read:logs/);
  assert.match(unauthorised ?? '', /^tenant\.eu\.auth0\.com answered 401 .*AUTH0_DOMAIN/);
  assert.doesNotMatch(unauthorised ?? '', /read:logs/);
});
