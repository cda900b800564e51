/** Calls that nobody planned, forged or two at a time, and clocks that disagree. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { WebtaskDocument } from '../../src/sandbox/webtask-storage.ts';
import {
  BUNDLE,
  callAsScheduler,
  lastReport,
  startExtension,
  startServices,
  storedState,
} from '../extension.ts';
import {
  assertAllOnce,
  CAUGHT_UP,
  callOnce,
  MISCONFIGURED,
  stateAfter,
  until,
} from './short-runs.ts';

const BUSY = { status: 200, text: 'busy' };
/** The first post takes so long that every call of a test comes during its run. */
const SLOW = { faults: [{ kind: 'slow', delayMs: 2_000 } as const] };

const TOO_SOON = { status: 200, text: 'too-soon' };

describe('calls and clocks', { concurrency: true }, () => {
  test('a call while an administrator has paused the export asks neither Auth0 nor Azure and stores nothing', async (t) => {
    const services = await startServices(t, { tenant: { backlog: 5 } });
    const { tenant, workspace, secrets } = services;
    const initial = stateAfter(tenant.logIds()[0] ?? '', { pausedAtMs: 1_790_000_000_000 });
    const host = await startHost({ bundlePath: BUNDLE, secrets, storage: { initial } });
    t.after(() => host.stop());

    assert.deepEqual(await callOnce(host), { status: 200, text: 'paused' });

    assert.deepEqual(host.storage.peek(), initial);
    assert.deepEqual(tenant.requests(), []);
    assert.equal(workspace.logIds().size, 0);
  });

  describe('calls that overlap', { concurrency: true }, () => {
    test('of ten calls at the same time one runs and nine are busy, and no log comes twice (E11, P9, P11)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 100 }, workspace: SLOW });
      const { host } = extension;

      const answers = await Promise.all(Array.from({ length: 10 }, () => callOnce(host)));

      assert.deepEqual(answers.filter(({ text }) => text === 'caught-up').length, 1);
      assert.deepEqual(answers.filter(({ text }) => text === 'busy').length, 9);
      assert.equal(storedState(host).history.length, 1);
      assertAllOnce(extension);
    });

    test('of two containers over one document one runs, and neither overwrites what the other stored (P9, E11)', async (t) => {
      const services = await startServices(t, { tenant: { backlog: 100 }, workspace: SLOW });
      const { secrets } = services;
      const storage = new WebtaskDocument({ latencyMs: 20 });
      const first = await startHost({ bundlePath: BUNDLE, secrets, storage });
      t.after(() => first.stop());
      const second = await startHost({ bundlePath: BUNDLE, secrets, storage });
      t.after(() => second.stop());

      const answers = await Promise.all([callOnce(first), callOnce(second)]);

      assert.deepEqual(answers.map(({ text }) => text).sort(), ['busy', 'caught-up']);
      assert.deepEqual(await callOnce(second), CAUGHT_UP);
      assert.equal(storedState(second).history.length, 2);
      assertAllOnce(services);
    });

    test('a forged call during a run changes nothing of it, whatever it carries (E11, P11)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 100 }, workspace: SLOW });
      const { workspace, host } = extension;
      const run = callOnce(host);
      await until(() => workspace.faults.played > 0);
      const forgeries = await Promise.all(
        ['?START_FROM=now', '?LOGANALYTICS_NAMESPACE=Forged&BATCH_SIZE=1'].map((query) =>
          callAsScheduler(`${host.url}${query}`),
        ),
      );

      assert.deepEqual([await run, ...forgeries], [CAUGHT_UP, BUSY, BUSY]);
      assert.equal(workspace.tables().length, 1);
      assertAllOnce(extension);
    });

    test('a forged call soon after a run asks neither Auth0 nor Azure anything (E11, P11)', async (t) => {
      const extension = await startExtension(t, {
        tenant: { backlog: 30 },
        secrets: { MIN_INTERVAL_SECONDS: '3600' },
      });
      const { tenant, workspace, host } = extension;
      await callOnce(host);
      const before = host.storage.peek();
      const asked = [tenant.counters().requests, workspace.counters().requests];

      for (let calls = 0; calls < 5; calls += 1) assert.deepEqual(await callOnce(host), TOO_SOON);

      assert.deepEqual([tenant.counters().requests, workspace.counters().requests], asked);
      assert.deepEqual(host.storage.peek(), before);
    });

    test('a run that died leaves a lease that is waited for, and then taken over without a gap or a repeat (P5, E2)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 30 } });
      const { tenant, host } = extension;
      await callOnce(host);
      const state = storedState(host);
      const leaseUntil = (expiresAtMs: number) => ({ holder: 'a run that died', expiresAtMs });
      tenant.addLogs(10);

      host.storage.replace({ ...state, lease: leaseUntil(Date.now() + 60_000) });
      assert.deepEqual(await callOnce(host), BUSY);
      host.storage.replace({ ...state, lease: leaseUntil(Date.now() - 1) });
      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assertAllOnce(extension);
    });
  });

  const SKEW_MS = 20 * 60_000;

  describe('a clock that is off by 20 minutes', { concurrency: true }, () => {
    for (const { name, offMs } of [
      { name: 'behind', offMs: SKEW_MS },
      { name: 'ahead of', offMs: -SKEW_MS },
    ]) {
      test(`loses and repeats nothing when our clock is ${name} that of Auth0 (E8)`, async (t) => {
        const extension = await startExtension(t, {
          tenant: { backlog: 130, now: () => Date.now() + offMs },
        });
        const { tenant, host } = extension;
        for (let runs = 0; runs < 3; runs += 1) {
          assert.deepEqual(await callOnce(host), CAUGHT_UP);
          assert.equal(storedState(host).history[0]?.warnings?.length ?? 0, runs === 0 ? 1 : 0);
          tenant.addLogs(10);
        }
        await callOnce(host);
        assert.equal(tenant.counters().tokensIssued, 1);
        assertAllOnce(extension);
      });

      test(`keeps its place when Azure refuses our date because our clock is ${name} its own, and goes on when the clocks agree (E8)`, async (t) => {
        let azureOffMs = 0;
        const extension = await startExtension(t, {
          tenant: { backlog: 30 },
          workspace: { now: () => Date.now() + azureOffMs },
        });
        const { tenant, host } = extension;
        await callOnce(host);
        const { checkpoints } = storedState(host);
        tenant.addLogs(10);
        azureOffMs = offMs;

        assert.deepEqual(await callOnce(host), MISCONFIGURED);

        assert.deepEqual(storedState(host).checkpoints, checkpoints);
        assert.deepEqual(storedState(host).deadLetters, []);
        azureOffMs = 0;
        assert.deepEqual(await callOnce(host), CAUGHT_UP);
        assertAllOnce(extension);
      });
    }

    test('names the clock among the causes when Azure refuses a date (E8)', async (t) => {
      const { host } = await startExtension(t, {
        tenant: { backlog: 5 },
        workspace: { now: () => Date.now() + SKEW_MS },
      });

      assert.deepEqual(await callOnce(host), MISCONFIGURED);
      assert.match(lastReport(host), /clock/);
    });
  });
});
