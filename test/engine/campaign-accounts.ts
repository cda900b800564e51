/** What the runs of a campaign were told, and what may therefore be sent again. */

import assert from 'node:assert/strict';
import type { RunResult } from '../../src/engine/run.ts';
import type { Life } from './campaign-faults.ts';

/** What became of one run. */
export interface Account {
  readonly life: Life;
  /** The batches of which it was told that they were accepted, by the ids of their logs. */
  readonly batches: (readonly string[])[];
  /** Up to here it has stored its checkpoint, whether it was told or not. */
  stored: string;
  result?: RunResult;
}

/** The batches that a later run sends again although this one was told that they were accepted. */
export function unstoredOf({ batches, stored }: Account): readonly (readonly string[])[] {
  return batches.filter((ids) => (ids.at(-1) ?? '') > stored);
}

/** A log comes again with a received answer only where a run could not store that it had come. */
export function checkRepeats(accounts: readonly Account[]): void {
  const deliveries = new Map<string, number>();
  const excused = new Map<string, number>();
  const count = (counts: Map<string, number>, ids: readonly string[]) => {
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  for (const account of accounts) {
    for (const ids of account.batches) count(deliveries, ids);
    for (const ids of unstoredOf(account)) count(excused, ids);
  }
  for (const [id, times] of deliveries) {
    const allowed = 1 + (excused.get(id) ?? 0);
    assert.ok(times <= allowed, `${id} came ${times} times instead of ${allowed}`);
  }
}

/** A run that says so has stored all that it has sent. */
export function checkCaughtUp(accounts: readonly Account[]): void {
  for (const account of accounts) {
    if (account.result?.status !== 'ran') continue;
    if (account.result.report.outcome !== 'caught-up') continue;
    assert.deepEqual(unstoredOf(account), []);
  }
}
