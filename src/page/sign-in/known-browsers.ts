/** The browsers that have signed in with the password before: strangers who guess it must not lock them out. */

import type { Context } from '../http/context.ts';
import { createSignedCookie } from './signed-cookie.ts';
import type { SignedTokens } from './signed-tokens.ts';

export const KNOWN_LIFETIME_MS = 90 * 24 * 60 * 60_000;

export interface KnownBrowsers {
  isKnown(c: Context): Promise<boolean>;
  remember(c: Context): Promise<void>;
}

/** The cookie opens nothing: it only spares a browser the wait that strangers cause. */
export function createKnownBrowsers(tokens: SignedTokens, scope: string): KnownBrowsers {
  const cookie = createSignedCookie('log-export-known', tokens, {
    path: scope,
    sameSite: 'Strict',
    lifetimeMs: KNOWN_LIFETIME_MS,
  });
  return {
    isKnown: async (c) => (await cookie.read(c)).length > 0,
    remember: (c) => cookie.write(c, {}),
  };
}
