/** A state that cannot be read, is not there, is broken, or cannot be written. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { STATE_VERSION } from '../../src/engine/state.ts';
import type { StorageFault, WebtaskDocument } from '../../src/sandbox/webtask-storage.ts';
import { lastReport, startExtension, storedState } from '../extension.ts';
import {
  assertAllArrived,
  assertAllOnce,
  CAUGHT_UP,
  callOnce,
  catchUp,
  checkpointOf,
  STOPPED,
  startShort,
  stateAfter,
  until,
} from './short-runs.ts';

describe('the stored state', { concurrency: true }, () => {
  for (const fault of ['error', 'hang'] as const) {
    test(`stops before it fetches anything when the read answers with ${fault}, and does not begin anew (E4)`, async (t) => {
      const extension = await startShort(t, { tenant: { backlog: 40 } });
      const { tenant, workspace, host } = extension;
      await callOnce(host);
      const before = host.storage.peek();
      const { requests } = tenant.counters();
      tenant.addLogs(10);
      host.storage.failNext('get', fault);

      assert.deepEqual(await callOnce(host), STOPPED);

      assert.equal(tenant.counters().requests, requests);
      assert.equal(workspace.logIds().size, 40);
      assert.deepEqual(host.storage.peek(), before);
      await catchUp(host);
      assertAllOnce(extension);
    });
  }

  test('takes an absent, a null and an empty document for a first run, and the report says so (E5, F6)', async (t) => {
    const { tenant, workspace, host } = await startExtension(t, { tenant: { backlog: 20 } });
    for (const [runs, document] of [undefined, null, {}].entries()) {
      host.storage.replace(document);

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.match(lastReport(host), /This was the first run/);
      assert.equal(workspace.counters().recordsStored, 20 * (runs + 1));
      assert.equal(checkpointOf(host), tenant.logIds().at(-1));
    }
    assert.deepEqual(await callOnce(host), CAUGHT_UP);
    assert.doesNotMatch(lastReport(host), /first run/);
  });

  test('stops at a document that it did not write or whose checkpoint is broken, and leaves it as it is (E5, F6)', async (t) => {
    const { tenant, host } = await startExtension(t, { tenant: { backlog: 20 } });
    const sound = stateAfter(tenant.logIds()[4] ?? '');
    const documents = [
      [],
      'text',
      7,
      { version: 9 },
      { checkpoints: sound.checkpoints },
      { ...sound, checkpoints: { 'data-collector': [] } },
      { ...sound, checkpoints: { 'data-collector': [{ after: 12 }] } },
      { ...sound, checkpoints: [] },
    ];
    for (const document of documents) {
      host.storage.replace(document);
      assert.deepEqual(await callOnce(host), STOPPED, JSON.stringify(document));
      assert.deepEqual(host.storage.peek(), document);
    }
    assert.equal(tenant.counters().requests, 0);
  });

  test('drops broken sections with a warning and goes on from the checkpoint (E5, F6)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 40 } });
    const { tenant, workspace, host } = extension;
    await callOnce(host);
    const garbage = { history: 'x', tokens: 7, lease: 'mine', deadLetters: {}, moves: -1 };
    host.storage.replace({ ...storedState(host), ...garbage });
    tenant.addLogs(5);

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assert.match(lastReport(host), /The stored history could not be read and was dropped/);
    assert.match(lastReport(host), /dead letters could not be read/);
    assert.equal(workspace.counters().recordsStored, 45);
    assertAllOnce(extension);
  });

  test('migrates a document of version 1 and goes on from its checkpoint (F6)', async (t) => {
    const { tenant, workspace, host } = await startExtension(t, { tenant: { backlog: 40 } });
    const ids = tenant.logIds();
    const checkpoints = { 'data-collector': [{ after: ids[9] }] };
    host.storage.replace({ version: 1, checkpoints, lease: null, history: [], tokens: {} });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assert.equal(storedState(host).version, STATE_VERSION);
    assert.deepEqual([...workspace.logIds()].sort(), ids.slice(10));
    assert.doesNotMatch(lastReport(host), /first run/);
  });

  test('writes again after a write that failed or whose answer was lost, and repeats nothing (P9, P10)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 40 } });
    const { tenant, host } = extension;
    for (const fault of ['error', 'lost-answer'] satisfies StorageFault[]) {
      host.storage.failNext('set', fault);
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assert.equal(checkpointOf(host), tenant.logIds().at(-1));
      assert.equal(storedState(host).lease, null);
      tenant.addLogs(10);
    }
    await callOnce(host);
    assertAllOnce(extension);
  });

  test('sends nothing when the first write fails, because no later one might succeed (P5, P10)', async (t) => {
    const { tenant, workspace, host } = await startShort(t, { tenant: { backlog: 40 } });
    host.storage.failNext('set', ...Array<StorageFault>(50).fill('error'));

    assert.deepEqual(await callOnce(host), STOPPED);

    assert.equal(workspace.counters().requests, 0);
    assert.equal(tenant.counters().requests, 0);
    assert.equal(host.storage.peek(), undefined);
  });

  test('repeats at most 8 batches when no write succeeds any more in the middle of a run, and loses nothing (P5, P9, P10)', async (t) => {
    const { tenant, workspace, host } = await startShort(t, {
      tenant: { backlog: 1_000, latencyMs: 40 },
      secrets: { BATCH_SIZE: '20' },
    });
    const run = callOnce(host);
    await until(() => workspace.logIds().size >= 100);
    host.storage.failNext('set', ...Array<StorageFault>(50).fill('error'));

    assert.deepEqual(await run, STOPPED);

    const stored = tenant.logIds().indexOf(checkpointOf(host) ?? '') + 1;
    const arrived = workspace.logIds().size;
    assert.ok(arrived - stored <= 8 * 20, `${arrived} arrived, ${stored} stored`);
    await drainFaults(host.storage);
    // Instead of waiting for a minute, until the lease of the run has ended.
    host.storage.replace({ ...storedState(host), lease: null });
    await catchUp(host);
    assertAllArrived({ tenant, workspace });
    assert.ok(workspace.duplicates() <= 8 * 20);
  });
});

/** Uses up the faults that were planned and not met. */
async function drainFaults(storage: WebtaskDocument): Promise<void> {
  for (let left = 50; left > 0; left -= 1) {
    const client = storage.open();
    await new Promise<void>((done) => client.get(() => client.set(storage.peek(), () => done())));
  }
}
