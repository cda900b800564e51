/** The sign-in of the extension's page: its routes, and the guards of all others. */

import { randomBytes as nodeRandomBytes } from 'node:crypto';
import type { HttpClient } from '../../http/http-client.ts';
import type { Handler } from '../http/routes.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { isIntended, requireAdministrator, requireIntent } from './guard.ts';
import { createKnownBrowsers, KNOWN_LIFETIME_MS } from './known-browsers.ts';
import { createLoginAttempts, LOGIN_LIFETIME_MS } from './login-attempt.ts';
import { isFromOwnPage } from './own-page.ts';
import { createPasswordForms, FORM_LIFETIME_MS } from './password-form.ts';
import { passwordRoutes } from './password-routes.ts';
import { signInPaths } from './paths.ts';
import { refuse } from './refusal.tsx';
import { createSessions, SESSION_LIFETIME_MS } from './session.ts';
import type { RenderPage, SignInRoom } from './sign-in-env.ts';
import type { SignInMemory } from './sign-in-memory.ts';
import { showSignIn } from './sign-in-page.tsx';
import { type SignInSettings, waysIn } from './sign-in-settings.ts';
import { createSignedTokens, type Now } from './signed-tokens.ts';

export interface SignInParts {
  readonly settings: SignInSettings;
  readonly http: HttpClient;
  readonly clock: Now;
  /** What outlives a request. */
  readonly memory: SignInMemory;
  /** The path under which the extension is served, without a slash at its end. */
  readonly prefix: string;
  readonly renderPage: RenderPage;
  /** Bytes that nobody can guess. */
  readonly randomBytes?: (size: number) => Buffer;
}

export interface SignIn {
  /** `/login`, what is below it, `/logout`, and what the authority asks for. */
  readonly routes: Routes;
  /** Stands before all that is shown. */
  readonly requireAdministrator: Handler;
  /** Stands before all that changes something; lets GET and HEAD pass. */
  readonly requireIntent: Handler;
}

/** Makes the sign-in for one request. */
export function createSignIn(parts: SignInParts): SignIn {
  const room = roomOf(parts);
  const { paths, sessions } = room;
  const routes = createRoutes();

  routes.get('/login', async (c) => {
    const visitor = await sessions.read(c);
    return visitor === undefined ? showSignIn(room, c) : c.redirect(paths.home, 303);
  });
  routes.post('/logout', async (c) => {
    const visitor = await sessions.read(c);
    // Another site's form comes without the session, and could still have it deleted.
    const isOwn =
      visitor === undefined
        ? isFromOwnPage(c.headers, room.baseUrl?.origin)
        : await isIntended(room, c, visitor);
    if (!isOwn) return refuse(room, c, 'foreign-form');
    sessions.end(c);
    return c.redirect(paths.login, 303);
  });
  routes.add(dashboardRoutes(room)).add(passwordRoutes(room));

  return {
    routes,
    requireAdministrator: requireAdministrator(room),
    requireIntent: requireIntent(room),
  };
}

function roomOf(parts: SignInParts): SignInRoom {
  const { settings, http, clock, memory, prefix, renderPage } = parts;
  const { randomBytes = nodeRandomBytes } = parts;
  const ways = waysIn(settings);
  const paths = signInPaths(prefix);
  // Without a secret there is no way in, and what is signed with this one is never believed again.
  const secret = settings.sessionSecret || nodeRandomBytes(32).toString('base64url');
  const tokensFor = (purpose: string, lifetimeMs: number, secrets: readonly (string | null)[]) =>
    createSignedTokens(secrets, purpose, lifetimeMs, clock);
  // The password is in it, so that a new one ends the sessions that the old one began.
  const withPassword = [secret, ways.password ?? null];
  const sessionTokens = tokensFor('session', SESSION_LIFETIME_MS, withPassword);
  const knownTokens = tokensFor('known-browser', KNOWN_LIFETIME_MS, withPassword);
  const attemptTokens = tokensFor('dashboard-login', LOGIN_LIFETIME_MS, [secret]);
  const formTokens = tokensFor('password-form', FORM_LIFETIME_MS, [secret]);
  return {
    ways,
    paths,
    prefix,
    baseUrl: settings.baseUrl,
    sessions: createSessions(sessionTokens, paths.scope, randomBytes),
    attempts: createLoginAttempts(attemptTokens, paths.loginScope, randomBytes),
    forms: createPasswordForms(formTokens, paths.loginScope, randomBytes),
    knownBrowsers: createKnownBrowsers(knownTokens, paths.loginScope),
    memory,
    http,
    clock,
    renderPage,
  };
}
