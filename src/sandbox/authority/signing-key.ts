/** The keys that the emulated authority signs with, and the form in which it publishes them. */

import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonObject } from '../http/json-input.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

const KEY_BITS = 2048;

export async function makeSigningKey(): Promise<SigningKey> {
  const pair = await generate('rsa', { modulusLength: KEY_BITS });
  const bytes = pair.publicKey.export({ type: 'spki', format: 'der' });
  const kid = createHash('sha256').update(bytes).digest('base64url').slice(0, 21);
  return { kid, ...pair };
}

export const pemOf = ({ publicKey }: SigningKey): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** What `/.well-known/jwks.json` says about it. A real authority adds a certificate. */
export function publicJwk({ kid, publicKey }: SigningKey): JsonObject {
  const { kty, n, e } = publicKey.export({ format: 'jwk' });
  return { alg: 'RS256', kty, use: 'sig', n, e, kid };
}
