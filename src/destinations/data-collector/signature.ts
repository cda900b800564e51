/** The signature that the HTTP Data Collector API demands of every request. */

import { createHmac } from 'node:crypto';

/**
 * The value of the `Authorization` header. `bodyBytes` is the length of the body in bytes, not in
 * characters; `date` is the text of the `x-ms-date` header; `workspaceKey` is base64.
 * Documented under "Authorization" of the Data Collector API: the signed text is UTF-8, has no
 * newline at its end, and names the resource without its query.
 */
export function sharedKeyAuthorization(
  workspaceId: string,
  workspaceKey: string,
  bodyBytes: number,
  date: string,
): string {
  const text = `POST\n${bodyBytes}\napplication/json\nx-ms-date:${date}\n/api/logs`;
  const key = Buffer.from(workspaceKey, 'base64');
  const signature = createHmac('sha256', key).update(text, 'utf8').digest('base64');
  return `SharedKey ${workspaceId}:${signature}`;
}
