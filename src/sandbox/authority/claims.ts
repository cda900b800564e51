/** What the tokens of a sign-in say. */

import type { JsonObject } from '../http/json-input.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { Person } from './people.ts';

export interface SignInClaims {
  readonly idToken: JsonObject;
  readonly accessToken: JsonObject;
}

export interface ClaimsContext {
  readonly issuer: string;
  readonly nowMs: number;
  readonly lifeSeconds: number;
}

const OIDC_SCOPES = ['openid', 'profile', 'name', 'email'];

const API_SCOPE = /^(read|create|update|delete):[a-z_]+$/;

/** What is neither known nor a scope of the Management API is left out in silence. */
export const grantedScopes = (asked: string): string[] => [
  ...new Set(asked.split(' ').filter((word) => OIDC_SCOPES.includes(word) || API_SCOPE.test(word))),
];

function profileOf(person: Person, scopes: readonly string[]): JsonObject {
  const hasName = scopes.includes('profile') || scopes.includes('name');
  const hasEmail = scopes.includes('email');
  return {
    ...(hasName ? { name: person.name } : {}),
    ...(hasEmail ? { email: person.email, email_verified: person.isEmailVerified ?? true } : {}),
  };
}

export function claimsOf(
  request: AuthorizationRequest,
  person: Person,
  { issuer, nowMs, lifeSeconds }: ClaimsContext,
): SignInClaims {
  const iat = Math.floor(nowMs / 1000);
  const life = { iat, exp: iat + lifeSeconds };
  const { clientId, nonce } = request;
  const scopes = grantedScopes(request.scope);
  return {
    idToken: {
      ...profileOf(person, scopes),
      iss: issuer,
      aud: clientId,
      sub: person.subject,
      ...life,
      nonce,
    },
    accessToken: {
      iss: issuer,
      sub: person.subject,
      aud: [request.audience, `${issuer}userinfo`],
      ...life,
      scope: scopes.join(' '),
      azp: clientId,
    },
  };
}
