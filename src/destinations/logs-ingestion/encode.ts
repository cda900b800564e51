/** How a record is made to fit the Logs Ingestion API. */

import type { EncodedRecord, LogRecord } from '../../engine/walls.ts';
import { encodeWithin } from '../encode-within.ts';

/** A call holds 1 MB, counted uncompressed by the strictest reading; this is below all of them. */
export const MAX_CALL_BYTES = 950_000;

/** The service cuts a value at "64 KB"; this is below both readings of that, 64,000 and 65,536 bytes. */
const MAX_FIELD_BYTES = 63_900;

/** A record goes alone at the worst, with the brackets around it. */
const MAX_RECORD_BYTES = MAX_CALL_BYTES - 2;

const LIMITS = { maxFieldBytes: MAX_FIELD_BYTES, maxRecordBytes: MAX_RECORD_BYTES };

/** Makes the JSON of a record. No value needs a mark of its type: the rule declares what each column is. */
export function encodeRecord(record: LogRecord): EncodedRecord {
  return encodeWithin(record, LIMITS);
}
