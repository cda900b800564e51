/** What the rooms of the page work with: the parts of the page, and how an answer becomes a document. */

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Child } from '#html/jsx-runtime';
import type { Frame, Section } from './layout/frame.ts';
import type { PageParts } from './page-parts.ts';
import type { SignInEnv } from './sign-in/sign-in-env.ts';

/** What the context of a request holds once somebody is signed in. */
export type PageEnv = SignInEnv;

export interface PageHead {
  readonly title: string;
  readonly section?: Section;
  /** The page follows what happens without a reload. */
  readonly isLive?: boolean;
  readonly statusCode?: ContentfulStatusCode;
}

export interface Desk extends PageParts {
  frameOf(context: Context<PageEnv>): Frame;
  render(context: Context<PageEnv>, head: PageHead, content: Child): Response | Promise<Response>;
}
