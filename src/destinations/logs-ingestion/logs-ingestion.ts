/** The destination "Logs Ingestion API": tables behind a data collection rule, opened by an Entra token. */

import type { Clock, DeliveryOutcome, Destination, EncodedRecord } from '../../engine/walls.ts';
import type { HttpAnswer, HttpClient } from '../../http/http-client.ts';
import type { LogsIngestionSettings } from '../../settings/parse.ts';
import type { TokenSource } from '../../tokens/token-source.ts';
import { readLogsIngestionAnswer, readLogsIngestionFailure } from './answer.ts';
import { encodeRecord, MAX_CALL_BYTES } from './encode.ts';
import { logsIngestionRequest } from './request.ts';

/** An accepted batch has an empty answer, a refused one a sentence. */
const MAX_ANSWER_BYTES = 100_000;

/** Makes the destination. `tokens` are those of the application in the settings. */
export function createLogsIngestion(
  settings: LogsIngestionSettings,
  maxBatchRecords: number,
  http: HttpClient,
  tokens: Pick<TokenSource, 'getToken' | 'forget'>,
  clock: Clock,
): Destination {
  /** The service's answer, or what came instead of one. */
  async function send(
    records: readonly EncodedRecord[],
    endsAtMs: number,
  ): Promise<HttpAnswer | DeliveryOutcome> {
    const granted = await tokens.getToken(endsAtMs - clock.now());
    if (granted.status !== 'token') return granted;
    const request = await logsIngestionRequest(settings, records, granted.token);
    const answer = await http.send({
      method: 'POST',
      ...request,
      timeoutMs: endsAtMs - clock.now(),
      maxResponseBytes: MAX_ANSWER_BYTES,
    });
    if (answer.status !== 'answered') return readLogsIngestionFailure(answer);
    if (isTokenRefusal(answer)) tokens.forget(granted.token);
    return answer;
  }

  return {
    kind: 'logs-ingestion',
    limits: { maxBatchRecords, maxBatchBytes: MAX_CALL_BYTES },
    encode: encodeRecord,
    async deliver(records, timeoutMs) {
      const endsAtMs = clock.now() + timeoutMs;
      const first = await send(records, endsAtMs);
      const isTokenAtFault = first.status === 'answered' && first.statusCode === 401;
      const last = isTokenAtFault ? await send(records, endsAtMs) : first;
      return last.status === 'answered' ? readLogsIngestionAnswer(last, clock.now()) : last;
    },
  };
}

/** A token from before may lack what was granted since, so the next one is a new one after a 403, too. */
function isTokenRefusal({ statusCode }: HttpAnswer): boolean {
  return statusCode === 401 || statusCode === 403;
}
