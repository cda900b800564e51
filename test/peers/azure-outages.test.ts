/** Azure does not answer, or not as it should: asked for again, then left to the next run. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fault } from '../../src/sandbox/http/fault-plan.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { BUNDLE, startExtension, startServices, storedState, TABLE } from '../extension.ts';
import { BEGINNINGS, startCutter } from './cutting-proxy.ts';
import {
  assertAllArrived,
  assertAllOnce,
  assertGaveUp,
  CAUGHT_UP,
  callOnce,
  catchUp,
  checkpointOf,
  RATE_LIMITED,
  STOPPED,
  startShort,
} from './short-runs.ts';

/** With its pauses an exporter has no time for more attempts in 5 s; one without makes thousands. */
const MOST_ATTEMPTS = 6;

interface Outage {
  readonly name: string;
  readonly fault: Fault;
  readonly reason: RegExp;
}

const OUTAGES: readonly Outage[] = [
  { name: '429', fault: { kind: 'status', status: 429 }, reason: /429/ },
  { name: '500', fault: { kind: 'status', status: 500 }, reason: /500/ },
  { name: '503', fault: { kind: 'status', status: 503 }, reason: /503/ },
  { name: 'a web page with 200', fault: { kind: 'html' }, reason: /web page/ },
  { name: 'a reset', fault: { kind: 'reset' }, reason: /ECONNRESET|socket|network/i },
  { name: 'nothing on a hung socket', fault: { kind: 'hang' }, reason: /time|answer/ },
];

describe('an outage of Azure', { concurrency: true }, () => {
  for (const { name, fault, reason } of OUTAGES) {
    test(`keeps its checkpoint while Azure answers ${name} for a whole run, and loses nothing (E1, P2, P4, F9, F11, B, V)`, async (t) => {
      const extension = await startShort(t, { tenant: { backlog: 40 } });
      const { tenant, workspace, host } = extension;
      await catchUp(host);
      const { checkpoints } = storedState(host);
      tenant.addLogs(50);
      workspace.faults.add({ ...fault, count: 'forever' });

      const expected = name === '429' ? RATE_LIMITED : STOPPED;
      assertGaveUp(host, await callOnce(host), expected, reason);

      assert.deepEqual(storedState(host).checkpoints, checkpoints);
      const attempts = workspace.faults.played;
      assert.ok(attempts > 0 && attempts <= MOST_ATTEMPTS, `${attempts} attempts`);
      assert.deepEqual(storedState(host).deadLetters, []);
      workspace.faults.clear();
      await catchUp(host);
      assertAllOnce(extension);
    });
  }

  for (const { name, kind } of [
    { name: 'dies', kind: 'accept-then-reset' },
    { name: 'hangs', kind: 'accept-then-hang' },
  ] as const) {
    test(`repeats at most the one batch for each lost answer when a connection ${name} after Azure accepted, in the run and the next (P5, F9, C1)`, async (t) => {
      const extension = await startShort(t, { tenant: { backlog: 40 } });
      const { tenant, workspace, host } = extension;
      await catchUp(host);
      const before = checkpointOf(host);
      const added = tenant.addLogs(50);
      workspace.faults.add({ kind, count: 'forever' });

      assertGaveUp(host, await callOnce(host), STOPPED, /./);
      assert.equal(checkpointOf(host), before);
      workspace.faults.clear();
      await catchUp(host);

      assertAllArrived(extension);
      const lost = workspace.faults.played;
      assert.ok(lost > 0 && lost <= MOST_ATTEMPTS, `${lost} lost answers`);
      const repeats = workspace.repeatedLogIds();
      assert.deepEqual([...repeats.keys()].sort(), [...added], 'the batch before is not repeated');
      assert.ok([...repeats.values()].every((times) => times <= lost));
    });
  }

  test('repeats a record as it was, unchanged by the attempt before (P14)', async (t) => {
    const { workspace, host } = await startExtension(t, { tenant: { backlog: 80 } });
    workspace.faults.add({ kind: 'accept-then-reset' });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    const rows = workspace.rows(TABLE);
    assert.equal(rows.length, 160);
    assert.deepEqual(rows.slice(80), rows.slice(0, 80));
  });

  test('sends only the batch again whose answer was lost, while others are under way (P15, F9)', async (t) => {
    const extension = await startExtension(t, {
      tenant: { backlog: 200 },
      secrets: { BATCH_SIZE: '20' },
    });
    const { workspace, host } = extension;
    workspace.faults.add({ kind: 'accept-then-reset', after: 4 });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllArrived(extension);
    assert.equal(workspace.duplicates(), 20);
    assert.equal(workspace.counters().requests, 11);
  });

  test('gives every batch attempts of its own, and forgets a hiccup once it is over (P3, P12)', async (t) => {
    const extension = await startExtension(t, {
      tenant: { backlog: 200 },
      secrets: { BATCH_SIZE: '20' },
    });
    const { workspace, host } = extension;
    workspace.faults.add(
      { kind: 'status', status: 503, count: 2 },
      { kind: 'reset', after: 2, count: 2 },
      { kind: 'status', status: 500, after: 2 },
      { kind: 'status', status: 429, retryAfterSeconds: 1, after: 1 },
    );

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnce(extension);
    assert.equal(workspace.counters().faultsPlayed, 6);
    assert.equal(workspace.counters().requests, 16);
    assert.equal(storedState(host).history[0]?.deliveries[0]?.retries, 6);
  });

  test('waits as long as Azure asks when that fits the run, and ends as rate limited when not (B, C1)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 40 } });
    const { workspace, host } = extension;
    workspace.faults.add({ kind: 'status', status: 429, retryAfterSeconds: 600, count: 'forever' });

    assert.deepEqual(await callOnce(host), RATE_LIMITED);

    assert.equal(workspace.counters().requests, 1, 'it is not asked again before its time');
    workspace.faults.clear();
    assert.deepEqual(await callOnce(host), CAUGHT_UP);
    assertAllOnce(extension);
  });

  test('an answer that breaks off is no acceptance: the batch is repeated, and only that one (F3, F9, V)', async (t) => {
    const services = await startServices(t);
    const { tenant, workspace } = services;
    const cuts: string[] = [];
    const cutter = await startCutter(t, workspace.url, cuts);
    const secrets = { ...services.secrets, LOGANALYTICS_ENDPOINT: cutter, BATCH_SIZE: '20' };
    const host = await startHost({ bundlePath: BUNDLE, secrets });
    t.after(() => host.stop());

    const repeated: string[] = [];
    for (const [where, cut] of Object.entries(BEGINNINGS)) {
      repeated.push(...tenant.addLogs(60).slice(0, 20));
      cuts.push(cut);

      assert.deepEqual(await callOnce(host), CAUGHT_UP, where);

      assertAllArrived({ tenant, workspace });
      assert.deepEqual([...workspace.repeatedLogIds().keys()].sort(), repeated, where);
      assert.equal(workspace.duplicates(), repeated.length, where);
    }
  });
});
