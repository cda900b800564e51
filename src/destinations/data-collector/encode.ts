/** How a record is made to fit the HTTP Data Collector API. */

import type { EncodedRecord, LogRecord } from '../../engine/walls.ts';
import { fitRecord } from '../../records/fit.ts';
import { keepText } from './keep-text.ts';

/** The service cuts a value at "32 KB"; this is below both readings of that, 32,000 and 32,768 bytes. */
const MAX_FIELD_BYTES = 31_900;

/** Far below the limit of a request, and more than all columns at their limit take together. */
const MAX_RECORD_BYTES = 8_000_000;

const LIMITS = { maxFieldBytes: MAX_FIELD_BYTES, maxRecordBytes: MAX_RECORD_BYTES };

/** No character of a JSON text takes more bytes in UTF-8, counted in UTF-16 units. */
const MAX_BYTES_PER_UNIT = 3;

/** Makes the JSON of a record: every value within the service's limit and of the type that its column has. */
export function encodeRecord(record: LogRecord): EncodedRecord {
  const kept = keepText(record);
  const json = JSON.stringify(kept);
  // In a record this short no value can be too long, which holds for nearly all.
  if (json.length * MAX_BYTES_PER_UNIT <= MAX_FIELD_BYTES) return encoded(kept, json);
  const fitted = fitRecord(kept, LIMITS);
  return encoded(fitted, fitted === kept ? json : JSON.stringify(fitted));
}

function encoded(record: LogRecord, json: string): EncodedRecord {
  return {
    logId: String(record['log_id']),
    logType: String(record['type'] ?? ''),
    bytes: Buffer.from(json),
    isTruncated: record['truncated_fields'] !== undefined,
  };
}
