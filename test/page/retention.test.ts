import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { reportWith } from '../engine/reports.ts';
import { readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

const HOUR_MS = 3_600_000;

/** The state of an export that came so far and then stopped, in every run since. */
function stoppedAt(lastExportedAtMs: number): State {
  const nowMs = Date.now();
  const after = syntheticId(lastExportedAtMs);
  const stops = [1, 6, 11, 16].map((minutes) => {
    const startedAtMs = nowMs - minutes * 60_000;
    return reportWith({
      runId: `${startedAtMs.toString(36)}-stopped0`,
      startedAtMs,
      endedAtMs: startedAtMs + 2_000,
      outcome: 'stopped',
      reason: 'Azure answered 503',
      lastExportedAtMs,
    });
  });
  return { ...EMPTY_STATE, checkpoints: { 'data-collector': [{ after }] }, history: stops };
}

async function overviewOf(t: TestContext, behindHours: number) {
  const { host, tenant } = await startPageExtension(t, {
    tenant: { backlog: 50, backlogHours: 23, retentionHours: 24 },
    state: stoppedAt(Date.now() - behindHours * HOUR_MS),
  });
  const browser = await signedInBrowser(host.url, PASSWORD);
  return { tenant, look: () => readPage(browser, '/') };
}

test('the overview says how long until logs are deleted unexported, by what Auth0 still has', async (t) => {
  const { tenant, look } = await overviewOf(t, 20);

  assert.match(await look(), /begins to delete logs[^<]*in about 3 hours/);
  await look();

  const searches = tenant.requests().filter(({ mode }) => mode === 'search');
  assert.equal(searches.length, 1, 'asked once, and remembered');
});

test('the overview says so when logs are being lost already', async (t) => {
  const { look } = await overviewOf(t, 30);

  assert.match(await look(), /Logs are being lost now/);
});
