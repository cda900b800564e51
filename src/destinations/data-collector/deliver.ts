/** How records reach the HTTP Data Collector API, and what became of them. */

import type { Clock, Destination } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { post } from '../post.ts';
import { readDataCollectorAnswer, readDataCollectorFailure } from './answer.ts';
import { dataCollectorRequest, type TableSettings } from './request.ts';

/** Makes what hands records over to one table. */
export function createDeliver(
  settings: TableSettings,
  http: HttpClient,
  clock: Clock,
): Destination['deliver'] {
  return async (records, timeoutMs) => {
    const request = dataCollectorRequest(settings, records, clock.now());
    const answer = await post(http, request, timeoutMs);
    return answer.status === 'answered'
      ? readDataCollectorAnswer(answer, request.body.length, clock.now())
      : readDataCollectorFailure(answer);
  };
}
