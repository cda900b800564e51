/** When refused records are no longer the records' own fault. */

import type { Ending } from './ending.ts';

const MAX_SHARE_OF_BATCH = 0.05;
/** In a smaller batch one record would already be too large a share. */
export const MIN_BATCH_RECORDS = 20;
const MAX_IN_RUN = 20;

export interface RefusedCounts {
  /** Records of one batch that were refused alone, and all records of that batch. */
  readonly inBatch: number;
  readonly batchRecords: number;
  /** Records that were refused alone since the run began, or since others were accepted. */
  readonly inRun: number;
}

/** Whether so many records were refused alone that the cause must lie elsewhere. */
export function isSystemic({ inBatch, batchRecords, inRun }: RefusedCounts): boolean {
  const isShareTooLarge =
    batchRecords >= MIN_BATCH_RECORDS && inBatch > batchRecords * MAX_SHARE_OF_BATCH;
  return isShareTooLarge || inRun >= MAX_IN_RUN;
}

/** The ending of a run in which that happened. */
export function systemicEnding(counts: RefusedCounts, reason: string): Ending {
  const { inBatch, batchRecords, inRun } = counts;
  const problem =
    `Of a batch of ${batchRecords} records, ${inBatch} were refused each on its own, and ${inRun} since others were ` +
    `accepted: ${notTheirs('none of this batch')} The last answer was: ${reason}. ${ADVICE}`;
  return { outcome: 'misconfigured', problems: [problem] };
}

/** The ending of a run in which records were refused alone and nothing at all was accepted. */
export function nothingAcceptedEnding(refused: number, reason: string): Ending {
  const problem =
    `All ${refused} records that this run had the time to send one by one were refused: ` +
    `${notTheirs('none')} The first answer was: ${reason}. ${ADVICE}`;
  return { outcome: 'misconfigured', problems: [problem] };
}

function notTheirs(none: string): string {
  return `that is not the fault of single records, so ${none} was set aside, and nothing is lost.`;
}

const ADVICE =
  'Check that nothing on the way to Azure changes what is sent, and whether the columns of the table were ' +
  'changed by hand.';
