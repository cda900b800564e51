/** The session: a signed cookie that says who is signed in, and holds nothing else worth stealing. */

import type { Context } from '../http/context.ts';
import type { Administrator, Visitor } from './administrator.ts';
import { createSignedCookie } from './signed-cookie.ts';
import type { SignedTokens } from './signed-tokens.ts';

export const SESSION_COOKIE = 'log-export-session';
export const SESSION_LIFETIME_MS = 2 * 60 * 60_000;
const CSRF_TOKEN_BYTES = 32;

export interface Sessions {
  begin(c: Context, administrator: Administrator): Promise<void>;
  /** Who is signed in, or `undefined`. */
  read(c: Context): Promise<Visitor | undefined>;
  end(c: Context): void;
}

/** Sessions whose cookie is sent for the path `scope` only. */
export function createSessions(
  tokens: SignedTokens,
  scope: string,
  randomBytes: (size: number) => Buffer,
): Sessions {
  const cookie = createSignedCookie(SESSION_COOKIE, tokens, {
    path: scope,
    // Not `Strict`: the browser would leave it out when the dashboard's sign-in, another site, leads
    // back to the page, and nobody would ever be signed in.
    sameSite: 'Lax',
    lifetimeMs: SESSION_LIFETIME_MS,
  });
  return {
    async begin(c, { name, way }) {
      const csrf = randomBytes(CSRF_TOKEN_BYTES).toString('base64url');
      await cookie.write(c, { name, way, csrf });
    },
    async read(c) {
      return (await cookie.read(c)).map(visitorOf).find((visitor) => visitor !== undefined);
    },
    end: cookie.clear,
  };
}

function visitorOf(claims: Readonly<Record<string, unknown>>): Visitor | undefined {
  const { name, way, csrf: csrfToken } = claims;
  if (typeof name !== 'string' || typeof csrfToken !== 'string') return undefined;
  if (way !== 'dashboard' && way !== 'password') return undefined;
  return { administrator: { name, way }, csrfToken };
}
