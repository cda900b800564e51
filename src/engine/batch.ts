/** A batch under construction, which knows its limits. */

import sum from 'lodash/sum';
import type { BatchLimits, EncodedRecord } from './walls.ts';

/** The brackets around the records of a body. */
const ENVELOPE_BYTES = 2;
/** The comma between two records. */
const SEPARATOR_BYTES = 1;

/** The length of the body that records make. */
export function bodyBytes(records: readonly EncodedRecord[]): number {
  const separators = Math.max(0, records.length - 1) * SEPARATOR_BYTES;
  return ENVELOPE_BYTES + separators + sum(records.map(({ bytes }) => bytes.length));
}

export interface Batch {
  readonly records: readonly EncodedRecord[];
  /** The length of the body that the records make. */
  readonly byteCount: number;
  /** Whether it has as many records as it may have. */
  readonly isFull: boolean;
  /** Adds a record, unless the batch would go over a limit. The first always fits: nothing smaller could be sent. */
  tryAdd(record: EncodedRecord): boolean;
}

export function createBatch(limits: BatchLimits): Batch {
  const records: EncodedRecord[] = [];
  let byteCount = ENVELOPE_BYTES;
  return {
    records,
    get byteCount() {
      return byteCount;
    },
    get isFull() {
      return records.length >= limits.maxBatchRecords;
    },
    tryAdd(record) {
      const separatorBytes = records.length === 0 ? 0 : SEPARATOR_BYTES;
      const byteCountWith = byteCount + separatorBytes + record.bytes.length;
      const isOver = this.isFull || byteCountWith > limits.maxBatchBytes;
      if (isOver && records.length > 0) return false;
      records.push(record);
      byteCount = byteCountWith;
      return true;
    },
  };
}
