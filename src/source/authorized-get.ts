/** One GET request to the Management API, with a token that is renewed when it is refused. */

import type { Clock, MisconfiguredOutcome, RetryOutcome } from '../engine/walls.ts';
import type { HttpAnswer, HttpClient, HttpHead } from '../http/http-client.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { tokenRefusedProblem } from './logs-answer.ts';

/** Any answer but 401 and 403, or why none came. */
export type AuthorizedAnswer =
  | HttpAnswer
  | { readonly status: 'too-large' }
  | RetryOutcome
  | MisconfiguredOutcome;

/** Never rejects. `onHead` is told of each answer's head before its body has come. */
export type AuthorizedGet = (
  url: string,
  maxResponseBytes: number,
  timeoutMs: number,
  onHead?: (head: HttpHead) => void,
) => Promise<AuthorizedAnswer>;

/** Makes the requests of one run to one tenant. */
export function createAuthorizedGet(
  domain: string,
  http: HttpClient,
  tokens: TokenSource,
  clock: Clock,
): AuthorizedGet {
  return async (url, maxResponseBytes, timeoutMs, onHead) => {
    const endsAtMs = clock.now() + timeoutMs;

    async function getOnce(): Promise<AuthorizedAnswer> {
      const token = await tokens.getToken(endsAtMs - clock.now());
      if (token.status !== 'token') return token;
      const answer = await http.send({
        method: 'GET',
        url,
        headers: { authorization: `Bearer ${token.token}`, accept: 'application/json' },
        timeoutMs: endsAtMs - clock.now(),
        maxResponseBytes,
        ...(onHead === undefined ? {} : { onHead }),
      });
      if (answer.status !== 'failed') return answer;
      if (answer.cause === 'too-large') return { status: 'too-large' };
      return { status: 'retry', reason: answer.reason };
    }

    const first = await getOnce();
    if (!isTokenRefusal(first)) return first;
    // A scope that was granted meanwhile acts only in a new token.
    tokens.forget();
    const second = await getOnce();
    return isTokenRefusal(second) ? tokenRefusedProblem(second.statusCode, domain) : second;
  };
}

function isTokenRefusal(answer: AuthorizedAnswer): answer is HttpAnswer {
  return answer.status === 'answered' && (answer.statusCode === 401 || answer.statusCode === 403);
}
