/** Sends rows about runs by the HTTP Data Collector API, into a table beside that of the logs. */

import type { Clock } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { DataCollectorSettings } from '../../settings/parse.ts';
import type { RowSender } from '../row-sender.ts';
import { createDeliver } from './deliver.ts';
import { encodeRecord } from './encode.ts';

/** The column that Azure takes the time of a row from. */
const TIME_COLUMN = 'ended_at';

const SUFFIX = 'Run';

/** The service takes no longer Log-Type. */
const MAX_LOG_TYPE_LENGTH = 100;

/** Makes the sender of rows to the Log-Type that `runLogType` names. */
export function createDataCollectorRowSender(
  settings: DataCollectorSettings,
  http: HttpClient,
  clock: Clock,
): RowSender {
  const logType = runLogType(settings.logType);
  const deliver = createDeliver({ ...settings, logType, timeColumn: TIME_COLUMN }, http, clock);
  return { deliverRow: (row, timeoutMs) => deliver([encodeRecord(row)], timeoutMs) };
}

/** The Log-Type for rows about runs: that of the logs and `Run`, of a long one its beginning. */
export function runLogType(logType: string): string {
  const most = MAX_LOG_TYPE_LENGTH - SUFFIX.length;
  // Cut so far that it is shorter than any that is cut: no name of a log's table comes out again.
  const kept = logType.length > most ? logType.slice(0, most - SUFFIX.length) : logType;
  return `${kept}${SUFFIX}`;
}
