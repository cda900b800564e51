/** Makes JSON Web Tokens, sound ones and forged ones, in lines of its own. */

import { createHmac, type KeyLike, sign } from 'node:crypto';
import type { JsonObject } from '../http/json-input.ts';
import { pemOf, type SigningKey } from './signing-key.ts';

export interface SignOptions {
  /** Default RS256. With `none` there is no signature at all. */
  readonly alg?: 'RS256' | 'HS256' | 'none';
  /** Default that of the authority's present key. */
  readonly kid?: string;
  /** Default the authority's own; for HS256 its public key as PEM text, the classical confusion. */
  readonly key?: KeyLike;
  /** Put over the usual header; `undefined` takes a field out. */
  readonly header?: JsonObject;
}

const encoded = (value: JsonObject): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

function signatureOf(text: string, own: SigningKey, options: SignOptions): string {
  switch (options.alg) {
    case 'none':
      return '';
    case 'HS256':
      return createHmac('sha256', options.key ?? pemOf(own))
        .update(text)
        .digest('base64url');
    default:
      return sign('sha256', Buffer.from(text), options.key ?? own.privateKey).toString('base64url');
  }
}

/** The claims are signed as they are, whatever they say. */
export function signToken(claims: JsonObject, own: SigningKey, options: SignOptions = {}): string {
  const { alg = 'RS256', kid = own.kid } = options;
  const text = `${encoded({ alg, typ: 'JWT', kid, ...options.header })}.${encoded(claims)}`;
  return `${text}.${signatureOf(text, own, options)}`;
}
