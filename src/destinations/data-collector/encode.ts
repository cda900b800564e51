/** How a record is made to fit the HTTP Data Collector API. */

import type { EncodedRecord, LogRecord } from '../../engine/walls.ts';
import { encodeWithin } from '../encode-within.ts';
import { keepText } from './keep-text.ts';

/** The service cuts a value at "32 KB"; this is below both readings of that, 32,000 and 32,768 bytes. */
const MAX_FIELD_BYTES = 31_900;

/** Far below the limit of a request, and more than all columns at their limit take together. */
const MAX_RECORD_BYTES = 8_000_000;

const LIMITS = { maxFieldBytes: MAX_FIELD_BYTES, maxRecordBytes: MAX_RECORD_BYTES };

/** Makes the JSON of a record: every value within the service's limit and of the type that its column has. */
export function encodeRecord(record: LogRecord): EncodedRecord {
  return encodeWithin(keepText(record), LIMITS);
}
