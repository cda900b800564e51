/** What a failed request for a Management API token means. */

import type { MisconfiguredOutcome, RetryOutcome } from '../engine/walls.ts';

export interface TokenRefusal {
  readonly statusCode: number;
  /** Auth0's error code, such as `access_denied`. */
  readonly error: string;
  readonly waitMs: number | undefined;
}

/** Decides whether a refused token request is worth another try, and says what to fix if not. */
export function tokenRefusalOutcome(
  refusal: TokenRefusal,
  domain: string,
): RetryOutcome | MisconfiguredOutcome {
  const { statusCode, error } = refusal;
  const came = `${domain} answered ${statusCode}${error === '' ? '' : ` ${error}`} to the request for a token`;
  if (statusCode === 429) {
    const reason = `${came}: too many token requests`;
    return { status: 'retry', reason, isRateLimited: true, ...waitOf(refusal.waitMs) };
  }
  if (statusCode === 408 || statusCode >= 500) {
    return { status: 'retry', reason: came, ...waitOf(refusal.waitMs) };
  }
  return { status: 'misconfigured', problem: `${came}. ${adviceFor(statusCode, error)}` };
}

function adviceFor(statusCode: number, error: string): string {
  if (statusCode === 403 || error === 'unauthorized_client') {
    return (
      'The application may not use the Management API: authorise it for "Auth0 Management API" ' +
      'with the scope read:logs, and allow it the grant type "Client Credentials".'
    );
  }
  if (statusCode === 401 || error === 'invalid_client') {
    return 'AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET is wrong, or the secret was rotated: enter the present ones.';
  }
  return "AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain.";
}

function waitOf(waitMs: number | undefined): { waitMs?: number } {
  return waitMs === undefined ? {} : { waitMs };
}
