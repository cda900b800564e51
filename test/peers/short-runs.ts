/** What the tests of this room share: runs that give up soon, and the count of what arrived. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import type { Host } from '../../src/sandbox/webtask-host.ts';
import {
  type Answer,
  callAsScheduler,
  type Extension,
  lastReport,
  type Services,
  startExtension,
  storedState,
} from '../extension.ts';

/** For faults that last as long as a run; long enough to end in order beside other tests on a busy machine. */
export const SHORT_RUN = { MAX_RUN_SECONDS: '7' };

export const CAUGHT_UP: Answer = { status: 200, text: 'caught-up' };
export const STOPPED: Answer = { status: 500, text: 'stopped' };
export const MISCONFIGURED: Answer = { status: 500, text: 'misconfigured' };
export const RATE_LIMITED: Answer = { status: 200, text: 'rate-limited' };

type ExtensionOptions = NonNullable<Parameters<typeof startExtension>[1]>;

export function startShort(t: TestContext, options: ExtensionOptions = {}): Promise<Extension> {
  return startExtension(t, { ...options, secrets: { ...SHORT_RUN, ...options.secrets } });
}

export const callOnce = (host: Host): Promise<Answer> => callAsScheduler(host.url);

/**
 * A short run ends as `expected` because of a fault that lasts, or out of time where so much else is
 * under way that there was none for a second attempt. Either way the report gives the reason.
 */
export function assertGaveUp(host: Host, answer: Answer, expected: Answer, reason: RegExp): void {
  const isOutOfTime = answer.text === 'out-of-time';
  assert.deepEqual(answer, isOutOfTime ? { status: 200, text: 'out-of-time' } : expected);
  if (!isOutOfTime) assert.match(lastReport(host), reason);
}

/** Calls until nothing is left: a short run may not get there at once where much else is under way. */
export async function catchUp(host: Host): Promise<void> {
  for (let runs = 1; (await callOnce(host)).text !== 'caught-up'; runs += 1) {
    assert.ok(runs < 5, lastReport(host));
  }
}

/** Every log of the tenant is in the workspace, and none is there twice. */
export function assertAllOnce({ tenant, workspace }: Services): void {
  assertAllArrived({ tenant, workspace });
  assert.equal(workspace.duplicates(), 0);
}

export function assertAllArrived({ tenant, workspace }: Pick<Services, 'tenant' | 'workspace'>) {
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
}

/** A state whose live tail continues after a log, as an earlier run left it. */
export function stateAfter(logId: string, more: Partial<State> = {}): State {
  return { ...EMPTY_STATE, checkpoints: { 'data-collector': [{ after: logId }] }, ...more };
}

export function checkpointOf(host: Host): string | undefined {
  return storedState(host).checkpoints['data-collector']?.[0]?.after;
}

/** Waits for something that a run under way is about to do. */
export async function until(isMet: () => boolean): Promise<void> {
  for (let turns = 0; !isMet(); turns += 1) {
    assert.ok(turns < 2_000, 'it never happened');
    await pause(2);
  }
}
