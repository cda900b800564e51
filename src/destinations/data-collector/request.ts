/** How records become a request to the HTTP Data Collector API. */

import type { EncodedRecord } from '../../engine/walls.ts';
import type { DataCollectorSettings } from '../../settings/parse.ts';
import { jsonArray } from '../json-array.ts';
import { sharedKeyAuthorization } from './signature.ts';

/** Which table, and the column that Azure takes the time of a row from. */
export interface TableSettings extends DataCollectorSettings {
  readonly timeColumn: string;
}

export interface DataCollectorRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Builds the request for a batch, signed and dated for the attempt that is made now. */
export function dataCollectorRequest(
  settings: TableSettings,
  records: readonly EncodedRecord[],
  nowMs: number,
): DataCollectorRequest {
  const body = jsonArray(records);
  const date = new Date(nowMs).toUTCString();
  const { workspaceId, workspaceKey, logType, resourceId, url, timeColumn } = settings;
  const headers = {
    authorization: sharedKeyAuthorization(workspaceId, workspaceKey, body.length, date),
    // With a charset after it, the service takes the signature for a wrong one.
    'content-type': 'application/json',
    'log-type': logType,
    'x-ms-date': date,
    'time-generated-field': timeColumn,
    ...(resourceId === undefined ? {} : { 'x-ms-AzureResourceId': resourceId }),
  };
  return { url, headers, body };
}
