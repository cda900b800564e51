import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { test } from 'node:test';
import { sharedKeyAuthorization } from '../../../src/destinations/data-collector/signature.ts';
import { validValues } from '../../settings/valid-values.ts';

const WORKSPACE = String(validValues['LOGANALYTICS_WORKSPACEID']);
const KEY = String(validValues['LOGANALYTICS_WORKSPACEKEY']);
const DATE = 'Mon, 04 Apr 2016 08:00:00 GMT';
const BODY = '[{"user_name":"Zoë – 日本"}]';

/** The vectors were computed with Node, and checked with Python and openssl. */
test('gives the signature of vector 1, a body of 1024 bytes', () => {
  const signature = '9WOOz5W3lYV8+wcm1hn0Z+Qbwms0CpeReXxZI4uyNik=';
  assert.equal(
    sharedKeyAuthorization(WORKSPACE, KEY, 1024, DATE),
    `SharedKey ${WORKSPACE}:${signature}`,
  );
});

test('gives the signature of vector 2, whose body has more bytes than characters', () => {
  assert.deepEqual([Buffer.byteLength(BODY), BODY.length], [33, 26]);
  const signature = 'CFDLWZdsVqkfnAVQMQsI7JgiEJ2kLq2clveWPv2gRNo=';
  assert.equal(
    sharedKeyAuthorization(WORKSPACE, KEY, Buffer.byteLength(BODY), DATE),
    `SharedKey ${WORKSPACE}:${signature}`,
  );
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
// Where the checks decide, openssl must be there.
const skip = hasOpenssl || env['CI'] !== undefined ? false : 'there is no openssl on this machine';

test('gives the signature that openssl computes, because one program may be wrong', {
  skip,
}, () => {
  for (const [bodyBytes, date] of [
    [1024, DATE],
    [33, DATE],
    [8_000_000, 'Sun, 22 Nov 2026 23:59:59 GMT'],
  ] as const) {
    const text = `POST\n${bodyBytes}\napplication/json\nx-ms-date:${date}\n/api/logs`;
    const hexKey = Buffer.from(KEY, 'base64').toString('hex');
    const openssl = spawnSync(
      'openssl',
      ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${hexKey}`, '-binary'],
      { input: text },
    );
    assert.equal(openssl.status, 0, openssl.stderr.toString());
    assert.equal(
      sharedKeyAuthorization(WORKSPACE, KEY, bodyBytes, date),
      `SharedKey ${WORKSPACE}:${openssl.stdout.toString('base64')}`,
    );
  }
});
