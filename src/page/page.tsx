/** The page of the extension: from a request to an answer. */

import type { Child } from '#html/jsx-runtime';
import { parsePageSettings } from '../settings/page-settings.ts';
import { actionRoutes } from './actions/action-routes.tsx';
import { deadLetterRoutes } from './dead-letters/dead-letter-routes.tsx';
import type { Desk, PageHead } from './desk.ts';
import { hookRoutes } from './hooks/hook-routes.ts';
import { type Context, createContext } from './http/context.ts';
import { answerBy, createRoutes } from './http/routes.ts';
import { newNonce, withSafetyHeaders } from './http/safety.ts';
import { Document } from './layout/document.tsx';
import type { Frame } from './layout/frame.ts';
import { overviewRoutes } from './overview/overview-routes.tsx';
import type { PageParts } from './page-parts.ts';
import { runRoutes } from './runs/run-routes.tsx';
import { settingsRoutes } from './settings/settings-routes.tsx';
import { createSignIn } from './sign-in/sign-in.ts';
import { switchRoutes } from './switch/switch-routes.tsx';

/** Answers one request, whose path is the one below the extension. */
export async function answerPage(parts: PageParts, request: Request): Promise<Response> {
  const nonce = newNonce();
  const { settings } = parsePageSettings(parts.values);

  function frameOf({ visitor }: Context): Frame {
    const frame = { prefix: parts.prefix, nonce, style: parts.assets.style };
    return visitor === undefined ? frame : { ...frame, visitor };
  }

  function render(context: Context, head: PageHead, content: Child) {
    const { statusCode = 200, ...rest } = head;
    const document = (
      <Document frame={frameOf(context)} {...rest}>
        {content}
      </Document>
    );
    return context.answer(document.toString(), statusCode, 'text/html');
  }

  const desk: Desk = { ...parts, frameOf, render };
  const signIn = createSignIn({
    settings: { ...settings, sessionSecret: settings.clientSecret ?? settings.extensionSecret },
    http: parts.http,
    clock: parts.clock,
    prefix: parts.prefix,
    memory: parts.memory.signIn,
    renderPage: render,
  });

  const routes = createRoutes()
    .add(signIn.routes)
    .add(hookRoutes(desk, settings))
    // Whoever is not signed in gets no further, not even to a "not found".
    .guard(signIn.requireAdministrator)
    .guard(signIn.requireIntent)
    .get('/page.js', (context) => context.answer(parts.assets.script, 200, 'text/javascript'));
  const rooms = [
    overviewRoutes,
    runRoutes,
    deadLetterRoutes,
    actionRoutes,
    settingsRoutes,
    switchRoutes,
  ];
  for (const room of rooms) routes.add(room(desk));

  function notFound(context: Context) {
    return render(context, { title: 'Not found', statusCode: 404 }, <h1>There is no such page</h1>);
  }

  const context = createContext(request);
  try {
    return withSafetyHeaders(await answerBy(routes, context, notFound), nonce);
  } catch {
    return withSafetyHeaders(context.answer('internal error\n', 500, 'text/plain'), nonce);
  }
}
