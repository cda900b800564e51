/** The destination "HTTP Data Collector API": tables that end in `_CL`, signed with the workspace key. */

import type { Clock, Destination } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { DataCollectorSettings } from '../../settings/parse.ts';
import { createDeliver } from './deliver.ts';
import { encodeRecord } from './encode.ts';

/**
 * The service takes 30 MB. Several batches are in memory at once, and larger ones are not faster,
 * so a batch stays well below that.
 */
const MAX_BATCH_BYTES = 8_000_000;

/** The column that Azure takes the time of a row from. */
const TIME_COLUMN = 'date';

export function createDataCollector(
  settings: DataCollectorSettings,
  maxBatchRecords: number,
  http: HttpClient,
  clock: Clock,
): Destination {
  return {
    kind: 'data-collector',
    limits: { maxBatchRecords, maxBatchBytes: MAX_BATCH_BYTES },
    encode: encodeRecord,
    deliver: createDeliver({ ...settings, timeColumn: TIME_COLUMN }, http, clock),
  };
}
