/** The headers that every answer of the page carries. */

import { randomBytes } from 'node:crypto';

/** Names the scripts and styles of one answer, which nobody can know before. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** Nothing from elsewhere, nothing inline without the nonce, in no frame, no forms to other places. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function withSafetyHeaders(response: Response, nonce: string): Response {
  const headers = new Headers(response.headers);
  headers.set('content-security-policy', policy(nonce));
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  // With `no-referrer`, browsers would name no origin when a form is sent.
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  // Tenants share a domain above their hosts, so that cookies come along between them.
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  return new Response(response.body, { status: response.status, headers });
}
