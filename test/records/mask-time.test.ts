import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskSecrets } from '../../src/records/mask.ts';

const SMALL = 50_000;
/** Linear time grows fourfold from the small to the large, quadratic time sixteenfold. */
const LARGE = 4 * SMALL;
const GROWTH = 10;
/** Too short to be compared; what is quadratic takes far longer on the large text. */
const SHORT_MS = 25;
const ROUNDS = 4;

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

function shortestMs(work: () => void): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    work();
    shortest = Math.min(shortest, performance.now() - start);
    if (shortest < SHORT_MS) break;
  }
  return shortest;
}

function assertLinear(make: (length: number) => unknown, name: string): void {
  const large = make(LARGE);
  const largeMs = shortestMs(() => maskSecrets(large));
  if (largeMs < SHORT_MS) return;
  const small = make(SMALL);
  const smallMs = shortestMs(() => maskSecrets(small));
  assert.ok(largeMs < GROWTH * smallMs, `${name}: ${smallMs} ms, then ${largeMs} ms`);
}

const repeated = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length));

describe('maskSecrets, on hostile input', () => {
  for (const piece of PIECES) {
    it(`takes time that grows with the length only: ${JSON.stringify(piece)}`, () => {
      assertLinear((length) => repeated(piece, length), 'plain');
      assertLinear((length) => `x token:"${repeated(piece, length)}`, 'in a secret');
      assertLinear((length) => JSON.stringify({ a: repeated(piece, length) }), 'in JSON');
      assertLinear((length) => `x ${JSON.stringify({ a: repeated(piece, length) })}`, 'in a text');
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
