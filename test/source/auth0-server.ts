/** A server that plays the two endpoints of a tenant, and a source that asks it. */

import type { PageSource } from '../../src/engine/walls.ts';
import type { ClosableHttpClient } from '../../src/http/node-fetch-client.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import type { TokenSource } from '../../src/tokens/token-source.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import {
  answerWith,
  type HeardRequest,
  type Responder,
  type TestServer,
  withHttp,
} from '../http-server.ts';

export const TIMEOUT_MS = 5_000;

export interface Endpoints {
  /** `POST /oauth/token`; grants `token-1`, `token-2` and so on when absent. */
  readonly token?: Responder;
  readonly logs?: Responder;
  /** `GET /api/v2/logs/{id}`. */
  readonly log?: Responder;
}

export interface Auth0Server extends TestServer {
  readonly http: ClosableHttpClient;
  readonly clock: FakeClock;
  /** The requests for tokens so far. */
  tokenRequests(): readonly HeardRequest[];
  logRequests(): readonly HeardRequest[];
}

/** A JSON answer. */
export function json(
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Responder {
  return answerWith(statusCode, JSON.stringify(value), {
    'content-type': 'application/json',
    ...headers,
  });
}

/** Grants a new token at every request, with this beside it. */
export function grantTokens(others: Readonly<Record<string, unknown>> = ONE_DAY): Responder {
  let count = 0;
  return (request, response) => {
    count += 1;
    const grant = { access_token: `token-${count}`, token_type: 'Bearer', ...others };
    json(200, grant)(request, response);
  };
}

const ONE_DAY = { expires_in: 86_400 };

export function withAuth0(
  { token = grantTokens(), logs = json(200, []), log = answerWith(404) }: Endpoints,
  use: (server: Auth0Server) => Promise<void>,
): Promise<void> {
  const respond: Responder = (request, response) => {
    if (request.path === '/oauth/token') return token(request, response);
    if (request.path === '/api/v2/logs') return logs(request, response);
    if (request.path.startsWith('/api/v2/logs/')) return log(request, response);
    return answerWith(404)(request, response);
  };
  return withHttp(respond, (server, http) => {
    const heardAt = (path: string) => server.heard.filter((request) => request.path === path);
    return use({
      ...server,
      http,
      clock: createFakeClock(),
      tokenRequests: () => heardAt('/oauth/token'),
      logRequests: () => heardAt('/api/v2/logs'),
    });
  });
}

/** Holds one token for ever, where tokens are not what is tested. */
export function oneToken(token = 'token-1'): TokenSource {
  return {
    getToken: async () => ({ status: 'token', token }),
    forget: () => undefined,
    restore: () => undefined,
    sealed: () => ({}),
  };
}

export function sourceOf({ host, origin, http, clock }: Auth0Server): PageSource {
  return createLogsApi(origin, createLogsClient(host, http, oneToken(), clock), clock);
}
