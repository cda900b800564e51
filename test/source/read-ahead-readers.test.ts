/** What is read ahead when readers come to different places, or ask again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_TAKE } from '../../src/source/logs-request.ts';
import { readFullPage, startAhead } from './manual-client.ts';

/** Has read a full page, and begun with the next one. */
async function startSecondPage() {
  const started = startAhead();
  await readFullPage(started);
  return { ...started, second: started.read('100') };
}

test('asks anew for a page that was read ahead and failed', async () => {
  const { second, read, request, askedIds } = await startSecondPage();
  request(1).head('200');
  request(1).answer(MAX_TAKE);
  await second;
  request(2).fail();
  assert.equal((await read('200')).status, 'retry');
  const again = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '200', '200']);
  request(3).answer(3);
  const outcome = await again;
  assert.equal(outcome.status === 'logs' && outcome.logs.length, 3);
});

test('reads ahead of nobody who asks again after a page that was not full', async () => {
  const { second, read, request, askedIds } = await startSecondPage();
  request(1).answer(3);
  await second;
  const again = read('100');
  request(2).head('200');
  request(2).answer(3);
  await again;
  assert.deepEqual(askedIds(), ['0', '100', '100']);
});

test('reads one page ahead of each of two readers, and gives each its own', async () => {
  const { second, read, request, askedIds } = await startSecondPage();
  const other = read('5000');
  request(2).head('5100');
  request(2).answer(MAX_TAKE);
  await other;
  const otherNext = read('5100');
  request(1).head('200');
  request(3).head('5200');
  assert.deepEqual(askedIds(), ['0', '100', '5000', '5100', '200', '5200']);
  for (const index of [1, 3]) request(index).answer(MAX_TAKE);
  await Promise.all([second, otherNext]);
  const last = [read('200'), read('5200')];
  assert.equal(askedIds().length, 6, 'both pages are under way already');
  for (const [index, count] of [
    [4, 1],
    [5, 2],
  ] as const) {
    request(index).answer(count);
  }
  const counts = (await Promise.all(last)).map((one) => one.status === 'logs' && one.logs.length);
  assert.deepEqual(counts, [1, 2]);
});

test('asks once for the page after a page that two readers wait for', async () => {
  const started = startAhead();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const first = read('100');
  request(1).head('200');
  // The page after a full one, for which somebody else asks on his own.
  const other = read('0');
  request(3).head('100');
  request(3).answer(MAX_TAKE);
  await other;
  const second = read('100');
  request(4).head('200');
  assert.deepEqual(askedIds(), ['0', '100', '200', '0', '100']);
  for (const index of [1, 4]) request(index).answer(MAX_TAKE);
  await Promise.all([first, second]);
  const third = read('200');
  request(2).answer(1);
  assert.equal((await third).status, 'logs');
  assert.equal(askedIds().length, 5);
});

test('begins nothing when a page names itself for the page after it', async () => {
  const { second, request, askedIds } = await startSecondPage();
  request(1).head('100');
  request(1).answer(MAX_TAKE);
  await second;
  assert.deepEqual(askedIds(), ['0', '100']);
});

test('begins nothing after the head of a failure, whatever it names', async () => {
  for (const statusCode of [429, 401, 500]) {
    const { second, request, askedIds } = await startSecondPage();
    request(1).head('200', {}, statusCode);
    request(1).fail();
    await second;
    assert.deepEqual(askedIds(), ['0', '100'], `${statusCode}`);
  }
});
