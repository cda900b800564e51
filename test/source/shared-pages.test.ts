import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsIn, PAGE, pageIn, startSharing } from './shared-reading.ts';

test('asks once for a page that two readers want, whether they come together or one after the other', async () => {
  const { shared, request, hows, read } = startSharing();
  const together = [shared.fetchPage('0', 1_000), shared.fetchPage('0', 1_000)];
  request(0).answer();
  const pages = (await Promise.all(together)).map(pageIn);
  assert.deepEqual(pages.map(idsIn), [
    ['1', '2', '3'],
    ['1', '2', '3'],
  ]);
  const leading = shared.fetchPage('3', 1_000);
  request(1).answer();
  await leading;
  assert.deepEqual(idsIn(await read('3')), ['4', '5', '6']);
  assert.deepEqual(hows(), ['0', '3']);
});

test('gives a reader whose place lies within a page the rest of it, so that both go on together', async () => {
  const { readAnew, read, hows } = startSharing();
  await readAnew('0', { warnings: ['of the one who asked'] });
  const rest = await read('1');
  assert.deepEqual(idsIn(rest), ['2', '3']);
  assert.equal(rest.continuesAfter, '3');
  assert.equal(rest.isFull, true);
  assert.deepEqual(rest.warnings, []);
  assert.deepEqual(hows(), ['0']);
});

test('gives more rather than less when a page has the place twice', async () => {
  const { readAnew, read } = startSharing();
  const logs = ['1', '2', '3', '2', '4'].map((log_id) => ({ log_id }));
  await readAnew('0', { logs, continuesAfter: '4' });
  assert.deepEqual(idsIn(await read('2')), ['3', '2', '4']);
});

test('asks anew after the last log of a page, because what follows is not in it', async () => {
  const { readAnew, hows } = startSharing();
  await readAnew('0');
  await readAnew('3');
  assert.deepEqual(hows(), ['0', '3']);
});

test('forgets a page once all have had it', async () => {
  const { readAnew, read, hows } = startSharing();
  await readAnew('0');
  await read('0');
  await readAnew('0');
  assert.deepEqual(hows(), ['0', '0']);
});

test('asks anew at the end of the logs, because more may have come since', async () => {
  const { readAnew, hows } = startSharing();
  await readAnew('0', { logs: [], continuesAfter: '0', isFull: false });
  await readAnew('0', { isFull: false });
  await readAnew('1');
  assert.deepEqual(hows(), ['0', '0', '1']);
});

test('lets readers ask each on their own when they are more than ten pages apart', async () => {
  const { readAnew, read, hows } = startSharing();
  for (let page = 0; page < 11; page += 1) await readAnew(String(page * PAGE));
  assert.deepEqual(idsIn(await read('3')), ['4', '5', '6'], 'ten pages back');
  await readAnew('0');
  assert.deepEqual(hows().slice(-2), ['30', '0'], 'eleven pages back');
});

test('keeps fewer pages when they are long, because memory must not grow', async () => {
  const { readAnew, hows } = startSharing();
  await readAnew('0', { answerLength: 3_000_000 });
  await readAnew('3', { answerLength: 3_000_000 });
  await readAnew('0');
  assert.deepEqual(hows(), ['0', '3', '0']);
});

test('shares a failure with those who wait for it, and with nobody else', async () => {
  const { shared, request, readAnew, hows } = startSharing(3);
  const together = [shared.fetchPage('0', 1_000), shared.fetchPage('0', 1_000)];
  request(0).fail();
  for (const outcome of await Promise.all(together)) assert.equal(outcome.status, 'retry');
  assert.deepEqual(idsIn(await readAnew('0')), ['1', '2', '3']);
  assert.deepEqual(hows(), ['0', '0']);
});

test('shares the first page of a run only with who knows the same of its place', async () => {
  const { shared, request, hows, read } = startSharing();
  const same = [shared.fetchFirstPage('0', 7, 1_000), shared.fetchFirstPage('0', 7, 1_000)];
  request(0).answer();
  await Promise.all(same);
  const others = [
    shared.fetchFirstPage('0', 8, 1_000),
    shared.fetchFirstPage('0', undefined, 1_000),
  ];
  request(1).answer();
  request(2).answer();
  await Promise.all(others);
  assert.deepEqual(hows(), ['first 0 7', 'first 0 8', 'first 0 undefined']);
  assert.deepEqual(idsIn(await read('0')), ['1', '2', '3'], 'for who only reads on, any will do');
});

test('checks the place of each first page, although the page itself is kept', async () => {
  const { shared, request, readAnew, hows } = startSharing();
  await readAnew('0');
  const first = shared.fetchFirstPage('0', 7, 1_000);
  request(1).answer();
  await first;
  assert.deepEqual(hows(), ['0', 'first 0 7']);
});

test('asks for the rest of a pause only, when a part of it has passed', async () => {
  const { clock, readAnew, read } = startSharing(3);
  await readAnew('0', { pauseMs: 5_000 });
  clock.advance(2_000);
  assert.equal((await read('0')).pauseMs, 3_000);
  await readAnew('3', { pauseMs: 5_000 });
  clock.advance(5_000);
  assert.equal((await read('3')).pauseMs, undefined);
});

test('answers each reader within its own time, although the page comes later', async () => {
  const { shared, request } = startSharing();
  const patient = shared.fetchPage('0', 60_000);
  const hurried = await shared.fetchPage('0', 1_000);
  assert.equal(hurried.status, 'retry');
  request(0).answer();
  assert.deepEqual(idsIn(pageIn(await patient)), ['1', '2', '3']);
});
