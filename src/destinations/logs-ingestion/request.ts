/** How records become a request to the Logs Ingestion API. */

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EncodedRecord } from '../../engine/walls.ts';
import type { LogsIngestionSettings } from '../../settings/parse.ts';
import { jsonArray } from '../json-array.ts';

const API_VERSION = '2023-01-01';

/** Works beside the main thread, which reads the next pages meanwhile. */
const compressed = promisify(gzip);

/** Where a stream is reached. */
export type StreamSettings = Pick<LogsIngestionSettings, 'endpoint' | 'ruleId' | 'stream'>;

export interface LogsIngestionRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Builds the request for a batch. The rule knows by its stream which columns come. */
export async function logsIngestionRequest(
  { endpoint, ruleId, stream }: StreamSettings,
  records: readonly EncodedRecord[],
  accessToken: string,
): Promise<LogsIngestionRequest> {
  return {
    url: `${endpoint}/dataCollectionRules/${ruleId}/streams/${stream}?api-version=${API_VERSION}`,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
    body: await compressed(jsonArray(records)),
  };
}
