import assert from 'node:assert/strict';
import { test } from 'node:test';
import { post } from '../../src/destinations/post.ts';
import type { HttpClient, HttpOutcome } from '../../src/http/http-client.ts';
import { answerOf } from '../http/answers.ts';
import { answerWith, hang, type Responder, reset, withHttp } from '../http-server.ts';

const TIMEOUT_MS = 5_000;
const MEGABYTE = 1_000_000;

async function outcomeOf(respond: Responder, timeoutMs = TIMEOUT_MS): Promise<HttpOutcome> {
  const outcomes: HttpOutcome[] = [];
  await withHttp(respond, async ({ origin }, http) => {
    const request = { url: `${origin}/there`, headers: { 'x-mark': '1' }, body: '[]' };
    outcomes.push(await post(http, request, timeoutMs));
  });
  const [outcome] = outcomes;
  assert.ok(outcome);
  return outcome;
}

/** Answers with a head, begins the body, and then breaks the connection. */
const cutAfterHead =
  (statusCode: number): Responder =>
  (_, response) => {
    response.writeHead(statusCode, { 'content-length': 1_000, 'retry-after': '7' });
    response.write('the beginning', () => response.destroy());
  };

test('gives the answer with its body', async () => {
  const outcome = await outcomeOf((request, response) => {
    assert.equal(request.method, 'POST');
    assert.equal(request.headers['x-mark'], '1');
    assert.equal(request.body.toString(), '[]');
    response.writeHead(400).end('a sentence');
  });
  assert.ok(outcome.status === 'answered');
  assert.equal(outcome.statusCode, 400);
  assert.equal(outcome.body, 'a sentence');
});

test('takes a refusal for one although its body is endless', async () => {
  for (const statusCode of [307, 401, 403, 413, 429, 503]) {
    const outcome = await outcomeOf(answerWith(statusCode, 'x'.repeat(MEGABYTE)));
    assert.ok(outcome.status === 'answered');
    assert.equal(outcome.statusCode, statusCode);
    assert.equal(outcome.body, '');
  }
});

test('takes a refusal for one although its body is cut, with its headers', async () => {
  const outcome = await outcomeOf(cutAfterHead(413));
  assert.ok(outcome.status === 'answered');
  assert.equal(outcome.statusCode, 413);
  assert.equal(outcome.header('Retry-After'), '7');
});

test('takes a refusal for one although its body never comes', async () => {
  const stalling: HttpClient = {
    async send({ onHead }) {
      onHead?.(answerOf(413));
      return { status: 'failed', cause: 'timeout', reason: 'no body came' };
    },
  };
  const request = { url: 'https://example.com', headers: {}, body: '[]' };
  const outcome = await post(stalling, request, TIMEOUT_MS);
  assert.ok(outcome.status === 'answered');
  assert.equal(outcome.statusCode, 413);
});

test('takes no success for one whose body did not come whole, because it may be a web page', async () => {
  for (const respond of [cutAfterHead(200), answerWith(200, 'x'.repeat(MEGABYTE))]) {
    assert.equal((await outcomeOf(respond)).status, 'failed');
  }
});

test('takes no 400 for a refusal whose body did not come whole, because that says what is wrong', async () => {
  for (const respond of [cutAfterHead(400), answerWith(400, 'x'.repeat(MEGABYTE))]) {
    assert.equal((await outcomeOf(respond)).status, 'failed');
  }
});

test('has no answer when nothing came at all', async () => {
  assert.equal((await outcomeOf(reset)).status, 'failed');
  assert.equal((await outcomeOf(hang, 50)).status, 'failed');
});
