/** The destination "HTTP Data Collector API": tables that end in `_CL`, signed with the workspace key. */

import type { Clock, Destination } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { DataCollectorSettings } from '../../settings/parse.ts';
import { readDataCollectorAnswer, readDataCollectorFailure } from './answer.ts';
import { encodeRecord } from './encode.ts';
import { dataCollectorRequest } from './request.ts';

/**
 * The service takes 30 MB. Several batches are in memory at once, and larger ones are not faster,
 * so a batch stays well below that.
 */
const MAX_BATCH_BYTES = 8_000_000;

/** An accepted batch has an empty answer, a refused one a sentence. */
const MAX_ANSWER_BYTES = 100_000;

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
    async deliver(records, timeoutMs) {
      const request = dataCollectorRequest(settings, records, clock.now());
      const answer = await http.send({
        method: 'POST',
        ...request,
        timeoutMs,
        maxResponseBytes: MAX_ANSWER_BYTES,
      });
      return answer.status === 'answered'
        ? readDataCollectorAnswer(answer, request.body.length, clock.now())
        : readDataCollectorFailure(answer);
    },
  };
}
