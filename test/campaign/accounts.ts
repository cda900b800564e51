/** What the runs of a campaign were told, and what may therefore be sent again. */

import countBy from 'lodash/countBy';
import sum from 'lodash/sum';
import type { RunResult } from '../../src/engine/run.ts';
import type { DestinationKind } from '../../src/engine/walls.ts';
import type { Life } from './faults.ts';

/** What became of one run. */
export interface Account {
  readonly life: Life;
  /** For each destination that its settings named. */
  readonly deliveries: readonly DeliveryAccount[];
  result?: RunResult;
  /** Whether its report is stored: what it says of each destination then counts. */
  isTold: boolean;
}

/** What became of one run at one destination. */
export interface DeliveryAccount {
  readonly kind: DestinationKind;
  /** The batches of which it was told that they were accepted, by the ids of their logs. */
  readonly batches: (readonly string[])[];
  /** Up to here it has stored its checkpoint, whether it was told or not. */
  stored: string;
}

/** The batches that a later run sends again although this one was told that they were accepted. */
function unstoredOf({ batches, stored }: DeliveryAccount): readonly (readonly string[])[] {
  return batches.filter((ids) => (ids.at(-1) ?? '') > stored);
}

/** In how many records of accepted batches a run is ahead of what it has stored. */
export function unstoredRecords(account: DeliveryAccount): number {
  return sum(unstoredOf(account).map((ids) => ids.length));
}

/** What the runs came to at one destination. */
export function deliveriesTo(
  accounts: readonly Account[],
  kind: DestinationKind,
): readonly DeliveryAccount[] {
  return accounts.flatMap(({ deliveries }) => deliveries.filter((one) => one.kind === kind));
}

/** Logs that came again with a received answer although no run had failed to store that they had come. */
export function unexcusedRepeats(
  accounts: readonly Account[],
  kind: DestinationKind,
): readonly string[] {
  const ours = deliveriesTo(accounts, kind);
  const deliveries = countBy(ours.flatMap(({ batches }) => batches.flat()));
  const excused = countBy(ours.flatMap((account) => unstoredOf(account).flat()));
  return Object.entries(deliveries)
    .filter(([id, times]) => times > 1 + (excused[id] ?? 0))
    .map(
      ([id, times]) => `${kind}: ${id} came ${times} times instead of ${1 + (excused[id] ?? 0)}`,
    );
}

/** Runs that say of a destination that it caught up, although not all that they sent it is stored. */
export function falselyCaughtUp(
  accounts: readonly Account[],
  kind: DestinationKind,
): readonly string[] {
  return accounts
    .filter((account) => outcomeAt(account, kind) === 'caught-up')
    .map((account) => sum(deliveriesTo([account], kind).map(unstoredRecords)))
    .filter((count) => count > 0)
    .map((count) => `${kind}: a run said that it caught up, but ${count} records are not stored`);
}

/** Runs whose ending is not the worst of those at their destinations. */
export function falselyEnded(accounts: readonly Account[]): readonly string[] {
  return accounts
    .filter((account) => outcomeOf(account) === 'caught-up')
    .filter(({ deliveries }) => deliveries.length > 1)
    .filter((account) =>
      account.deliveries.some(({ kind }) => outcomeAt(account, kind) !== 'caught-up'),
    )
    .map(() => 'a run said that it caught up, but one of its destinations did not');
}

/** How a run ended; `undefined` when it died or did not begin. */
export function outcomeOf({ result }: Account): string | undefined {
  return result?.status === 'ran' ? result.report.outcome : undefined;
}

/** How a run ended at a destination; `undefined` when it died, or had nothing to do with it. */
export function outcomeAt({ result, isTold }: Account, kind: DestinationKind): string | undefined {
  if (result?.status !== 'ran') return undefined;
  const { deliveries, outcome } = result.report;
  const delivery = deliveries.find(({ destination }) => destination === kind);
  if (delivery === undefined) return undefined;
  return (isTold ? delivery.fate?.outcome : undefined) ?? outcome;
}
