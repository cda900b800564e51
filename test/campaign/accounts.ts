/** What the runs of a campaign were told, and what may therefore be sent again. */

import countBy from 'lodash/countBy';
import sum from 'lodash/sum';
import type { RunResult } from '../../src/engine/run.ts';
import type { Life } from './faults.ts';

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
function unstoredOf({ batches, stored }: Account): readonly (readonly string[])[] {
  return batches.filter((ids) => (ids.at(-1) ?? '') > stored);
}

/** In how many records of accepted batches a run is ahead of what it has stored. */
export function unstoredRecords(account: Account): number {
  return sum(unstoredOf(account).map((ids) => ids.length));
}

/** Logs that came again with a received answer although no run had failed to store that they had come. */
export function unexcusedRepeats(accounts: readonly Account[]): readonly string[] {
  const deliveries = countBy(accounts.flatMap(({ batches }) => batches.flat()));
  const excused = countBy(accounts.flatMap((account) => unstoredOf(account).flat()));
  return Object.entries(deliveries)
    .filter(([id, times]) => times > 1 + (excused[id] ?? 0))
    .map(([id, times]) => `${id} came ${times} times instead of ${1 + (excused[id] ?? 0)}`);
}

/** Runs that say that they caught up, although not all that they sent is stored. */
export function falselyCaughtUp(accounts: readonly Account[]): readonly string[] {
  return accounts
    .filter(({ result }) => result?.status === 'ran' && result.report.outcome === 'caught-up')
    .map(unstoredRecords)
    .filter((count) => count > 0)
    .map((count) => `a run said that it caught up, but ${count} records are not stored`);
}
