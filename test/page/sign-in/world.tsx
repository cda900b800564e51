/** An extension with its sign-in and two pages behind it, a clock and an authority. */

import { type Context, createContext } from '../../../src/page/http/context.ts';
import { answerBy, createRoutes, type Routes } from '../../../src/page/http/routes.ts';
import { createSignIn, type SignIn, type SignInParts } from '../../../src/page/sign-in/sign-in.ts';
import { createSignInMemory } from '../../../src/page/sign-in/sign-in-memory.ts';
import { createFakeClock, type FakeClock } from '../../fake-clock.ts';
import {
  AUTHORITY,
  type Claims,
  createKeyServer,
  FIRST_KEY,
  type KeyServer,
  type SigningKey,
  signToken,
} from './authority.ts';
import { type Browser, createBrowser } from './browser.ts';

export const PREFIX = '/sandbox-extension';
export const BASE_URL = `https://tenant.eu.webtask.example${PREFIX}`;
export const PASSWORD = 'correct horse battery staple';
export const SECRET = 'QvX7-not-a-real-secret-8tRk';
export const SETTINGS: SignInParts['settings'] = {
  baseUrl: new URL(BASE_URL),
  authority: AUTHORITY,
  tenantDomain: 'tenant.eu.auth0.example',
  password: PASSWORD,
  sessionSecret: SECRET,
};
export const API_AUDIENCE = 'https://tenant.eu.auth0.example/api/v2/';

export interface World {
  readonly clock: FakeClock;
  readonly authority: KeyServer;
  /** May be changed: each request brings its settings along. */
  settings: SignInParts['settings'];
  prefix: string;
  /** Forgets what the process knew. */
  restart(): void;
  answer(request: Request): Promise<Response>;
  openBrowser(): Browser;
}

export function createWorld(settings: Partial<SignInParts['settings']> = {}): World {
  const clock = createFakeClock();
  const authority = createKeyServer(FIRST_KEY);
  let memory = createSignInMemory();
  const world: World = {
    clock,
    authority,
    settings: { ...SETTINGS, ...settings },
    prefix: PREFIX,
    restart() {
      memory = createSignInMemory();
    },
    async answer(request) {
      const { settings, prefix } = world;
      const parts = { settings, prefix, memory, clock, http: authority.http, renderPage };
      return answerBy(routesOf(createSignIn(parts)), createContext(request), (c) =>
        c.answer('not found', 404),
      );
    },
    openBrowser: () => createBrowser(world.prefix, world.answer),
  };
  return world;
}

const renderPage: SignInParts['renderPage'] = (context, { title, statusCode = 200 }, content) => {
  const page = (
    <main title={title}>
      {context.visitor?.administrator.name}
      {content}
    </main>
  );
  return context.answer(page.toString(), statusCode, 'text/html');
};

/** The page tells who sees it, and `/change` changes something. */
function routesOf({ routes, requireAdministrator, requireIntent }: SignIn): Routes {
  const changed = (c: Context) => c.answer('changed', 200);
  return createRoutes()
    .add(routes)
    .post('/unguarded-change', requireIntent)
    .post('/unguarded-change', changed)
    .guard(requireAdministrator)
    .guard(requireIntent)
    .get('/', ({ visitor, answer }) => {
      const { administrator, csrfToken } = visitor ?? {};
      return answer(JSON.stringify({ ...administrator, csrfToken }), 200, 'application/json');
    })
    .post('/change', changed);
}

/** What the page says about who is signed in; `undefined` when it sends one away to sign in. */
export async function whoIsSignedIn(
  browser: Browser,
): Promise<{ name: string; way: string; csrfToken: string } | undefined> {
  const response = await browser.get('/');
  if (response.status === 200) return response.json() as never;
  if (response.status !== 303) throw new Error(`the page answered with ${response.status}`);
  return undefined;
}

/** Begins a sign-in at the dashboard; gives what the authority is asked. */
export async function beginLogin(browser: Browser): Promise<URLSearchParams> {
  const response = await browser.get('/login/dashboard');
  return new URL(response.headers.get('location') ?? '').searchParams;
}

export interface Forgery {
  readonly id?: Claims;
  readonly access?: Claims;
  readonly idKey?: SigningKey;
  readonly accessKey?: SigningKey;
}

export function idClaims(nowMs: number, asked: URLSearchParams): Claims {
  const nowSeconds = Math.floor(nowMs / 1000);
  return {
    iss: `${AUTHORITY.origin}/`,
    aud: BASE_URL,
    sub: 'auth0|admin',
    email: 'admin@example.com',
    nonce: asked.get('nonce'),
    iat: nowSeconds,
    exp: nowSeconds + 36_000,
  };
}

export function accessClaims(nowMs: number): Claims {
  const nowSeconds = Math.floor(nowMs / 1000);
  return {
    iss: `${AUTHORITY.origin}/`,
    aud: [API_AUDIENCE, `${AUTHORITY.origin}/userinfo`],
    sub: 'auth0|admin',
    azp: BASE_URL,
    scope: 'openid profile email read:logs',
    iat: nowSeconds,
    exp: nowSeconds + 600,
  };
}

/** The form that the authority lets the browser post, but for what is forged; an `undefined` claim is left out. */
export function callbackForm(world: World, asked: URLSearchParams, forgery: Forgery = {}) {
  const nowMs = world.clock.now();
  const { id = {}, access = {}, idKey = FIRST_KEY, accessKey = FIRST_KEY } = forgery;
  return {
    state: asked.get('state') ?? '',
    id_token: signToken({ ...idClaims(nowMs, asked), ...id }, idKey),
    access_token: signToken({ ...accessClaims(nowMs), ...access }, accessKey),
  };
}

/** What a browser says about a form from another site. */
export const FROM_AUTHORITY = { origin: AUTHORITY.origin, 'sec-fetch-site': 'cross-site' };

/** Signs in at the dashboard, and gives the answer to the callback. */
export async function signInAtDashboard(
  world: World,
  browser: Browser,
  forgery: Forgery = {},
): Promise<Response> {
  const form = callbackForm(world, await beginLogin(browser), forgery);
  return browser.post('/login/callback', form, FROM_AUTHORITY);
}

/** Opens the sign-in page, enters a password and sends it. */
export async function enterPassword(
  browser: Browser,
  password: string,
  headers?: Readonly<Record<string, string>>,
): Promise<Response> {
  const page = await (await browser.get('/login')).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return browser.post('/login/password', { csrf, password }, headers);
}

/** Holds for everything that is answered: nothing secret is in it. */
export async function assertTellsNothing(
  response: Response,
  secrets: readonly string[],
): Promise<string> {
  const text = await response.text();
  const all = `${text}\n${[...response.headers].join('\n')}`;
  for (const secret of [...secrets, PASSWORD, SECRET]) {
    if (all.includes(secret)) throw new Error('the answer holds a secret');
  }
  return text;
}
