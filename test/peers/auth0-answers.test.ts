/** What Auth0 may answer instead of a page: asked for again, then left to the next run. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fault } from '../../src/sandbox/http/fault-plan.ts';
import { startExtension, storedState } from '../extension.ts';
import {
  assertAllOnce,
  assertGaveUp,
  CAUGHT_UP,
  callOnce,
  catchUp,
  checkpointOf,
  STOPPED,
  startShort,
} from './short-runs.ts';

interface Oddity {
  readonly name: string;
  readonly fault: Fault;
  /** What the report says when it lasts. */
  readonly reason: RegExp;
}

const logsOf = (...logs: readonly object[]): string => JSON.stringify(logs);
const DATE = '2026-11-01T00:00:00.000Z';

const status = (code: number): Oddity => ({
  name: `${code}`,
  fault: { kind: 'status', status: code },
  reason: new RegExp(`Auth0 answered ${code}`),
});

const body = (name: string, text: string, reason: RegExp): Oddity => ({
  name,
  fault: { kind: 'status', status: 200, body: text },
  reason,
});

const ODDITIES: readonly Oddity[] = [
  status(500),
  status(502),
  status(503),
  { name: 'HTML with 502', fault: { kind: 'html', status: 502 }, reason: /502/ },
  { name: 'HTML with 200', fault: { kind: 'html' }, reason: /200 with a body that is not JSON/ },
  { name: 'an object with 200', fault: { kind: 'json-object' }, reason: /other than a list/ },
  { name: 'null with 200', fault: { kind: 'null' }, reason: /other than a list/ },
  { name: 'broken JSON', fault: { kind: 'garbage' }, reason: /not JSON/ },
  { name: 'truncated JSON', fault: { kind: 'truncated-json' }, reason: /not JSON/ },
  { name: 'half an answer', fault: { kind: 'cut-answer' }, reason: /./ },
  { name: 'a reset', fault: { kind: 'reset' }, reason: /ECONNRESET|socket|network/i },
  body('a log without an id', logsOf({ date: DATE, type: 's' }), /without an id/),
  body(
    'a number as an id',
    '[{"log_id":90020261101000000000000000000000000000000000000000000001}]',
    /without an id/,
  ),
  body(
    'the same log twice',
    logsOf({ log_id: '9'.repeat(56), date: DATE }, { log_id: '9'.repeat(56), date: DATE }),
    /the same log twice/,
  ),
  body('a null among the logs', '[null]', /without an id/),
  { ...body('an empty body', '', /not JSON/) },
];

/** Small pages, so that few logs make many. */
const TENANT = { backlog: 70, maxPageLogs: 20 };

/** One of each kind is enough where a test takes a whole run. */
const LASTING = [
  '500',
  'HTML with 200',
  'an object with 200',
  'truncated JSON',
  'a log without an id',
  'the same log twice',
];

const GROUPS = [0, 4, 8, 12].map((first) => ODDITIES.slice(first, first + 4));

describe('an answer of Auth0 that is no page', { concurrency: true }, () => {
  for (const group of GROUPS) {
    const names = group.map(({ name }) => name).join(', ');
    test(`is asked for again on the first page and on a later one, and nothing is lost or repeated: ${names} (E3, F1, F2, F3, L4, P4)`, async (t) => {
      const extension = await startExtension(t, { tenant: TENANT });
      const { tenant, host } = extension;
      for (const { name, fault } of group) {
        tenant.faults.add(fault, { ...fault, after: 2 });

        assert.deepEqual(await callOnce(host), CAUGHT_UP, name);

        assert.deepEqual(tenant.faults.pending, [], name);
        assert.equal(storedState(host).history[0]?.pageRetries, 2, name);
        tenant.addLogs(70);
      }
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assertAllOnce(extension);
    });
  }

  for (const { name, fault, reason } of ODDITIES.filter(({ name }) => LASTING.includes(name))) {
    test(`is never taken for the end of the logs when ${name} comes for the rest of a run: a report says so, and the next run goes on (E3, F1, F2, F3, L4, P1)`, async (t) => {
      const extension = await startShort(t, { tenant: { ...TENANT, backlog: 5 } });
      const { tenant, workspace, host } = extension;
      await catchUp(host);
      const added = tenant.addLogs(70);
      tenant.faults.add({ ...fault, after: 2, count: 'forever' });

      assertGaveUp(host, await callOnce(host), STOPPED, reason);

      assert.equal(workspace.logIds().size, 45, 'what was read before has arrived');
      assert.equal(checkpointOf(host), added[39]);
      assert.ok(tenant.counters().faultsPlayed <= 8, 'it is not asked without a pause');
      tenant.faults.clear();
      await catchUp(host);
      assertAllOnce(extension);
    });
  }
});
