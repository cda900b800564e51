import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeal } from '../../src/seal/seal.ts';
import { joinTokenCaches } from '../../src/tokens/join-token-caches.ts';
import { type GrantOutcome, holdToken, type TokenSource } from '../../src/tokens/token-source.ts';
import { createFakeClock } from '../fake-clock.ts';

const TIMEOUT_MS = 1_000;

/** A source that grants `name-1`, `name-2` and so on. */
function sourceOf(name: string, secret = 'a secret of its own'): TokenSource {
  const clock = createFakeClock();
  let count = 0;
  async function request(): Promise<GrantOutcome> {
    count += 1;
    const token = { accessToken: `${name}-${count}`, renewAtMs: clock.now() + 60_000 };
    return { status: 'granted', token };
  }
  return holdToken(name, request, createSeal(secret, name), clock);
}

test('joins caches into one in which each restores and seals its own name', async () => {
  const [one, other] = [sourceOf('one'), sourceOf('other')];
  await one.getToken(TIMEOUT_MS);
  await other.getToken(TIMEOUT_MS);
  const sealed = joinTokenCaches([one, other]).sealed();
  assert.deepEqual(Object.keys(sealed).sort(), ['one', 'other']);

  const later = [sourceOf('one'), sourceOf('other')] as const;
  const joined = joinTokenCaches(later);
  joined.restore(sealed);
  assert.deepEqual(joined.sealed(), sealed);
  for (const source of later) assert.match(JSON.stringify(await source.getToken(1)), /-1"/);
});

test('keeps no token in the state that nobody in this run uses', async () => {
  const [one, other] = [sourceOf('one'), sourceOf('other')];
  await one.getToken(TIMEOUT_MS);
  await other.getToken(TIMEOUT_MS);
  const sealed = joinTokenCaches([one, other]).sealed();
  const joined = joinTokenCaches([sourceOf('one')]);
  joined.restore(sealed);
  assert.deepEqual(Object.keys(joined.sealed()), ['one']);
});

test('does not take the token of another name, though it is sealed with the same secret', async () => {
  const one = sourceOf('one');
  await one.getToken(TIMEOUT_MS);
  const other = sourceOf('other');
  other.restore({ other: one.sealed()['one'] ?? '' });
  assert.deepEqual(other.sealed(), {});
});

test('forgets the token that was refused, but not the one that came after it', async () => {
  const source = sourceOf('one');
  await source.getToken(TIMEOUT_MS);
  source.forget('one-1');
  assert.deepEqual(await source.getToken(TIMEOUT_MS), { status: 'token', token: 'one-2' });
  source.forget('one-1');
  assert.deepEqual(await source.getToken(TIMEOUT_MS), { status: 'token', token: 'one-2' });
  source.forget();
  assert.deepEqual(source.sealed(), {});
});
