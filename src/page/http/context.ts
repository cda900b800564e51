/** One request to the page, and the answers that can be given to it. */

import type { Visitor } from '../sign-in/administrator.ts';

export interface Context {
  readonly method: string;
  /** The path and the query below the extension, as they came, on a host of no meaning. */
  readonly url: string;
  readonly headers: Headers;
  /** What stands in the path where its route has `:id`. */
  id: string;
  /** Who is signed in; unknown before the guard has asked. */
  visitor: Visitor | undefined;
  /** The first value of a field of the query. */
  query(name: string): string | undefined;
  /** The body of the request; may be asked for again. */
  text(): Promise<string>;
  /** What goes along with whichever answer is given. */
  readonly answerHeaders: Headers;
  answer(body: string | null, status: number, type?: string): Response;
  redirect(path: string, status?: 302 | 303): Response;
}

export function createContext(request: Request): Context {
  const { searchParams } = new URL(request.url);
  const answerHeaders = new Headers();
  let body: Promise<string> | undefined;

  function answer(body: string | null, status: number, type?: string): Response {
    if (type !== undefined) answerHeaders.set('content-type', `${type}; charset=utf-8`);
    return new Response(body, { status, headers: answerHeaders });
  }

  return {
    method: request.method,
    url: request.url,
    headers: request.headers,
    id: '',
    visitor: undefined,
    query: (name) => searchParams.get(name) ?? undefined,
    text() {
      body ??= request.text();
      return body;
    },
    answerHeaders,
    answer,
    redirect(path, status = 303) {
      answerHeaders.set('location', path);
      return answer(null, status);
    },
  };
}

/** Who is signed in, as the history names them. */
export function nameOf({ visitor }: Context): string {
  return visitor?.administrator.name ?? 'somebody';
}
