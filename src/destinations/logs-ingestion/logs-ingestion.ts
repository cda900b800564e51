/** The destination "Logs Ingestion API": tables behind a data collection rule, opened by an Entra token. */

import type { Clock, Destination } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { LogsIngestionSettings } from '../../settings/parse.ts';
import { createDeliver, type UploadTokens } from './deliver.ts';
import { encodeRecord, MAX_CALL_BYTES } from './encode.ts';

/** Makes the destination. `tokens` are those of the application in the settings. */
export function createLogsIngestion(
  settings: LogsIngestionSettings,
  maxBatchRecords: number,
  http: HttpClient,
  tokens: UploadTokens,
  clock: Clock,
): Destination {
  return {
    kind: 'logs-ingestion',
    limits: { maxBatchRecords, maxBatchBytes: MAX_CALL_BYTES },
    encode: encodeRecord,
    deliver: createDeliver(settings, http, tokens, clock),
  };
}
