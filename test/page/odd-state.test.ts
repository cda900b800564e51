import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RunReport } from '../../src/engine/report.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { BUNDLE, storedState } from '../extension.ts';
import { actorIn } from './actor.ts';
import { pastRuns } from './browser/past-runs.ts';
import { openBrowserAt, readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

const PAGES = ['/', '/runs', '/runs?show=failed', '/dead-letters', '/actions', '/settings'];

test('the page of whatever is stored', async (t) => {
  const { host, tenant } = await startPageExtension(t, { tenant: { backlog: 20 } });
  const browser = await signedInBrowser(host.url, PASSWORD);
  const act = await actorIn(browser, host.url);

  await t.test('tells that no run has been yet', async () => {
    for (const path of PAGES) await readPage(browser, path);
    assert.match(await readPage(browser, '/'), /No run yet/);
    assert.match(await readPage(browser, '/runs'), /No run yet/);
    assert.match(await readPage(browser, '/dead-letters'), /There are none/);
    assert.match(await readPage(browser, '/checkpoint?to=now'), /The first run will begin there/);
    assert.equal((await browser.get('/runs/none')).status, 404);
    assert.equal((await browser.get('/runs/none/report.json')).status, 404);
    assert.equal(host.storage.counters().writes, 0);
  });

  for (const broken of BROKEN) {
    await t.test(`tells what is wrong with ${JSON.stringify(broken).slice(0, 60)}`, async () => {
      host.storage.replace(broken);
      const { writes } = host.storage.counters();
      const { requests } = tenant.counters();
      for (const path of PAGES.filter((one) => one !== '/settings')) {
        const text = await readPage(browser, path);
        assert.match(text, /The stored state can(?:not be shown|&#39;t)/, path);
        assert.match(text, /The stored state (?:is|has) /, path);
      }
      await readPage(browser, '/settings');
      for (const path of [
        '/run',
        '/pause',
        '/resume',
        '/dead-letters/discard',
        '/dead-letters/replay',
      ]) {
        const answer = await act(path, { all: 'yes' });
        assert.equal(answer.status, 409, path);
        assert.match(answer.text, /The stored state (?:is|has) /i, path);
      }
      const form = { after: '9'.repeat(56), destination: 'data-collector' };
      assert.equal((await act('/checkpoint', form)).status, 409);
      assert.deepEqual(host.storage.peek(), broken);
      assert.equal(host.storage.counters().writes, writes);
      assert.equal(tenant.counters().requests, requests);
    });
  }

  await t.test('tells that the state could not be read', async () => {
    host.storage.replace(EMPTY_STATE);
    for (const path of [
      '/',
      '/runs',
      '/runs/x',
      '/dead-letters',
      '/actions',
      '/checkpoint?to=now',
    ]) {
      host.storage.failNext('get', 'error');
      assert.match(await readPage(browser, path), /The state could not be read/, path);
    }
    host.storage.failNext('get', 'error');
    assert.equal((await browser.get('/runs/x/report.json')).status, 404);
    assert.deepEqual(host.storage.peek(), EMPTY_STATE);
  });

  await t.test('lists more than 500 runs, a page at a time', async () => {
    const state = longHistory(Date.now());
    host.storage.replace(state);
    const total = state.history.length + state.pastRuns.length;
    assert.ok(total > 500);
    assert.match(await readPage(browser, '/'), /<svg/);
    const seen = new Set<string>();
    for (let page = 1; page < 100; page += 1) {
      const text = await readPage(browser, `/runs?page=${page}`);
      for (const [, id = ''] of text.matchAll(/\/runs\/([\w-]+)"/g)) seen.add(id);
      if (!text.includes('rel="next"')) break;
    }
    assert.equal(seen.size, total, 'every run is in the list, idle ones too');
    const last = await readPage(browser, '/runs?page=999999');
    assert.doesNotMatch(last, /rel="next"/);
    for (const show of ['failed', 'with-logs', 'actions', 'all', 'x', '%00', '__proto__']) {
      const text = await readPage(browser, `/runs?show=${show}&page=1`);
      assert.match(text, show === 'failed' ? />stopped</ : /<table/, show);
    }
    assert.doesNotMatch(await readPage(browser, '/runs?show=failed'), />caught up</);
    for (const page of ['0', '-1', '1e9', 'NaN', '%3Cb%3E', '99999999999999999999']) {
      assert.match(await readPage(browser, `/runs?page=${page}`), /<table/, page);
    }
    assert.deepEqual(host.storage.peek(), JSON.parse(JSON.stringify(state)), 'nothing is written');
  });

  await t.test('shows a run of which only a line is kept', async () => {
    const {
      pastRuns: [line],
    } = storedState(host);
    const text = await readPage(browser, `/runs/${line?.runId}`);
    assert.match(text, /only its figures are kept/);
    assert.match(text, /The run after it/);
    const answer = await browser.get(`/runs/${line?.runId}/report.json`);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
    assert.match(
      answer.headers.get('content-disposition') ?? '',
      /^attachment; filename="run-[\w-]+\.json"$/,
    );
    assert.deepEqual(await answer.json(), JSON.parse(JSON.stringify(line)));
  });
});

/** Documents that no version of this program wrote, or a newer one. */
const BROKEN: readonly unknown[] = [
  'a text',
  7,
  [1],
  { version: 99, checkpoints: {} },
  { version: 'x' },
  { ...EMPTY_STATE, checkpoints: [] },
  { ...EMPTY_STATE, checkpoints: { 'data-collector': [{ after: '<script>alert(1)</script> x' }] } },
];

/** 560 runs, the older ones as lines. */
function longHistory(nowMs: number): State {
  const { history, ...state } = pastRuns(nowMs);
  const runs = Array.from({ length: 4 }, (_, round) =>
    history.map((report): RunReport => {
      const startedAtMs = report.startedAtMs - round * 140 * 300_000;
      return {
        ...report,
        runId: `${report.runId}-${round}`,
        startedAtMs,
        endedAtMs: startedAtMs + 9,
      };
    }),
  ).flat();
  return { ...state, history: runs.slice(0, 60), pastRuns: runs.slice(60).map(lineOf) };
}

describe('with wrong settings', () => {
  test('the page opens, says what is wrong, and a run reports it', async (t) => {
    const { host, tenant } = await startPageExtension(t, {
      secrets: { LOGANALYTICS_WORKSPACEID: 'x', BATCH_SIZE: '0', AUTH0_CLIENT_ID: '' },
    });
    const browser = await signedInBrowser(host.url, PASSWORD);
    const act = await actorIn(browser, host.url);
    for (const path of PAGES) await readPage(browser, path);
    for (const path of ['/', '/settings']) {
      const text = await readPage(browser, path);
      for (const name of ['LOGANALYTICS_WORKSPACEID', 'BATCH_SIZE', 'AUTH0_CLIENT_ID']) {
        assert.match(text, new RegExp(`${name}: expected`), path);
      }
    }
    assert.match(
      await readPage(browser, '/'),
      /Misconfigured: nothing is exported until 3 problems/,
    );

    const { status, location } = await act('/run');

    assert.equal(status, 303);
    const report = await readPage(browser, location);
    assert.match(report, /misconfigured/);
    assert.match(report, /BATCH_SIZE: expected/);
    assert.equal(storedState(host).history[0]?.by, 'somebody with the page password');
    assert.match((await act('/test')).text, /BATCH_SIZE: expected/);
    assert.equal(tenant.counters().requests, 0);
  });

  test('without a client secret the sign-in stands on the secret of the extension', async (t) => {
    const { host } = await startPageExtension(t, { secrets: { AUTH0_CLIENT_SECRET: '' } });
    const browser = await signedInBrowser(host.url, PASSWORD);
    assert.match(await readPage(browser, '/'), /AUTH0_CLIENT_SECRET: expected/);
  });

  test('without any setting nobody gets in, and the page says what to do', async (t) => {
    const host = await startHost({ bundlePath: BUNDLE, secrets: {} });
    t.after(() => host.stop());
    const browser = openBrowserAt(host.url);
    for (const path of ['/', '/runs']) assert.equal((await browser.get(path)).status, 303);
    assert.match(await readPage(browser, '/login'), /There is no way in yet/);
    assert.equal((await browser.get('/login/dashboard')).status, 403);
    assert.equal((await browser.post('/login/password', { password: '', csrf: '' })).status, 403);
  });
});
