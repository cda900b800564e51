/** Short texts about a browser that only this extension can have written, each for one purpose. */

import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';

const ISSUER = 'auth0-logs-to-azure-log-analytics';
const ALGORITHM = 'HS256';
const KEY_BYTES = 32;

export interface Now {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export interface SignedTokens {
  sign(claims: Readonly<Record<string, string>>): Promise<string>;
  /** The claims, or `undefined` when the token is not one of these, was changed or is over. */
  read(token: string | undefined): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/**
 * Tokens for one purpose. Their key is derived from all of the `secrets` (HKDF, RFC 5869), so that
 * a change of any of them ends the tokens; what is signed for one purpose is none for another.
 */
export function createSignedTokens(
  secrets: readonly (string | null)[],
  purpose: string,
  lifetimeMs: number,
  clock: Now,
): SignedTokens {
  const info = `page: ${purpose}`;
  const key = new Uint8Array(hkdfSync('sha256', JSON.stringify(secrets), '', info, KEY_BYTES));
  const type = `${purpose}+jwt`;
  const lifetimeSeconds = lifetimeMs / 1000;
  return {
    sign(claims) {
      const nowSeconds = Math.floor(clock.now() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: ALGORITHM, typ: type })
        .setIssuer(ISSUER)
        .setAudience(purpose)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + lifetimeSeconds)
        .sign(key);
    },
    async read(token) {
      if (token === undefined) return undefined;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          typ: type,
          issuer: ISSUER,
          audience: purpose,
          requiredClaims: ['exp'],
          maxTokenAge: lifetimeSeconds,
          currentDate: new Date(clock.now()),
        });
        return payload;
      } catch {
        return undefined;
      }
    },
  };
}
