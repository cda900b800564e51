/** Signing in with an account of the Auth0 dashboard: to the authority, and back with its tokens. */

import { createRoutes, type Routes } from '../http/routes.ts';
import { createAuthorityKeys } from './authority-keys.ts';
import { type DashboardOutcome, NEEDED_SCOPE, verifyDashboardTokens } from './dashboard-tokens.ts';
import { LOGIN_LIFETIME_MS, type LoginAttempt } from './login-attempt.ts';
import { fieldOf, readForm } from './read-form.ts';
import { refuse } from './refusal.tsx';
import { isSameText } from './same-text.ts';
import type { SignInRoom } from './sign-in-env.ts';
import { baseText, type DashboardWay, redirectUri } from './sign-in-settings.ts';

const CLIENT_NAME = 'Auth0 Logs to Azure Log Analytics';
/** The access token is looked at once and thrown away. */
const ACCESS_TOKEN_LIFETIME_SECONDS = 600;

export function dashboardRoutes(room: SignInRoom): Routes {
  const { ways, paths, baseUrl, attempts, sessions, memory, clock } = room;
  const routes = createRoutes();

  // The authority asks here about the client whose id is the address of the extension.
  routes.get('/.well-known/oauth2-client-configuration', (c) => {
    const client = baseUrl && {
      redirect_uris: [redirectUri(baseUrl)],
      client_name: CLIENT_NAME,
      post_logout_redirect_uris: [baseText(baseUrl)],
    };
    const body = JSON.stringify(client ?? { error: 'not_found' });
    return c.answer(body, client === undefined ? 404 : 200, 'application/json');
  });

  routes.get('/login/dashboard', async (c) => {
    const way = ways.dashboard;
    if (way === undefined) return refuse(room, c, 'not-offered');
    if (room.prefix !== way.path) {
      // The cookie of the attempt must be set where the tokens will come back to.
      if (c.query('moved') !== undefined) return refuse(room, c, 'wrong-address');
      return c.redirect(`${way.clientId}/login/dashboard?moved=1`, 302);
    }
    return c.redirect(authorizeUrl(way, await attempts.begin(c)), 302);
  });

  routes.post('/login/callback', async (c) => {
    const begun = await attempts.take(c);
    const way = ways.dashboard;
    if (way === undefined) return refuse(room, c, 'not-offered');
    if (begun.length === 0) return refuse(room, c, 'no-attempt');
    const form = await readForm(c);
    const state = fieldOf(form, 'state');
    const attempt = begun.find((one) => state !== undefined && isSameText(state, one.state));
    if (attempt === undefined) return refuse(room, c, 'other-attempt');
    if (form.has('error')) return refuse(room, c, 'denied');

    const outcome = await verifyForm(way, form, attempt);
    if (outcome.status === 'refused') return refuse(room, c, 'unverified', outcome.what);
    if (outcome.status !== 'verified') return refuse(room, c, outcome.status);
    // Only now, so that nobody but an administrator can fill the memory; nothing is awaited between.
    const nowMs = clock.now();
    if (!memory.usedStates.claim(attempt.state, nowMs + LOGIN_LIFETIME_MS, nowMs)) {
      return refuse(room, c, 'used');
    }
    await sessions.begin(c, outcome.administrator);
    return c.redirect(paths.home, 303);
  });

  // A reload of the callback's page.
  routes.get('/login/callback', (c) => c.redirect(paths.login, 303));

  async function verifyForm(
    way: DashboardWay,
    form: URLSearchParams,
    { nonce }: LoginAttempt,
  ): Promise<DashboardOutcome> {
    const idToken = fieldOf(form, 'id_token');
    const accessToken = fieldOf(form, 'access_token');
    if (idToken === undefined) return { status: 'refused', what: 'no id token came' };
    if (accessToken === undefined) return { status: 'refused', what: 'no access token came' };
    const keys = createAuthorityKeys(way.authority.origin, room.http, clock, memory.authorityKeys);
    return verifyDashboardTokens({ idToken, accessToken, nonce }, way, keys, clock.now());
  }

  return routes;
}

function authorizeUrl(way: DashboardWay, { state, nonce }: LoginAttempt): string {
  const url = new URL('/authorize', way.authority.origin);
  url.search = new URLSearchParams({
    client_id: way.clientId,
    response_type: 'token id_token',
    response_mode: 'form_post',
    redirect_uri: way.redirectUri,
    audience: way.apiAudience,
    scope: `openid profile email ${NEEDED_SCOPE}`,
    expiration: String(ACCESS_TOKEN_LIFETIME_SECONDS),
    state,
    nonce,
  }).toString();
  return url.href;
}
