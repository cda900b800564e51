/** A server that tells the requests for a first page and its checks apart. */

import type { Responder } from '../http-server.ts';
import { type Auth0Server, json, sourceOf, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';

interface Answers {
  readonly page?: Responder;
  readonly newest?: Responder;
  readonly oldest?: Responder;
  /** The searches for a place. */
  readonly place?: Responder;
}

export const NONE = json(200, []);

export type Kind = keyof Answers;

/** What a request asks for. */
function kindOf(query: URLSearchParams): Kind {
  if (query.has('from')) return 'page';
  if (query.get('per_page') === '100') return 'place';
  return query.get('sort') === 'date:1' ? 'oldest' : 'newest';
}

export function withAnswers(answers: Answers, use: (server: Auth0Server) => Promise<void>) {
  const logs: Responder = (request, response) =>
    (answers[kindOf(request.query)] ?? NONE)(request, response);
  return withAuth0({ logs }, use);
}

/** What was asked for, in order. */
export function asked(server: Auth0Server): readonly Kind[] {
  return server.logRequests().map(({ query }) => kindOf(query));
}

export function fetchFirst(
  server: Auth0Server,
  after: string,
  confirmedAtMs?: number,
  timeoutMs = TIMEOUT_MS,
) {
  return sourceOf(server).fetchFirstPage(after, confirmedAtMs, timeoutMs);
}
