import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskSecrets } from '../../src/records/mask.ts';

/**
 * Long enough that quadratic time takes 5 to 16 s, while linear time takes about 0.1 s: the limit
 * between them is a watchdog that no busy machine reaches, not a measurement.
 */
const LENGTH = 400_000;
const WATCHDOG_MS = 3_000;

const PIECES = [
  'eyJ',
  'eyJ.',
  'token',
  'token=',
  'token":"',
  "code:'",
  '\\',
  'token\\\\"',
  '://a:',
  '://a:b@c@',
  '{"password":',
  '-----BEGIN ',
  'Bearer ',
  'pass[',
  '%3D',
  'Authorization: ',
  // Each of these is found to be no secret, or one that ends soon, after a search for its end.
  'code=',
  'code:"',
  'key=a1B2c3D4e5F6g7H8i9J0k=',
  "'token':1,",
  'x cookie: no ',
  'password=true.',
  'x authorization: denied ',
  'authorization: denied ',
  'token%3Dx%26',
  'token%253Dx%2526',
  'basic+',
  'bearer+realm=',
  'bearer+is:',
  '<code>',
  '<token>true',
  '<token ',
  '&lt;code&gt;x',
  'name="password"',
  'name="key" value=',
  'name="password"\r\n\r\ntrue',
  'name="code"\r\n\r\n',
  '--key "',
  '--password true.',
  ' -u',
  ' -u a:',
  'ghp_',
  'github_pat_',
  'xoxb-',
  'hooks.slack.com/services/',
  'auth=[',
  '{"key":["',
];

function assertEnds(name: string, value: unknown): void {
  const startedAtMs = performance.now();
  maskSecrets(value);
  const elapsedMs = performance.now() - startedAtMs;
  assert.ok(elapsedMs < WATCHDOG_MS, `${name}: ${Math.round(elapsedMs)} ms`);
}

const repeated = (piece: string): string => piece.repeat(Math.ceil(LENGTH / piece.length));

describe('maskSecrets, on hostile input', () => {
  for (const piece of PIECES) {
    it(`does not search the same text again and again: ${JSON.stringify(piece)}`, () => {
      assertEnds('plain', repeated(piece));
      assertEnds('in a secret', `x token:"${repeated(piece)}`);
      assertEnds('in JSON', JSON.stringify({ a: repeated(piece) }));
      assertEnds('in a text', `x ${JSON.stringify({ a: repeated(piece) })}`);
    });
  }

  it('looks into names and values that nest in each other only once', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? 'x' : { name: 'password', value: 1, a: nested(depth - 1) };
    let reads = 0;
    const leaf = {
      get token(): string {
        reads += 1;
        return 'x';
      },
    };
    const within = (depth: number): unknown =>
      depth === 0 ? leaf : { name: 'code', value: within(depth - 1), a: nested(3) };
    maskSecrets(within(20));
    assert.ok(reads < 10, `${reads} reads`);
    assert.ok(JSON.stringify(maskSecrets(nested(60))).includes('*****'));
  });
});
