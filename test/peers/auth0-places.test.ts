/** Where the logs begin, where they end, and what happens when the place between them is gone. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fault } from '../../src/sandbox/http/fault-plan.ts';
import {
  EXPIRED_FROM_ANSWERS,
  type TenantSettings,
} from '../../src/sandbox/tenant/tenant-settings.ts';
import { timeOfLogId } from '../../src/source/log-id.ts';
import { lastReport, startExtension, storedState } from '../extension.ts';
import {
  assertAllArrived,
  assertAllOnce,
  CAUGHT_UP,
  callOnce,
  catchUp,
  checkpointOf,
  startShort,
  stateAfter,
} from './short-runs.ts';

describe('from the first log to the last', { concurrency: true }, () => {
  const oddities: readonly { name: string; settings: Partial<TenantSettings>; fault?: Fault }[] = [
    { name: 'no page has a Link header', settings: { omitsLink: true } },
    { name: 'no page is full', settings: { maxPageLogs: 30 } },
    {
      name: 'a page is short in the middle',
      settings: {},
      fault: { kind: 'short-page', after: 1 },
    },
    { name: 'pages are small', settings: { maxPageLogs: 9 } },
  ];
  test('reads to the end, though no Link comes, no page is full or one is short: only an empty array is the end (F2, L3, C4)', async (t) => {
    const extension = await startExtension(t);
    const { tenant, host } = extension;
    for (const { name, settings, fault } of oddities) {
      const added = tenant.addLogs(230);
      tenant.configure({ omitsLink: false, maxPageLogs: 100, ...settings });
      if (fault !== undefined) tenant.faults.add(fault);

      assert.deepEqual(await callOnce(host), CAUGHT_UP, name);

      assert.equal(checkpointOf(host), added.at(-1), name);
    }
    assertAllOnce(extension);
  });

  test('reads a tenant from its first log although that takes no ids that it did not issue (F5, F6)', async (t) => {
    const tenant = { backlog: 130, refusesSyntheticIds: true };
    const extension = await startExtension(t, { tenant });

    assert.deepEqual(await callOnce(extension.host), CAUGHT_UP);

    assertAllOnce(extension);
  });

  test('keeps its place on an empty page, with or without a Link, and looks back at nothing (L3, C4)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 40 } });
    const { tenant, workspace, host } = extension;
    await callOnce(host);
    const place = checkpointOf(host);
    const posts = workspace.counters().requests;

    for (const omitsLink of [false, true]) {
      tenant.configure({ omitsLink });
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assert.equal(checkpointOf(host), place);
    }

    assert.equal(workspace.counters().requests, posts);
  });

  test('an idle run leaves a record, so that idle and dead do not look alike (P19, C7)', async (t) => {
    const { host } = await startExtension(t, { tenant: { backlog: 10 } });
    await callOnce(host);
    await callOnce(host);

    const [idle, first] = storedState(host).history;
    assert.equal(storedState(host).history.length, 2);
    assert.equal(idle?.outcome, 'caught-up');
    assert.equal(idle?.deliveries[0]?.logs, 0);
    assert.equal(idle?.lagMs, 0);
    assert.notEqual(idle?.runId, first?.runId);
  });

  test('comes to the end of a backlog larger than a run in several, each beginning where the last ended (E6, P17, P5)', async (t) => {
    const extension = await startShort(t, { tenant: { backlog: 1_600, latencyMs: 330 } });
    const { tenant, workspace, host } = extension;

    assert.deepEqual(await callOnce(host), { status: 200, text: 'out-of-time' });

    const arrived = workspace.logIds().size;
    assert.ok(arrived > 0 && arrived < 1_600, `${arrived} logs in one run`);
    const stored = tenant.logIds().indexOf(checkpointOf(host) ?? '') + 1;
    assert.ok(stored > 0 && stored <= arrived);
    tenant.configure({ latencyMs: 0 });
    await catchUp(host);
    assertAllArrived(extension);
    assert.equal(workspace.duplicates(), arrived - stored, 'only what was not stored comes again');
  });

  test('reads the first log that the start asks for, and none before it (F5, C3)', async (t) => {
    const { tenant, workspace, host } = await startExtension(t, {
      tenant: { backlog: 240, backlogHours: 24 },
      secrets: { START_FROM: '6h' },
    });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    const arrived = [...workspace.logIds()].sort();
    assert.deepEqual(arrived, tenant.logIds().slice(-arrived.length));
    assert.ok(arrived.length >= 59 && arrived.length <= 61, `${arrived.length} logs in 6 h`);
  });

  test('begins at the oldest log that is kept, that one included (F5, C3, E)', async (t) => {
    const { tenant, workspace, host } = await startExtension(t, {
      tenant: { backlog: 60, backlogHours: 60, retentionHours: 24.5 },
    });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assert.deepEqual([...workspace.logIds()], tenant.logIds().slice(-25));
  });
});

/** A log each hour, of which those of the last day are kept; whole hours lie between the edges. */
const TENANT = { backlog: 60, backlogHours: 60, retentionHours: 24.5 };
const KEPT = 25;

const isoTime = (logId: string | undefined): string =>
  new Date(timeOfLogId(logId ?? '') ?? Number.NaN).toISOString();

describe('an expired checkpoint', { concurrency: true }, () => {
  for (const expiredFromAnswer of EXPIRED_FROM_ANSWERS) {
    test(`goes on at the oldest log that is kept and warns with both times, when Auth0 answers it by ${expiredFromAnswer} (E4, F6, C1, L3)`, async (t) => {
      const { tenant, workspace, host } = await startExtension(t, {
        tenant: { ...TENANT, expiredFromAnswer },
      });
      const ids = tenant.logIds();
      const place = ids[9] ?? '';
      host.storage.replace(stateAfter(place));

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.deepEqual([...workspace.logIds()].sort(), ids.slice(-KEPT));
      const report = lastReport(host);
      assert.match(report, /Logs may be missing/);
      assert.ok(report.includes(isoTime(place)), report);
      assert.ok(report.includes(isoTime(ids.at(-KEPT))), report);

      const added = tenant.addLogs(5);
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assert.doesNotMatch(lastReport(host), /Logs may be missing/);
      assert.deepEqual([...workspace.logIds()].sort(), [...ids.slice(-KEPT), ...added]);
      assert.equal(workspace.duplicates(), 0);
    });
  }
});
