/** How long the other side asks to be left alone. */

import type { HttpHead } from './http-client.ts';
import { serverTimeMs } from './server-time.ts';

/**
 * The wait that `Retry-After` asks for, in seconds or as a date (RFC 9110, section 10.2.3).
 * `undefined` when the header is absent or cannot be read.
 */
export function retryAfterMs(answer: HttpHead, nowMs: number): number | undefined {
  const text = answer.header('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - serverTimeMs(answer, nowMs));
}
