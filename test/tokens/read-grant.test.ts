import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGrant } from '../../src/tokens/read-grant.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

function renewedAfterMs(expiresIn: unknown): number | undefined {
  const token = readGrant({ access_token: 'a', expires_in: expiresIn }, NOW_MS);
  return token === undefined ? undefined : token.renewAtMs - NOW_MS;
}

test('renews a token two minutes before its end, and one of a short life half-way', () => {
  assert.equal(renewedAfterMs(3599), 3_479_000);
  assert.equal(renewedAfterMs(240), 120_000);
  assert.equal(renewedAfterMs(60), 30_000);
});

test('assumes ten minutes of a life span that is none, also of one without an end', () => {
  for (const life of [undefined, null, '3599', 0, -1, JSON.parse('1e999'), Number.NaN]) {
    assert.equal(renewedAfterMs(life), 480_000, String(life));
  }
});

test('takes no token that a header cannot carry', () => {
  for (const token of ['', ' ', 'a b', 'a\n', 'é', '\u007f', 7, null, undefined, ['a']]) {
    assert.equal(readGrant({ access_token: token, expires_in: 60 }, NOW_MS), undefined);
  }
  for (const data of [undefined, null, 'a', 7, []]) {
    assert.equal(readGrant(data, NOW_MS), undefined);
  }
});
