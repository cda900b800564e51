/** Which handler answers which request. */

import { IttyRouter } from 'itty-router/IttyRouter';
import type { Context } from './context.ts';

export type Answer = Response | Promise<Response>;

/** Answers, or leaves the request to the next handler that fits. */
export type Handler = (context: Context) => Answer | Promise<Response | undefined> | undefined;

/** Routes are looked through in the order in which they were added; a slash at the end of a path does not matter. */
export interface Routes {
  readonly router: ReturnType<typeof IttyRouter>;
  get(path: string, handler: Handler): Routes;
  post(path: string, handler: Handler): Routes;
  put(path: string, handler: Handler): Routes;
  /** Stands before all routes that are added after it, whatever their methods. */
  guard(handler: Handler): Routes;
  add(others: Routes): Routes;
}

interface RoutedRequest {
  readonly params: Readonly<Record<string, string>>;
}

export function createRoutes(): Routes {
  const router = IttyRouter();
  const routes: Routes = {
    router,
    get: (path, handler) => added(router.get(path, called(handler))),
    post: (path, handler) => added(router.post(path, called(handler))),
    put: (path, handler) => added(router.put(path, called(handler))),
    guard: (handler) => added(router.all('*', called(handler))),
    add: (others) => added(router.routes.push(...others.router.routes)),
  };

  function added(_: unknown): Routes {
    return routes;
  }

  return routes;
}

function called(handler: Handler) {
  return ({ params }: RoutedRequest, context: Context) => {
    context.id = decoded(params['id'] ?? '');
    return handler(context);
  };
}

/** Answers by the first route that fits and answers, behind the guards before it; otherwise by `notFound`. */
export async function answerBy(
  { router }: Routes,
  context: Context,
  notFound: (context: Context) => Answer,
): Promise<Response> {
  const isHead = context.method === 'HEAD';
  // The router would read the query too, for which repeated fields take it the square of their number.
  const [url = ''] = context.url.split('?', 1);
  const asked = { method: isHead ? 'GET' : context.method, url };
  const answer: Response = (await router.fetch(asked, context)) ?? (await notFound(context));
  return isHead ? new Response(null, answer) : answer;
}

/** What is no encoding stands as it came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
