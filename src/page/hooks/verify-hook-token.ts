/** Whether a call of a lifecycle hook comes from the platform: it signs its calls with the extension's secret. */

import { jwtVerify } from 'jose';

const CLOCK_TOLERANCE_SECONDS = 60;

export interface HookRules {
  /** EXTENSION_SECRET; without it no call is believed. */
  readonly secret: string | undefined;
  /** `https://` and the tenant's domain, without a slash at the end. */
  readonly issuer: string | undefined;
  /** The address of the hook that is called. */
  readonly audience: string | undefined;
}

/** The value of the `Authorization` header is a token of the platform for this very hook. */
export async function verifyHookToken(
  authorizationHeader: string | null | undefined,
  { secret, issuer, audience }: HookRules,
  clock: { now(): number },
): Promise<boolean> {
  const token = /^Bearer ([\w.-]+)$/i.exec(authorizationHeader ?? '')?.[1];
  // An empty rule would be one that every token keeps.
  if (!token || !secret || !issuer || !audience) return false;
  try {
    await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      issuer,
      audience,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
    });
    return true;
  } catch {
    return false;
  }
}
