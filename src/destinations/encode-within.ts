/** Makes the JSON of a record within the limits of a destination. */

import type { EncodedRecord, LogRecord } from '../engine/walls.ts';
import { fitRecord, type RecordLimits } from '../records/fit.ts';

/** No character of a JSON text takes more bytes in UTF-8, counted in UTF-16 units. */
const MAX_BYTES_PER_UNIT = 3;

/** The record as JSON, shortened where it must be. A record may take at least as much as a field. */
export function encodeWithin(record: LogRecord, limits: RecordLimits): EncodedRecord {
  const json = JSON.stringify(record);
  // In a record this short no value can be too long, which holds for nearly all.
  if (json.length * MAX_BYTES_PER_UNIT <= limits.maxFieldBytes) return encoded(record, json);
  const fitted = fitRecord(record, limits);
  return encoded(fitted, fitted === record ? json : JSON.stringify(fitted));
}

function encoded(record: LogRecord, json: string): EncodedRecord {
  return {
    logId: String(record['log_id']),
    logType: String(record['type'] ?? ''),
    bytes: Buffer.from(json),
    isTruncated: record['truncated_fields'] !== undefined,
  };
}
