/** Checks a SharedKey signature from the service's description alone. */

import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedPost {
  readonly bodyBytes: number;
  readonly contentType: string;
  /** The text of `x-ms-date` as it came. */
  readonly date: string;
  readonly signature: string;
}

/** What the key's owner signs: verb, length in bytes, content type, date and resource, a line each. */
const signedText = ({ bodyBytes, contentType, date }: SignedPost): string =>
  ['POST', String(bodyBytes), contentType, `x-ms-date:${date}`, '/api/logs'].join('\n');

export function isSignedWith(key: string, post: SignedPost): boolean {
  const expected = createHmac('sha256', Buffer.from(key, 'base64'))
    .update(Buffer.from(signedText(post), 'utf8'))
    .digest();
  const came = Buffer.from(post.signature, 'base64');
  return came.length === expected.length && timingSafeEqual(came, expected);
}

/** Workspace id and signature of an `Authorization` header. */
export function readAuthorization(
  header: string | undefined,
): { readonly workspaceId: string; readonly signature: string } | undefined {
  const match = /^SharedKey ([^:\s]+):([A-Za-z0-9+/]+={0,2})$/.exec(header ?? '');
  const [, workspaceId, signature] = match ?? [];
  if (workspaceId === undefined || signature === undefined) return undefined;
  return { workspaceId, signature };
}

const RFC_1123 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The moment that an RFC 1123 date names, or `undefined` when it is written otherwise. */
export function readRfc1123(text: string): number | undefined {
  if (!RFC_1123.test(text)) return undefined;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
