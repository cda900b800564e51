/** Signing in at the emulated authority as a browser does, with tokens that can be forged on the way. */

import type { Authority } from '../../src/sandbox/authority/start-authority.ts';
import type { JsonObject } from '../../src/sandbox/http/json-input.ts';
import type { Browser } from './sign-in/browser.ts';

/** What the extension asks the authority for. */
export interface Asked {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly audience: string;
  readonly scope: string;
  readonly state: string;
  readonly nonce: string;
}

/** The fields of the form that comes back; those without a value are left out. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** Begins a sign-in in this browser. */
export async function beginSignIn(browser: Browser): Promise<Asked> {
  const answer = await browser.get('/login/dashboard');
  const { searchParams } = new URL(answer.headers.get('location') ?? '');
  const ask = (name: string): string => searchParams.get(name) ?? '';
  return {
    clientId: ask('client_id'),
    redirectUri: ask('redirect_uri'),
    audience: ask('audience'),
    scope: ask('scope'),
    state: ask('state'),
    nonce: ask('nonce'),
  };
}

/** The form for an administrator, but for what is changed in its claims. */
export function formWith(
  authority: Authority,
  asked: Asked,
  changes: { readonly id?: JsonObject; readonly access?: JsonObject } = {},
): Fields {
  const { idToken, accessToken } = authority.claimsFor(asked);
  return {
    state: asked.state,
    id_token: authority.sign({ ...idToken, ...changes.id }),
    access_token: authority.sign({ ...accessToken, ...changes.access }),
  };
}

/** Posts the form from the authority's site, as its page makes the browser do. */
export function comeBack(
  authority: Authority,
  browser: Browser,
  fields: Fields,
): Promise<Response> {
  const form = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return browser.post('/login/callback', Object.fromEntries(form), {
    origin: authority.url,
    'sec-fetch-site': 'cross-site',
  });
}
