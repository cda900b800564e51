/** What the routes of the sign-in work with. */

import type { Child } from '#html/jsx-runtime';
import type { HttpClient } from '../../http/http-client.ts';
import type { Context } from '../http/context.ts';
import type { Answer } from '../http/routes.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { LoginAttempts } from './login-attempt.ts';
import type { PasswordForms } from './password-form.ts';
import type { SignInPaths } from './paths.ts';
import type { Sessions } from './session.ts';
import type { SignInMemory } from './sign-in-memory.ts';
import type { WaysIn } from './sign-in-settings.ts';
import type { Now } from './signed-tokens.ts';

export interface SignInHead {
  readonly title: string;
  readonly statusCode?: number;
}

/** Puts content, with its own first heading, into the layout; answers through the context, which has the cookies. */
export type RenderPage = (context: Context, head: SignInHead, content: Child) => Answer;

export interface SignInRoom {
  readonly ways: WaysIn;
  readonly paths: SignInPaths;
  readonly prefix: string;
  /** The public address in the settings. */
  readonly baseUrl: URL | undefined;
  readonly sessions: Sessions;
  readonly attempts: LoginAttempts;
  readonly forms: PasswordForms;
  readonly knownBrowsers: KnownBrowsers;
  readonly memory: SignInMemory;
  readonly http: HttpClient;
  readonly clock: Now;
  readonly renderPage: RenderPage;
}
