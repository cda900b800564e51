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
  for (const [name, value] of Object.entries(safetyHeaders(nonce))) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

function safetyHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy(nonce),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // With `no-referrer`, browsers would name no origin when a form is sent.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    // Tenants share a domain above their hosts, so that cookies come along between them.
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
