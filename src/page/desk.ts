/** What the rooms of the page work with: the parts of the page, and how an answer becomes a document. */

import type { Child } from '#html/jsx-runtime';
import type { Context } from './http/context.ts';
import type { Answer } from './http/routes.ts';
import type { Frame, Section } from './layout/frame.ts';
import type { PageParts } from './page-parts.ts';

export interface PageHead {
  readonly title: string;
  readonly section?: Section;
  /** The page follows what happens without a reload. */
  readonly isLive?: boolean;
  readonly statusCode?: number;
}

export interface Desk extends PageParts {
  frameOf(context: Context): Frame;
  render(context: Context, head: PageHead, content: Child): Answer;
}
