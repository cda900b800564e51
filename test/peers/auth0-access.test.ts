/** Tokens that are refused or not to be had, and waiting for Auth0 within the time of a run. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fault } from '../../src/sandbox/http/fault-plan.ts';
import { type Answer, lastReport, startExtension, storedState } from '../extension.ts';
import {
  assertAllOnce,
  assertGaveUp,
  CAUGHT_UP,
  callOnce,
  catchUp,
  checkpointOf,
  MISCONFIGURED,
  RATE_LIMITED,
  STOPPED,
  startShort,
  until,
} from './short-runs.ts';

const TOKEN_PATH = '/oauth/token';

describe('access to Auth0', { concurrency: true }, () => {
  describe('a token that is refused', { concurrency: true }, () => {
    test('is renewed once after a 401 or a 403 in the middle of a run, which goes on (P6, E3, E10)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 230 } });
      const { tenant, host } = extension;
      for (const [earlier, status] of [401, 403].entries()) {
        tenant.faults.add({ kind: 'status', status, after: 2 });

        assert.deepEqual(await callOnce(host), CAUGHT_UP);

        assert.equal(tenant.counters().tokensIssued, earlier + 2);
        tenant.addLogs(230);
      }
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assertAllOnce(extension);
    });

    test('is renewed when it was revoked in the middle of a run, and no log is lost or repeated (P6)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 800, latencyMs: 100 } });
      const { tenant, host } = extension;
      const run = callOnce(host);
      await until(() => tenant.counters().logsServed >= 200);
      tenant.revokeTokens();

      assert.deepEqual(await run, CAUGHT_UP);

      assert.equal(tenant.counters().tokensIssued, 2);
      assertAllOnce(extension);
    });

    test('is not kept after it was revoked between two runs: the second fails no more than one call (P6, F13)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 30 } });
      const { tenant, host } = extension;
      await callOnce(host);
      tenant.revokeTokens();
      tenant.addLogs(20);

      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.equal(tenant.counters().byStatus['401'], 1);
      assert.equal(tenant.counters().tokensIssued, 2);
      assertAllOnce(extension);
    });

    test('names the missing scope after a second 403, and goes on where it stopped once it is granted (P6, F7)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 30 } });
      const { tenant, host } = extension;
      await callOnce(host);
      const place = checkpointOf(host);
      tenant.addLogs(20);
      tenant.configure({ scope: 'read:users' });
      tenant.revokeTokens();

      assert.deepEqual(await callOnce(host), MISCONFIGURED);

      assert.match(lastReport(host), /scope read:logs is missing/);
      assert.equal(checkpointOf(host), place);
      tenant.configure({ scope: 'read:logs' });
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assertAllOnce(extension);
    });

    test('is kept from one run to the next, but sealed: the stored document does not show it (P18)', async (t) => {
      const { tenant, host } = await startExtension(t);
      const token = 'a-token-that-nobody-may-read';
      const grant = { access_token: token, expires_in: 86_400, token_type: 'Bearer' };
      const status = { kind: 'status', status: 200 } as const;
      tenant.faults.add({ ...status, path: TOKEN_PATH, body: JSON.stringify(grant) });
      tenant.faults.add({ ...status, body: '[]', count: 'forever' });

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.ok((storedState(host).tokens['auth0'] ?? '').length > token.length);
      const document = JSON.stringify(host.storage.peek());
      assert.ok(!document.includes(token));
      assert.ok(!document.includes(Buffer.from(token).toString('base64').slice(0, -4)));
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assert.equal(tenant.counters().byMode['token'], 1);
    });

    test('one token serves many pages and many runs (E10, L1, F13)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 230 } });
      const { tenant, host } = extension;
      for (let runs = 0; runs < 4; runs += 1) {
        assert.deepEqual(await callOnce(host), CAUGHT_UP);
        tenant.addLogs(5);
      }
      assert.equal(tenant.counters().tokensIssued, 1);
    });
  });

  describe('a token that is not to be had', { concurrency: true }, () => {
    const troubles: readonly { name: string; fault: Fault; answer: Answer }[] = [
      { name: 'answers 401', fault: { kind: 'status', status: 401 }, answer: MISCONFIGURED },
      { name: 'hangs', fault: { kind: 'hang' }, answer: STOPPED },
      { name: 'answers 500', fault: { kind: 'status', status: 500 }, answer: STOPPED },
      { name: 'answers 429', fault: { kind: 'status', status: 429 }, answer: RATE_LIMITED },
      { name: 'answers HTML', fault: { kind: 'html' }, answer: STOPPED },
      { name: 'answers without a token', fault: { kind: 'json-object' }, answer: STOPPED },
    ];
    for (const { name, fault, answer } of troubles) {
      test(`ends the run with a report when the token endpoint ${name} all the time, and the next run goes on (P1, F7, F8, E10)`, async (t) => {
        const extension = await startShort(t, { tenant: { backlog: 40 } });
        const { tenant, workspace, host } = extension;
        tenant.faults.add({ ...fault, path: TOKEN_PATH, count: 'forever' });

        assertGaveUp(host, await callOnce(host), answer, /token|answer/);

        assert.equal(workspace.counters().requests, 0);
        assert.equal(tenant.counters().logsServed, 0);
        assert.ok(tenant.counters().faultsPlayed <= 6, 'it is not asked without a pause');
        tenant.faults.clear();
        await catchUp(host);
        assertAllOnce(extension);
      });
    }

    test('is asked for again in the same run after a hiccup (P1, F7)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 40 } });
      const { tenant, host } = extension;
      tenant.faults.add(
        { kind: 'status', status: 503, path: TOKEN_PATH },
        { kind: 'reset', path: TOKEN_PATH },
      );

      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assertAllOnce(extension);
    });
  });

  describe('a run that has to wait for Auth0', { concurrency: true }, () => {
    for (const { name, after, arrived } of [
      { name: 'the first', after: 0, arrived: 0 },
      { name: 'a later', after: 2, arrived: 200 },
    ]) {
      test(`ends with a report when a socket hangs on ${name} page, and the next run goes on (F11, F3, P1)`, async (t) => {
        const extension = await startShort(t, { tenant: { backlog: 230 } });
        const { tenant, workspace, host } = extension;
        tenant.faults.add({ kind: 'hang', after, count: 'forever' });

        assertGaveUp(host, await callOnce(host), STOPPED, /time|answer/);

        assert.equal(workspace.logIds().size, arrived);
        if (arrived > 0) assert.equal(checkpointOf(host), tenant.logIds()[arrived - 1]);
        tenant.faults.clear();
        await catchUp(host);
        assertAllOnce(extension);
      });
    }

    test('waits for as long as a 429 asks when that fits the run, on the first page and on a later one (E3, P4, F1, L2)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 230 } });
      const { tenant, host } = extension;
      const fault = { kind: 'status', status: 429, retryAfterSeconds: 1 } as const;
      tenant.faults.add(fault, { ...fault, after: 2 });

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.equal(tenant.counters().rateLimited, 2);
      assertAllOnce(extension);
    });

    test('waits until the reset that a 429 without Retry-After names (E3, P4, L2)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 130 } });
      const { tenant, host } = extension;
      tenant.faults.add({ kind: 'status', status: 429 });

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.equal(tenant.counters().rateLimited, 1);
      assertAllOnce(extension);
    });

    test('ends as rate limited when a 429 asks for more than the run has, and does not ask before (E3, P4, F1, C1)', async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 230 } });
      const { tenant, host } = extension;
      for (const after of [0, 2]) {
        const { rateLimited } = tenant.counters();
        const fault = { kind: 'status', status: 429, retryAfterSeconds: 60 } as const;
        tenant.faults.add({ ...fault, after, count: 'forever' });

        assert.deepEqual(await callOnce(host), RATE_LIMITED);

        assert.equal(tenant.counters().rateLimited, rateLimited + 1);
        assert.match(lastReport(host), /429/);
        tenant.faults.clear();
      }
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assertAllOnce(extension);
    });

    test('paces itself by the allowance that the headers tell, and meets no 429 (P4, F1, L2)', async (t) => {
      const extension = await startExtension(t, {
        tenant: { backlog: 430, rateLimit: { burst: 4, perSecond: 2 } },
      });
      const { tenant, host } = extension;

      assert.deepEqual(await callOnce(host), CAUGHT_UP);

      assert.equal(tenant.counters().rateLimited, 0);
      assertAllOnce(extension);
    });
  });
});
