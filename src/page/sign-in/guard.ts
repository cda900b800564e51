/** What stands before everything that is for administrators only. */

import type { Context } from '../http/context.ts';
import type { Handler } from '../http/routes.ts';
import type { Visitor } from './administrator.ts';
import { isFromOwnPage } from './own-page.ts';
import { fieldOf, readForm } from './read-form.ts';
import { refuse } from './refusal.tsx';
import { isSameText } from './same-text.ts';
import type { SignInRoom } from './sign-in-env.ts';

const CHANGING_NOTHING = ['GET', 'HEAD'];

/** Lets administrators pass, and tells the rest of the request who it is; others are sent to sign in. */
export function requireAdministrator(room: SignInRoom): Handler {
  return async (c) => {
    const visitor = await room.sessions.read(c);
    if (visitor === undefined) {
      // A form that was sent would be lost on the way, so that its sender is told.
      if (!CHANGING_NOTHING.includes(c.method)) return refuse(room, c, 'signed-out');
      return c.redirect(room.paths.login, 303);
    }
    c.visitor = visitor;
    return undefined;
  };
}

/**
 * Lets a request that changes something pass only when the administrator's own page sent it. It
 * asks for the session itself, so that it holds even where `requireAdministrator` was forgotten.
 */
export function requireIntent(room: SignInRoom): Handler {
  return async (c) => {
    if (CHANGING_NOTHING.includes(c.method)) return undefined;
    const visitor = await room.sessions.read(c);
    if (visitor === undefined) return refuse(room, c, 'signed-out');
    if (!(await isIntended(room, c, visitor))) return refuse(room, c, 'foreign-form');
    return undefined;
  };
}

/** Whether the form that was sent is one of the visitor's own pages. */
export async function isIntended(
  { baseUrl }: SignInRoom,
  c: Context,
  visitor: Visitor,
): Promise<boolean> {
  if (!isFromOwnPage(c.headers, baseUrl?.origin)) return false;
  const csrf = fieldOf(await readForm(c), 'csrf');
  return csrf !== undefined && isSameText(csrf, visitor.csrfToken);
}
