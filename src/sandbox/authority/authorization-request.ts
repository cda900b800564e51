/** Reads what an application asks for at `/authorize`, and refuses what a real authority would refuse. */

import { isLoopback, webUrl } from './loopback.ts';
import { type Problem, problem, repeatedParameter } from './problem.ts';

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly audience: string;
  /** The scopes asked for, separated by spaces. */
  readonly scope: string;
  /** Handed back as it came, when it came. */
  readonly state?: string;
}

export type ReadRequest =
  | { readonly status: 'read'; readonly request: AuthorizationRequest }
  | Problem;

const invalid = (description: string): Problem => problem('invalid_request', description);

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Why this cannot be a client id; a query would swallow the path that is put behind it. */
export function clientIdProblem(clientId: string): Problem | undefined {
  const url = webUrl(clientId);
  if (url === undefined || clientId.includes('?')) {
    return invalid(`Unknown client: ${clientId}. An extension's client_id is its own plain URL`);
  }
  if (isLoopback(url)) return undefined;
  return problem('unauthorized_client', 'The sandbox knows clients on this machine only');
}

function responseProblem(query: URLSearchParams): Problem | undefined {
  const types = wordsOf(query.get('response_type') ?? '');
  if (types.length === 0) return invalid('Missing required parameter: response_type');
  const isBoth = types.length === 2 && types.includes('token') && types.includes('id_token');
  if (!isBoth) {
    return problem(
      'unsupported_response_type',
      `Unsupported response type: ${types.join(' ')}. Expected: token id_token`,
    );
  }
  if (query.get('response_mode') === 'form_post') return undefined;
  return invalid('The response_mode has to be form_post');
}

function redirectProblem(redirectUri: string): Problem | undefined {
  const url = webUrl(redirectUri);
  if (url === undefined) return invalid('The redirect_uri has to be a URL without a fragment');
  if (isLoopback(url)) return undefined;
  return invalid('The sandbox posts tokens to this machine only, not to that redirect_uri');
}

export function readAuthorizationRequest(
  query: URLSearchParams,
  isKnownAudience: (audience: string) => boolean,
): ReadRequest {
  const repeated = repeatedParameter(query);
  if (repeated !== undefined) return invalid(`The parameter came more than once: ${repeated}`);
  const required = ['client_id', 'redirect_uri', 'nonce', 'audience', 'scope'];
  const missing = required.find((name) => (query.get(name) ?? '') === '');
  if (missing !== undefined) return invalid(`Missing required parameter: ${missing}`);
  const given = (name: string): string => query.get(name) ?? '';
  const clientId = given('client_id');
  const redirectUri = given('redirect_uri');
  const refused =
    clientIdProblem(clientId) ?? responseProblem(query) ?? redirectProblem(redirectUri);
  if (refused !== undefined) return refused;
  const scope = given('scope');
  if (!wordsOf(scope).includes('openid')) {
    return problem('invalid_scope', 'An id_token needs the scope openid');
  }
  const audience = given('audience');
  if (!isKnownAudience(audience)) {
    return problem('access_denied', `Service not found: ${audience}`);
  }
  const request = { clientId, redirectUri, nonce: given('nonce'), audience, scope };
  const state = query.get('state');
  return { status: 'read', request: state === null ? request : { ...request, state } };
}
