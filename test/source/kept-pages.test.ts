/** Which pages are kept for the other readers, and for how long. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsIn, PAGE, pageIn, startSharing } from './shared-reading.ts';

/** The answers of so many characters in all are kept. */
const MAX_LENGTH = 4_000_000;

test('asks anew after the last log of a page that continues elsewhere, because it is no end', async () => {
  const { readAnew, hows } = startSharing();
  await readAnew('0', { continuesAfter: '9' });
  const page = await readAnew('3');
  assert.deepEqual(idsIn(page), ['4', '5', '6']);
  assert.deepEqual(hows(), ['0', '3']);
});

test('gives a reader that comes from behind all of the ten last pages that are kept', async () => {
  const { readAnew, read, hows } = startSharing();
  for (let page = 20; page < 30; page += 1) await readAnew(String(page * PAGE));
  const before = hows().length;
  for (const page of [18, 19]) await readAnew(String(page * PAGE));
  for (let page = 20; page < 30; page += 1) await read(String(page * PAGE));
  assert.deepEqual(hows().slice(before), ['54', '57']);
});

test('keeps pages of four million characters in all, and not of one more', async () => {
  for (const [more, isKept] of [
    [0, true],
    [1, false],
  ] as const) {
    const { readAnew, read, hows } = startSharing();
    await readAnew('0', { answerLength: 1_000_000 });
    await readAnew('3', { answerLength: MAX_LENGTH - 1_000_000 + more });
    await (isKept ? read('0') : readAnew('0'));
    await read('3');
    assert.deepEqual(hows(), isKept ? ['0', '3'] : ['0', '3', '0']);
  }
});

test('keeps a page of four million characters alone, and none that is longer', async () => {
  const { readAnew, read, hows } = startSharing();
  await readAnew('0', { answerLength: MAX_LENGTH });
  await read('0');
  await readAnew('3', { answerLength: MAX_LENGTH + 1 });
  await readAnew('3');
  assert.deepEqual(hows(), ['0', '3', '3']);
});

test('forgets as many pages as make room for a long one, those furthest behind first', async () => {
  const { readAnew, read, hows } = startSharing();
  for (const after of ['0', '3', '6', '9']) await readAnew(after, { answerLength: 1_000_000 });
  await readAnew('12', { answerLength: 2_500_000 });
  await read('9');
  await read('12');
  for (const after of ['6', '3', '0']) await readAnew(after);
  assert.deepEqual(hows().slice(5), ['6', '3', '0']);
});

test('takes the whole pause of a page that is not full for that of all who waited for it', async () => {
  const { clock, shared, request, hows } = startSharing();
  const together = [shared.fetchPage('0', 60_000), shared.fetchPage('0', 60_000)];
  clock.advance(3_000);
  request(0).answer({ isFull: false, pauseMs: 5_000 });
  const pages = (await Promise.all(together)).map(pageIn);
  assert.deepEqual(
    pages.map(({ pauseMs }) => pauseMs),
    [5_000, 5_000],
  );
  assert.deepEqual(hows(), ['0']);
});
