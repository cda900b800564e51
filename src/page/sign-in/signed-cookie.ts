/** A cookie with claims about a browser that only this extension can have written. */

import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { SignedTokens } from './signed-tokens.ts';

export interface SignedCookie {
  write(c: Context, claims: Readonly<Record<string, string>>): Promise<void>;
  /** The claims of every cookie of that name that is believed, in the order in which they came. */
  read(c: Context): Promise<readonly Readonly<Record<string, unknown>>[]>;
  clear(c: Context): void;
}

interface Attributes {
  /** The cookie is sent for this path only. */
  readonly path: string;
  readonly sameSite: 'Lax' | 'None' | 'Strict';
  readonly lifetimeMs: number;
}

export function createSignedCookie(
  name: string,
  tokens: SignedTokens,
  { path, sameSite, lifetimeMs }: Attributes,
): SignedCookie {
  const attributes = { path, sameSite, httpOnly: true, secure: true };
  return {
    async write(c, claims) {
      setCookie(c, name, await tokens.sign(claims), { ...attributes, maxAge: lifetimeMs / 1000 });
    },
    async read(c) {
      // A neighbour of the host can set a cookie of the same name, which must not shadow ours.
      const values = (c.req.header('cookie') ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      const claims = await Promise.all(values.map((value) => tokens.read(value)));
      return claims.filter((one) => one !== undefined);
    },
    clear(c) {
      deleteCookie(c, name, attributes);
    },
  };
}
