/** Whether the tokens that a sign-in at the dashboard brought back are what they must be. */

import { decodeProtectedHeader, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { type Administrator, dashboardAdministrator } from './administrator.ts';
import { type AuthorityKeys, SIGNING_ALGORITHM } from './authority-keys.ts';
import { isSameText } from './same-text.ts';
import type { DashboardWay } from './sign-in-settings.ts';

/** The least that the Management API lets one ask for, and what the extension itself may do. */
export const NEEDED_SCOPE = 'read:logs';
/** An id token is made for the very attempt that it answers. */
const MAX_ID_TOKEN_AGE_SECONDS = 10 * 60;
const CLOCK_TOLERANCE_SECONDS = 30;

export interface DashboardTokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** The nonce that the attempt began with. */
  readonly nonce: string;
}

type Refused =
  /** `what` did not fit, in words of this file only. */
  { readonly status: 'refused'; readonly what: string } | { readonly status: 'unreachable' };

export type DashboardOutcome =
  | { readonly status: 'verified'; readonly administrator: Administrator }
  /** Somebody of the dashboard, but without the right to read the tenant's logs. */
  | { readonly status: 'not-permitted' }
  | Refused;

type TokenOutcome = { readonly status: 'verified'; readonly claims: JWTPayload } | Refused;

/** Verifies both tokens, and keeps nothing of them but a name. */
export async function verifyDashboardTokens(
  { idToken, accessToken, nonce }: DashboardTokens,
  way: DashboardWay,
  keys: AuthorityKeys,
  nowMs: number,
): Promise<DashboardOutcome> {
  const rules = {
    algorithms: [SIGNING_ALGORITHM],
    issuer: `${way.authority.origin}/`,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: new Date(nowMs),
  };
  const id = await verify(idToken, 'id token', keys, {
    ...rules,
    audience: way.clientId,
    requiredClaims: ['exp', 'sub', 'nonce'],
    maxTokenAge: MAX_ID_TOKEN_AGE_SECONDS,
  });
  if (id.status !== 'verified') return id;
  if (!isOnlyFor(way.clientId, id.claims)) return refused('aud', 'id token');
  if (!isText(id.claims['nonce'], nonce)) return refused('nonce', 'id token');

  const access = await verify(accessToken, 'access token', keys, {
    ...rules,
    audience: way.apiAudience,
    requiredClaims: ['exp', 'sub', 'azp'],
  });
  if (access.status !== 'verified') return access;
  if (!isText(access.claims['azp'], way.clientId)) return refused('azp', 'access token');
  if (!isText(access.claims.sub, id.claims.sub)) return refused('sub', 'access token');
  if (!mayReadLogs(access.claims['scope'])) return { status: 'not-permitted' };
  const { email, email_verified: isVerified, sub } = id.claims as Readonly<Record<string, unknown>>;
  return {
    status: 'verified',
    administrator: dashboardAdministrator([isVerified === false ? undefined : email, sub]),
  };
}

/** An id token that other clients may use, too, proves nothing to this one. */
function isOnlyFor(clientId: string, { aud, azp }: JWTPayload): boolean {
  const isOnly = !Array.isArray(aud) || aud.length === 1;
  return isOnly && (azp === undefined || azp === clientId);
}

/** Neither is known to be a text: jose looks at the type of few claims only. */
function isText(claim: unknown, expected: unknown): boolean {
  return typeof claim === 'string' && typeof expected === 'string' && isSameText(claim, expected);
}

function mayReadLogs(scope: unknown): boolean {
  return typeof scope === 'string' && scope.split(' ').includes(NEEDED_SCOPE);
}

async function verify(
  token: string,
  name: string,
  keys: AuthorityKeys,
  rules: JWTVerifyOptions,
): Promise<TokenOutcome> {
  const keyId = keyIdOf(token);
  if (keyId === undefined) return refused('form', name);
  const found = await keys.find(keyId);
  if (found.status === 'unreachable') return found;
  if (found.status === 'unknown') return refused('key', name);
  try {
    const { payload } = await jwtVerify(token, found.key, rules);
    return { status: 'verified', claims: payload };
  } catch (error) {
    return refused(partOf(error), name);
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** The name of the claim that did not fit; jose takes it from the rules, never from the token. */
function partOf(error: unknown): string {
  const { claim }: { readonly claim?: unknown } = Object(error);
  return typeof claim === 'string' ? claim : 'signature';
}

function refused(part: string, name: string): Refused {
  return { status: 'refused', what: `${part} of the ${name}` };
}
