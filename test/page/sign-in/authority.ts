/** An authority with keys of its own, whose tokens are made here from first principles. */

import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto';
import type { HttpClient, HttpOutcome, HttpRequest } from '../../../src/http/http-client.ts';
import { answerOf } from '../../http/answers.ts';

export const AUTHORITY = { host: 'auth0.example', origin: 'https://auth0.example' };

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export function createSigningKey(kid: string, modulusLength = 2048): SigningKey {
  return { kid, privateKey: generateKeyPairSync('rsa', { modulusLength }).privateKey };
}

/** Keys are slow to make, so that tests share these. */
export const FIRST_KEY = createSigningKey('first');
export const SECOND_KEY = createSigningKey('second');

export type Claims = Readonly<Record<string, unknown>>;

export function signToken(
  claims: Claims,
  { kid, privateKey }: SigningKey,
  algorithm: 'RS256' | 'RS512' = 'RS256',
): string {
  const text = unsigned({ alg: algorithm, typ: 'JWT', kid }, claims);
  const hash = algorithm.replace('RS', 'sha');
  return `${text}.${signBytes(hash, Buffer.from(text), privateKey).toString('base64url')}`;
}

/** What a library accepts that believes the header. */
export function unsignedToken(claims: Claims, { kid }: SigningKey, algorithm = 'none'): string {
  return `${unsigned({ alg: algorithm, typ: 'JWT', kid }, claims)}.`;
}

/** What a library accepts that takes any key for any algorithm: everyone knows the public key. */
export function signedWithPublicKey(claims: Claims, { kid, privateKey }: SigningKey): string {
  const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
  return signWithSecret(claims, pem, { alg: 'HS256', typ: 'JWT', kid });
}

export function signWithSecret(
  claims: Claims,
  secret: string | Buffer,
  header: Claims = { alg: 'HS256', typ: 'JWT' },
): string {
  const hash = String(header['alg']).replace('HS', 'sha');
  const text = unsigned(header, claims);
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

function unsigned(header: Claims, claims: Claims): string {
  const parts = [header, claims].map((part) => JSON.stringify(part));
  return parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
}

/** The key as the authority shows it to everybody. */
export function publicJwk({ kid, privateKey }: SigningKey): Claims {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { ...jwk, kid, use: 'sig', alg: 'RS256' };
}

export interface KeyServer {
  readonly http: HttpClient;
  readonly requests: HttpRequest[];
  /** What it answers from now on. */
  answer: HttpOutcome | Promise<HttpOutcome>;
}

export function keysAnswer(...keys: readonly SigningKey[]): HttpOutcome {
  return answerOf(200, JSON.stringify({ keys: keys.map(publicJwk) }));
}

export function createKeyServer(...keys: readonly SigningKey[]): KeyServer {
  const server: KeyServer = {
    requests: [],
    answer: keysAnswer(...keys),
    http: {
      async send(request) {
        server.requests.push(request);
        return server.answer;
      },
    },
  };
  return server;
}
