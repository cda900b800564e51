/** What is too large for Azure or for the storage of the platform, and what is just not. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RunReport } from '../../src/engine/report.ts';
import type { JsonObject } from '../../src/sandbox/http/json-input.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace/start-workspace.ts';
import { BUNDLE, startExtension, startServices, storedState, TABLE } from '../extension.ts';
import { assertAllOnce, CAUGHT_UP, callOnce, checkpointOf, stateAfter } from './short-runs.ts';

/** The size from which a 404 is documented to mean that the body is too large. */
const MAX_BODY_BYTES = 1_000_000;

/** Many of these make a body of some megabytes. */
const LARGE_LOG = { type: 'sapi', details: { response: { body: 'x'.repeat(25_000) } } };

const storedPosts = (workspace: Workspace) =>
  workspace.requests().filter(({ status }) => status === 200);

describe('a body that Azure calls too large', { concurrency: true }, () => {
  for (const oversizedStatus of [413, 404]) {
    test(`is divided after a ${oversizedStatus} until its parts fit, and all arrives once (V, B, F9)`, async (t) => {
      const extension = await startExtension(t, {
        workspace: { oversizedStatus, maxBodyBytes: MAX_BODY_BYTES },
        secrets: { BATCH_SIZE: '10000' },
      });
      const { tenant, workspace, host } = extension;
      tenant.addLogs(Array<JsonObject>(90).fill(LARGE_LOG));

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.ok((workspace.counters().byStatus[oversizedStatus] ?? 0) > 0, 'one was too large');
      assertAllOnce(extension);
      assert.deepEqual(storedState(host).deadLetters, []);
    });
  }

  test('with one record that is too large alone is divided down to it, and the record is set aside (F10, V, G)', async (t) => {
    const extension = await startExtension(t, {
      tenant: { backlog: 60 },
      workspace: { oversizedStatus: 413, maxBodyBytes: 20_000 },
    });
    const { tenant, workspace, host } = extension;
    const [large = ''] = tenant.addLogs([{ type: 's', details: { body: 'x'.repeat(25_000) } }]);
    tenant.addLogs(60);

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    const wanted = tenant.logIds().filter((id) => id !== large);
    assert.deepEqual([...workspace.logIds()].sort(), wanted);
    assert.equal(workspace.duplicates(), 0);
    assert.deepEqual(
      storedState(host).deadLetters.map(({ logId }) => logId),
      [large],
    );
  });
});

describe('what is just not too large', { concurrency: true }, () => {
  test('a body of exactly the limit goes in one post, one byte less makes it two (V, B)', async (t) => {
    const { tenant, workspace, secrets, host } = await startExtension(t, {
      tenant: { backlog: 90 },
    });
    await callOnce(host);
    const { largestPostBytes } = workspace.counters();

    for (const { spareBytes, posts } of [
      { spareBytes: 0, posts: 1 },
      { spareBytes: -1, posts: 2 },
    ]) {
      const other = await startWorkspace({
        oversizedStatus: 413,
        maxBodyBytes: largestPostBytes + spareBytes,
      });
      t.after(() => other.stop());
      const own = { ...secrets, LOGANALYTICS_ENDPOINT: other.url };
      const otherHost = await startHost({ bundlePath: BUNDLE, secrets: own });
      t.after(() => otherHost.stop());

      assert.deepEqual(await callOnce(otherHost), CAUGHT_UP);

      assert.equal(storedPosts(other).length, posts);
      assertAllOnce({ tenant, workspace: other, secrets: own });
    }
  });

  test('a batch of exactly BATCH_SIZE records goes in one post, one record more in a second', async (t) => {
    const extension = await startExtension(t, {
      tenant: { backlog: 200 },
      secrets: { BATCH_SIZE: '200' },
    });
    const { tenant, workspace, host } = extension;
    await callOnce(host);
    tenant.addLogs(201);
    await callOnce(host);

    const counts = storedPosts(workspace).map(({ recordCount }) => recordCount);
    assert.deepEqual(counts.sort(), [1, 200, 200]);
    assertAllOnce(extension);
  });

  test('a log of 26 MB arrives shortened, in its turn, and holds nothing up (F10, E9, G)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 30 } });
    const { tenant, workspace, host } = extension;
    const [huge = ''] = tenant.addLogs([
      { type: 'sapi', details: { body: 'é'.repeat(13_000_000) } },
    ]);
    tenant.addLogs(30);

    for (let runs = 0; runs < 3 && (await callOnce(host)).text !== 'caught-up'; runs += 1);

    assertAllOnce(extension);
    const row = workspace.rows(TABLE).find((candidate) => candidate['log_id_s'] === huge);
    assert.equal(row?.['truncated_fields_s'], 'details');
    assert.ok(JSON.parse(String(row?.['details_s'])).body.startsWith('éé'));
    assert.equal(workspace.tables()[0]?.cutFields, 0);
  });
});

const PLATFORM_BYTES = 500_000;

/** A history as it is after years of failures that were told at length. */
function historyOf(bytes: number, checkpoint: string): readonly RunReport[] {
  const report: RunReport = {
    runId: 'an-earlier-run-0000',
    trigger: 'schedule',
    startedAtMs: 1_790_000_000_000,
    endedAtMs: 1_790_000_001_000,
    outcome: 'stopped',
    reason: 'x'.repeat(400),
    pages: 1,
    pageRetries: 0,
    deliveries: [
      {
        destination: 'data-collector',
        logs: 0,
        batches: 0,
        bytes: 0,
        retries: 0,
        truncatedRecords: 0,
        checkpoint,
      },
    ],
  };
  const count = Math.floor(bytes / (JSON.stringify(report).length + 1));
  return Array.from({ length: count }, (_, index) => ({
    ...report,
    runId: `an-earlier-run-${String(index).padStart(4, '0')}`,
  }));
}

describe('a large state', { concurrency: true }, () => {
  test('near 500 KB becomes smaller and keeps its checkpoint (P10)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 40 } });
    const { tenant, host } = extension;
    await callOnce(host);
    const place = checkpointOf(host) ?? '';
    const state = storedState(host);
    host.storage.replace({ ...state, history: historyOf(498_000, place) });
    assert.ok(host.storage.counters().largestBytes > 495_000);
    tenant.addLogs(10);

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    const bytes = Buffer.byteLength(JSON.stringify(host.storage.peek()));
    assert.ok(bytes < PLATFORM_BYTES / 2, `${bytes} bytes`);
    const { history, pastRuns } = storedState(host);
    assert.ok(history.length > 10 && history.length + pastRuns.length > 500);
    assert.equal(checkpointOf(host), tenant.logIds().at(-1));
    assertAllOnce(extension);
  });

  test('that the platform refuses for its size is trimmed and written again, and the export goes on (P10)', async (t) => {
    const services = await startServices(t, { tenant: { backlog: 60 } });
    const { tenant, workspace } = services;
    const place = tenant.logIds()[19] ?? '';
    const initial = stateAfter(place, { history: historyOf(190_000, place) });
    const { secrets } = services;
    const storage = { maxBytes: 60_000, initial };
    const host = await startHost({ bundlePath: BUNDLE, secrets, storage });
    t.after(() => host.stop());

    assert.deepEqual(await callOnce(host), CAUGHT_UP);
    tenant.addLogs(10);
    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assert.deepEqual([...workspace.logIds()].sort(), tenant.logIds().slice(20));
    assert.equal(workspace.duplicates(), 0);
    assert.equal(checkpointOf(host), tenant.logIds().at(-1));
    assert.equal(storedState(host).history[0]?.outcome, 'caught-up');
    assert.ok(Buffer.byteLength(JSON.stringify(host.storage.peek())) <= 60_000);
  });

  test('keeps the name of every dead letter when the platform takes too little for their content (P10, G)', async (t) => {
    const services = await startServices(t, { tenant: { backlog: 60 } });
    const { tenant, workspace } = services;
    const ids = tenant.logIds();
    const earlier = Array.from({ length: 50 }, (_, number) => ({
      logId: `earlier-${number}`,
      logType: 's',
      destination: 'data-collector' as const,
      reason: 'refused',
      refusedAtMs: 1_790_000_000_000,
      content: 'c'.repeat(2_500),
    }));
    const initial = stateAfter(ids[19] ?? '', { deadLetters: earlier });
    const poison = ids[40] ?? '';
    workspace.configure({ refusedLogIds: [poison] });
    const { secrets } = services;
    const storage = { maxBytes: 105_000, initial };
    const host = await startHost({ bundlePath: BUNDLE, secrets, storage });
    t.after(() => host.stop());

    for (let runs = 0; runs < 2; runs += 1) assert.deepEqual(await callOnce(host), CAUGHT_UP);

    const wanted = ids.slice(20).filter((id) => id !== poison);
    assert.deepEqual([...workspace.logIds()].sort(), wanted);
    assert.equal(workspace.duplicates(), 0);
    assert.deepEqual(
      storedState(host).deadLetters.map(({ logId }) => logId),
      [...earlier.map(({ logId }) => logId), poison],
    );
  });
});
