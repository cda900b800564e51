import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_TAKE } from '../../src/source/logs-request.ts';
import { readFullPage, startAhead } from './manual-client.ts';

test('makes one request for a page that is not full, because an idle run should cost no more', async () => {
  const { read, request, askedIds } = startAhead();
  const reading = read('0');
  request(0).head('0');
  request(0).answer(0);
  await reading;
  assert.deepEqual(askedIds(), ['0']);
});

test('after a full page, asks for the next one when the head names it, before the body has come', async () => {
  const started = startAhead();
  await readFullPage(started);
  const { read, request, askedIds } = started;

  const second = read('100');
  request(1).head('200');
  assert.deepEqual(askedIds(), ['0', '100', '200']);
  request(1).answer(MAX_TAKE);
  await second;

  const third = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '200'], 'the page is under way already');
  request(2).answer(3);
  const outcome = await third;
  assert.equal(outcome.status === 'logs' && outcome.logs.length, 3);
});

test('never reads further ahead than one page, because memory must not grow', async () => {
  const started = startAhead();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('200');
  request(2).head('300');
  assert.deepEqual(askedIds(), ['0', '100', '200']);

  request(1).answer(MAX_TAKE);
  await second;
  const third = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '200', '300'], 'only once the page is wanted');
  request(2).answer(1);
  await third;
});

test('asks anew when the page that was read ahead is not the one that is wanted', async () => {
  const started = startAhead();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('999');
  request(1).answer(MAX_TAKE);
  await second;

  const third = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '999', '200']);
  request(3).answer(0);
  const outcome = await third;
  assert.equal(outcome.status === 'logs' && outcome.logs.length, 0);
});

test('does not read ahead when the allowance is used up, because that would provoke a 429', async () => {
  const started = startAhead();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('200', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' });
  request(1).answer(MAX_TAKE);
  await second;
  assert.deepEqual(askedIds(), ['0', '100']);
});

test('does not follow a link that leads elsewhere, because the token would go there', async () => {
  const started = startAhead();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('200', { link: '<https://evil.example/api/v2/logs?from=200>; rel="next"' });
  request(1).answer(MAX_TAKE);
  await second;
  assert.deepEqual(askedIds(), ['0', '100']);
});
