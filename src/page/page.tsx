/** The page of the extension: from a request to an answer. */

import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { Child } from '#html/jsx-runtime';
import { parsePageSettings } from '../settings/page-settings.ts';
import { actionRoutes } from './actions/action-routes.tsx';
import { deadLetterRoutes } from './dead-letters/dead-letter-routes.tsx';
import type { Desk, PageEnv, PageHead } from './desk.ts';
import { hookRoutes } from './hooks/hook-routes.ts';
import { newNonce, withSafetyHeaders } from './http/safety.ts';
import { Document } from './layout/document.tsx';
import type { Frame } from './layout/frame.ts';
import { overviewRoutes } from './overview/overview-routes.tsx';
import type { PageParts } from './page-parts.ts';
import { runRoutes } from './runs/run-routes.tsx';
import { settingsRoutes } from './settings/settings-routes.tsx';
import { createSignIn } from './sign-in/sign-in.ts';

/** Answers one request, whose path is the one below the extension. */
export async function answerPage(parts: PageParts, request: Request): Promise<Response> {
  const nonce = newNonce();
  const { settings } = parsePageSettings(parts.values);

  function frameOf(context: Context<PageEnv>): Frame {
    const frame = { prefix: parts.prefix, nonce, style: parts.assets.style };
    const administrator = context.get('administrator');
    if (administrator === undefined) return frame;
    return { ...frame, visitor: { administrator, csrfToken: context.get('csrfToken') } };
  }

  function render(context: Context<PageEnv>, head: PageHead, content: Child) {
    const { statusCode = 200, ...rest } = head;
    const document = (
      <Document frame={frameOf(context)} {...rest}>
        {content}
      </Document>
    );
    return context.html(document, statusCode);
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

  const app = new Hono<PageEnv>();
  app.route('/', signIn.routes);
  app.route('/', hookRoutes(desk, settings));
  // Whoever is not signed in gets no further, not even to a "not found".
  app.use(signIn.requireAdministrator);
  app.post('*', signIn.requireIntent);
  app.get('/page.js', (context) =>
    context.body(parts.assets.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  for (const routes of [
    overviewRoutes,
    runRoutes,
    deadLetterRoutes,
    actionRoutes,
    settingsRoutes,
  ]) {
    app.route('/', routes(desk));
  }
  app.notFound((context) =>
    render(context, { title: 'Not found', statusCode: 404 }, <h1>There is no such page</h1>),
  );
  app.onError((_, context) => context.text('internal error\n', 500));
  return withSafetyHeaders(await app.fetch(request), nonce);
}
