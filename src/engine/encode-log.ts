/** From a log to the record that a destination gets. */

import type { Destination, EncodedRecord, Log, LogRecord } from './walls.ts';

/** Makes the record of a log. Its name is the log's own id, whatever the destination makes of that in a column. */
export function encodeLog(
  log: Log,
  toRecord: (log: Log) => LogRecord,
  destination: Destination,
): EncodedRecord {
  return { ...destination.encode(toRecord(log)), logId: log.log_id };
}
