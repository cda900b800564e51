/** One attempt to sign in at the dashboard, tied to the browser that began it. */

import type { Context } from '../http/context.ts';
import { createSignedCookie } from './signed-cookie.ts';
import type { SignedTokens } from './signed-tokens.ts';

export const LOGIN_COOKIE = 'log-export-login';
export const LOGIN_LIFETIME_MS = 10 * 60_000;
const RANDOM_BYTES = 32;

export interface LoginAttempt {
  /** Comes back with the tokens. */
  readonly state: string;
  /** Comes back inside the id token. */
  readonly nonce: string;
}

export interface LoginAttempts {
  begin(c: Context): Promise<LoginAttempt>;
  /**
   * What this browser began, whose cookie is cleared in any case: one attempt, unless a neighbour of
   * the host set more.
   */
  take(c: Context): Promise<readonly LoginAttempt[]>;
}

/** Attempts whose cookie is sent for the path `scope` only. */
export function createLoginAttempts(
  tokens: SignedTokens,
  scope: string,
  randomBytes: (size: number) => Buffer,
): LoginAttempts {
  const cookie = createSignedCookie(LOGIN_COOKIE, tokens, {
    path: scope,
    // The tokens are posted from the site of the authority, and only `None` lets a cookie come along.
    sameSite: 'None',
    lifetimeMs: LOGIN_LIFETIME_MS,
  });
  const randomText = () => randomBytes(RANDOM_BYTES).toString('base64url');
  return {
    async begin(c) {
      const attempt = { state: randomText(), nonce: randomText() };
      await cookie.write(c, attempt);
      return attempt;
    },
    async take(c) {
      const attempts = await cookie.read(c);
      cookie.clear(c);
      return attempts.flatMap(({ state, nonce }) =>
        typeof state === 'string' && typeof nonce === 'string' ? [{ state, nonce }] : [],
      );
    },
  };
}
