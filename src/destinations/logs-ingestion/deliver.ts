/** How records reach a stream of the Logs Ingestion API, and what became of them. */

import type { Clock, DeliveryOutcome, Destination, EncodedRecord } from '../../engine/walls.ts';
import type { HttpAnswer, HttpClient } from '../../http/http-client.ts';
import type { TokenSource } from '../../tokens/token-source.ts';
import { post } from '../post.ts';
import { readLogsIngestionAnswer, readLogsIngestionFailure } from './answer.ts';
import { logsIngestionRequest, type StreamSettings } from './request.ts';

/** What a sender needs of its tokens. */
export type UploadTokens = Pick<TokenSource, 'getToken' | 'forget'>;

/** Makes what hands records over to one stream. */
export function createDeliver(
  settings: StreamSettings,
  http: HttpClient,
  tokens: UploadTokens,
  clock: Clock,
): Destination['deliver'] {
  /** The service's answer, or what came instead of one. */
  async function send(
    records: readonly EncodedRecord[],
    endsAtMs: number,
  ): Promise<HttpAnswer | DeliveryOutcome> {
    const granted = await tokens.getToken(endsAtMs - clock.now());
    if (granted.status !== 'token') return granted;
    const request = await logsIngestionRequest(settings, records, granted.token);
    const answer = await post(http, request, endsAtMs - clock.now());
    if (answer.status !== 'answered') return readLogsIngestionFailure(answer);
    if (isTokenRefusal(answer)) tokens.forget(granted.token);
    return answer;
  }

  return async (records, timeoutMs) => {
    const endsAtMs = clock.now() + timeoutMs;
    const first = await send(records, endsAtMs);
    const isTokenAtFault = first.status === 'answered' && first.statusCode === 401;
    const last = isTokenAtFault ? await send(records, endsAtMs) : first;
    return last.status === 'answered' ? readLogsIngestionAnswer(last, clock.now()) : last;
  };
}

/** A token from before may lack what was granted since, so the next one is a new one after a 403, too. */
function isTokenRefusal({ statusCode }: HttpAnswer): boolean {
  return statusCode === 401 || statusCode === 403;
}
