/** Reads the token in the answer to a client credentials grant (RFC 6749, section 4.4.3). */

import type { HeldToken } from './token-source.ts';

/** A token is renewed this long before its end, or half-way through a life shorter than twice that. */
const RENEW_BEFORE_MS = 120_000;

/** Assumed where the answer names no life span; a token that ends sooner is refused and renewed. */
const DEFAULT_LIFE_SECONDS = 600;

/** The token in an answer, or `undefined` when there is none that a header can carry. */
export function readGrant(data: unknown, nowMs: number): HeldToken | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { access_token: accessToken, expires_in: expiresIn } = data as {
    access_token?: unknown;
    expires_in?: unknown;
  };
  if (typeof accessToken !== 'string' || accessToken === '') return undefined;
  // What goes into a header must be printable, or sending it would fail in a way that names it.
  if (!/^[\x21-\x7e]+$/.test(accessToken)) return undefined;
  const isLife = typeof expiresIn === 'number' && Number.isFinite(expiresIn) && expiresIn > 0;
  const lifeMs = (isLife ? expiresIn : DEFAULT_LIFE_SECONDS) * 1000;
  return { accessToken, renewAtMs: nowMs + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 2) };
}
