import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newNonce, withSafetyHeaders } from '../../../src/page/http/safety.ts';

test('keeps what an answer says, and adds what protects it', async () => {
  const headers = { 'content-type': 'text/html', 'cache-control': 'public', location: '/x' };
  const given = new Response('words', { status: 403, headers });
  given.headers.append('set-cookie', 'a=1');
  given.headers.append('set-cookie', 'b=2');
  const answer = withSafetyHeaders(given, 'n');
  assert.equal(answer.status, 403);
  assert.equal(await answer.text(), 'words');
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2']);
  for (const [name, value] of [
    ['content-type', 'text/html'],
    ['location', '/x'],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
  ] as const) {
    assert.equal(answer.headers.get(name), value, name);
  }
});

test('lets only what has the nonce of this answer run, and nothing be framed or sent elsewhere', () => {
  const policy = withSafetyHeaders(new Response(), 'once').headers.get('content-security-policy');
  for (const part of [
    "default-src 'none'",
    "script-src 'nonce-once'",
    "style-src 'nonce-once'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    assert.ok(policy?.split('; ').includes(part), part);
  }
});

test('makes nonces that nobody can guess', () => {
  const nonces = new Set(Array.from({ length: 100 }, newNonce));
  assert.equal(nonces.size, 100);
  for (const nonce of nonces) assert.match(nonce, /^[\w-]{22}$/);
});
