/** Makes the record of a log once, for all destinations. */

import type { Log, LogRecord } from '../engine/walls.ts';

/** The same, for as long as the log itself is in memory. */
export function rememberRecords(toRecord: (log: Log) => LogRecord): (log: Log) => LogRecord {
  const records = new WeakMap<Log, LogRecord>();
  return (log) => {
    const known = records.get(log);
    if (known !== undefined) return known;
    const record = toRecord(log);
    records.set(log, record);
    return record;
  };
}
