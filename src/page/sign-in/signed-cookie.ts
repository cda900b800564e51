/** A cookie with claims about a browser that only this extension can have written. */

import type { Context } from '../http/context.ts';
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
  /** A token and the path of the extension hold nothing that would have to be escaped. */
  function set(c: Context, value: string, maxAgeSeconds: number): void {
    const attributes = `Max-Age=${maxAgeSeconds}; Path=${path}; HttpOnly; Secure; SameSite=${sameSite}`;
    c.answerHeaders.append('set-cookie', `${name}=${value}; ${attributes}`);
  }

  return {
    async write(c, claims) {
      set(c, await tokens.sign(claims), lifetimeMs / 1000);
    },
    async read(c) {
      // A neighbour of the host can set a cookie of the same name, which must not shadow ours.
      const values = (c.headers.get('cookie') ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      const claims = await Promise.all(values.map((value) => tokens.read(value)));
      return claims.filter((one) => one !== undefined);
    },
    clear(c) {
      set(c, '', 0);
    },
  };
}
