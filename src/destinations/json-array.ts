/** The body that every destination sends: the records as one JSON array. */

import type { EncodedRecord } from '../engine/walls.ts';

const OPENING = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from(']');

/** The records as one JSON array, put together from bytes that were made once. */
export function jsonArray(records: readonly EncodedRecord[]): Buffer {
  const parts = records.flatMap(({ bytes }) => [COMMA, bytes]);
  return Buffer.concat([OPENING, ...parts.slice(1), CLOSING]);
}
