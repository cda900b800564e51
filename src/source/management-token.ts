/** How the access token for the Management API is asked for. */

import { AuthApiError, AuthenticationClient } from 'auth0';
import { Response } from 'node-fetch';
import type { Clock } from '../engine/walls.ts';
import type { HttpAnswer, HttpClient, HttpFailure } from '../http/http-client.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { Seal } from '../seal/seal.ts';
import { readGrant } from '../tokens/read-grant.ts';
import { type GrantOutcome, holdToken, type TokenSource } from '../tokens/token-source.ts';
import { tokenRefusalOutcome } from './token-answer.ts';

/** A token answer is a few hundred bytes; dashboards grant long lists of scopes. */
const MAX_ANSWER_BYTES = 1_000_000;

/** The name under which the sealed token stands in the state. */
const NAME = 'auth0';

export interface Auth0Application {
  readonly domain: string;
  /** Where the tenant is reached: `https://` and the domain, or a loopback address. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Makes the source of tokens for one application by the client credentials grant (RFC 6749, section 4.4). */
export function createTokenSource(
  application: Auth0Application,
  http: HttpClient,
  seal: Seal,
  clock: Clock,
): TokenSource {
  return holdToken(
    NAME,
    (timeoutMs) => requestToken(application, http, clock, timeoutMs),
    seal,
    clock,
  );
}

async function requestToken(
  application: Auth0Application,
  http: HttpClient,
  clock: Clock,
  timeoutMs: number,
): Promise<GrantOutcome> {
  const { domain, origin, clientId, clientSecret } = application;
  let failure: HttpFailure | undefined;
  let answer: HttpAnswer | undefined;

  const client = new AuthenticationClient({
    domain,
    clientId,
    clientSecret,
    telemetry: false,
    timeoutDuration: timeoutMs,
    fetch: async (input, init) => {
      const outcome = await http.send({
        method: 'POST',
        url: `${origin}${new URL(String(input)).pathname}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(init?.body),
        timeoutMs,
        maxResponseBytes: MAX_ANSWER_BYTES,
      });
      if (outcome.status === 'failed') {
        failure = outcome;
        throw new Error(outcome.reason);
      }
      answer = outcome;
      // The SDK reads only status, ok, text and json, which are the same in node-fetch's class.
      return new Response(outcome.body, {
        status: outcome.statusCode,
      }) as unknown as globalThis.Response;
    },
  });

  try {
    const { data } = await client.oauth.clientCredentialsGrant({
      audience: `https://${domain}/api/v2/`,
    });
    const token = readGrant(data, clock.now());
    if (token !== undefined) return { status: 'granted', token };
    return { status: 'retry', reason: `${domain} answered a token request without a token` };
  } catch (error) {
    if (failure !== undefined) return { status: 'retry', reason: failure.reason };
    if (answer === undefined || answer.statusCode < 400) {
      return { status: 'retry', reason: `${domain} answered a token request with something else` };
    }
    const waitMs = retryAfterMs(answer, clock.now());
    const code = error instanceof AuthApiError ? errorCode(error.error) : '';
    return tokenRefusalOutcome({ statusCode: answer.statusCode, error: code, waitMs }, domain);
  }
}

/** Auth0's error codes are words; anything else may be hostile and is not repeated. */
function errorCode(error: unknown): string {
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : '';
}
