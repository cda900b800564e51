/** Sends rows about runs by the Logs Ingestion API, to a stream of the same rule beside that of the logs. */

import type { Clock } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { LogsIngestionSettings } from '../../settings/parse.ts';
import type { RowSender } from '../row-sender.ts';
import { createDeliver, type UploadTokens } from './deliver.ts';
import { encodeRecord } from './encode.ts';

/** Makes the sender of rows to the stream that is named as that of the logs, and `Run`. */
export function createLogsIngestionRowSender(
  settings: LogsIngestionSettings,
  http: HttpClient,
  tokens: UploadTokens,
  clock: Clock,
): RowSender {
  const stream = `${settings.stream}Run`;
  const deliver = createDeliver({ ...settings, stream }, http, tokens, clock);
  return { deliverRow: (row, timeoutMs) => deliver([encodeRecord(row)], timeoutMs) };
}
