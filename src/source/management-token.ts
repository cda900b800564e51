/** The access token for the Management API: asked for once, sealed between runs, renewed in time. */

import { AuthApiError, AuthenticationClient } from 'auth0';
import { Response } from 'node-fetch';
import type { Clock, MisconfiguredOutcome, RetryOutcome, TokenCache } from '../engine/walls.ts';
import type { HttpAnswer, HttpClient, HttpFailure } from '../http/http-client.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { Seal } from '../seal/seal.ts';
import { tokenRefusalOutcome } from './token-answer.ts';

/** A token is renewed this long before its end, or half-way through a life shorter than twice that. */
const RENEW_BEFORE_MS = 120_000;

/** Assumed where the answer names no life span; a token that ends sooner is refused and renewed. */
const DEFAULT_LIFE_SECONDS = 600;

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

export type TokenOutcome =
  | { readonly status: 'token'; readonly token: string }
  | RetryOutcome
  | MisconfiguredOutcome;

export interface TokenSource extends TokenCache {
  /** The present token, or a new one when there is none that lasts; never rejects. */
  getToken(timeoutMs: number): Promise<TokenOutcome>;
  /** Forgets the token, because the API refused it. */
  forget(): void;
}

interface HeldToken {
  readonly accessToken: string;
  readonly renewAtMs: number;
}

/** Makes the source of tokens for one application by the client credentials grant (RFC 6749, section 4.4). */
export function createTokenSource(
  application: Auth0Application,
  http: HttpClient,
  seal: Seal,
  clock: Clock,
): TokenSource {
  let held: HeldToken | undefined;
  let sealed: Readonly<Record<string, string>> = {};

  function hold(token: HeldToken): void {
    held = token;
    sealed = { [NAME]: seal.seal(JSON.stringify(token)) };
  }

  return {
    restore(sealedTokens) {
      const text = sealedTokens[NAME];
      held = text === undefined ? undefined : parseHeldToken(seal.open(text));
      sealed = held === undefined || text === undefined ? {} : { [NAME]: text };
    },
    sealed: () => sealed,
    forget() {
      held = undefined;
      sealed = {};
    },
    async getToken(timeoutMs) {
      if (held !== undefined && clock.now() < held.renewAtMs) {
        return { status: 'token', token: held.accessToken };
      }
      const outcome = await requestToken(application, http, clock, timeoutMs);
      if (outcome.status !== 'granted') return outcome;
      hold(outcome.token);
      return { status: 'token', token: outcome.token.accessToken };
    },
  };
}

async function requestToken(
  application: Auth0Application,
  http: HttpClient,
  clock: Clock,
  timeoutMs: number,
): Promise<{ status: 'granted'; token: HeldToken } | RetryOutcome | MisconfiguredOutcome> {
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

/** The token in an answer, or `undefined` when there is none that a header can carry. */
function readGrant(data: unknown, nowMs: number): HeldToken | undefined {
  const { access_token: accessToken, expires_in: expiresIn } = data as {
    access_token?: unknown;
    expires_in?: unknown;
  };
  if (typeof accessToken !== 'string' || accessToken === '') return undefined;
  // What goes into a header must be printable, or sending it would fail in a way that names it.
  if (!/^[\x21-\x7e]+$/.test(accessToken)) return undefined;
  const isLife = typeof expiresIn === 'number' && Number.isFinite(expiresIn) && expiresIn > 0;
  const lifeMs = (isLife ? expiresIn : DEFAULT_LIFE_SECONDS) * 1000;
  return { accessToken, renewAtMs: nowMs + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 2) };
}

/** Auth0's error codes are words; anything else may be hostile and is not repeated. */
function errorCode(error: unknown): string {
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : '';
}

function parseHeldToken(text: string | undefined): HeldToken | undefined {
  if (text === undefined) return undefined;
  try {
    const { accessToken, renewAtMs } = JSON.parse(text) as Partial<HeldToken>;
    if (typeof accessToken !== 'string' || typeof renewAtMs !== 'number') return undefined;
    return { accessToken, renewAtMs };
  } catch {
    return undefined;
  }
}
