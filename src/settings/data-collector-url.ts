/** Where the HTTP Data Collector API is called. */

import { type AzureCloud, dataCollectorHost } from './azure-clouds.ts';
import { readHttpAddress } from './http-address.ts';
import { accepted, refused, type ValueKind } from './setting.ts';

const API_PATH = '/api/logs';

/** An address to be called in place of Azure's. Its path, if any, replaces Azure's path. */
export const endpoint: ValueKind<string> = {
  type: 'text',
  expected: 'a URL with https:// (http:// only for a loopback host), without user, ? and #',
  read: (text) => {
    if (text.includes('?')) {
      return refused('Leave out the question mark and what follows; the API version is added.');
    }
    const url = readHttpAddress(text);
    if (url === undefined) return refused();
    return accepted(url.origin + (url.pathname === '/' ? API_PATH : url.pathname));
  },
};

export function dataCollectorUrl(of: {
  readonly workspaceId: string;
  readonly cloud: AzureCloud;
  readonly apiVersion: string;
  readonly endpoint: string | undefined;
}): string {
  const address =
    of.endpoint ?? `https://${dataCollectorHost(of.cloud, of.workspaceId)}${API_PATH}`;
  return `${address}?api-version=${of.apiVersion}`;
}
