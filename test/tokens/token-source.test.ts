import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeal } from '../../src/seal/seal.ts';
import { joinTokenCaches } from '../../src/tokens/join-token-caches.ts';
import { type GrantOutcome, holdToken, type TokenSource } from '../../src/tokens/token-source.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';

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

/** A request for a token that a test answers. */
interface AskedToken {
  readonly timeoutMs: number;
  answer(outcome: GrantOutcome): void;
}

interface Desk {
  readonly source: TokenSource;
  readonly clock: FakeClock;
  readonly asked: readonly AskedToken[];
  /** Answers the request with this number. */
  answer(index: number, outcome: GrantOutcome): void;
  grant(index: number): void;
}

function openDesk(): Desk {
  const clock = createFakeClock();
  const asked: AskedToken[] = [];
  const request = (timeoutMs: number): Promise<GrantOutcome> =>
    new Promise((resolve) => asked.push({ timeoutMs, answer: resolve }));
  const source = holdToken('one', request, createSeal('a secret of its own', 'one'), clock);
  const answer = (index: number, outcome: GrantOutcome): void => {
    const one = asked[index];
    assert.ok(one, 'it was not asked');
    one.answer(outcome);
  };
  const grant = (index: number): void => {
    const token = { accessToken: `one-${index + 1}`, renewAtMs: clock.now() + 60_000 };
    answer(index, { status: 'granted', token });
  };
  return { source, clock, asked, answer, grant };
}

const TIME_IS_OVER: GrantOutcome = { status: 'retry', reason: 'it gave no answer' };

test('shares one request among all that need a token at the same time', async () => {
  const { source, asked, grant } = openDesk();
  const all = [1, 2, 3].map(() => source.getToken(TIMEOUT_MS));
  grant(0);
  for (const outcome of await Promise.all(all)) {
    assert.deepEqual(outcome, { status: 'token', token: 'one-1' });
  }
  assert.deepEqual(
    asked.map(({ timeoutMs }) => timeoutMs),
    [TIMEOUT_MS],
  );
});

test('answers each in its own time, while the request goes on for the others', async () => {
  const { source, clock, asked, grant } = openDesk();
  const first = source.getToken(TIMEOUT_MS);
  clock.advance(300);
  const short = await source.getToken(200);
  assert.deepEqual(short, { status: 'retry', reason: 'no token came in 0.2 s' });
  assert.equal(clock.now() - createFakeClock().now(), 500);
  grant(0);
  assert.deepEqual(await first, { status: 'token', token: 'one-1' });
  assert.deepEqual(await source.getToken(1), { status: 'token', token: 'one-1' });
  assert.equal(asked.length, 1);
});

test('leaves nothing waiting behind once the token has come', async () => {
  const { source, clock, grant } = openDesk();
  const both = [source.getToken(TIMEOUT_MS), source.getToken(TIMEOUT_MS)];
  grant(0);
  await Promise.all(both);
  const beforeMs = clock.now();
  await clock.turn();
  await clock.turn();
  assert.equal(clock.now(), beforeMs, 'no sleeper was left to move the time');
});

test('asks once more for those who have time left when the one who asked has none', async () => {
  const { source, clock, asked, answer, grant } = openDesk();
  const short = source.getToken(100);
  const longer = [source.getToken(TIMEOUT_MS), source.getToken(TIMEOUT_MS)];
  clock.advance(100);
  answer(0, TIME_IS_OVER);
  assert.deepEqual(await short, TIME_IS_OVER);
  grant(1);
  for (const outcome of await Promise.all(longer)) {
    assert.deepEqual(outcome, { status: 'token', token: 'one-2' });
  }
  assert.deepEqual(
    asked.map(({ timeoutMs }) => timeoutMs),
    [100, 900],
  );
});

test('does not ask once more when nobody has time left', async () => {
  const { source, clock, asked, answer } = openDesk();
  const both = [source.getToken(100), source.getToken(100)];
  clock.advance(100);
  answer(0, TIME_IS_OVER);
  for (const outcome of await Promise.all(both)) assert.equal(outcome.status, 'retry');
  assert.equal(asked.length, 1);
});

test('tells all what the other side said, without asking it again at once', async () => {
  const said: readonly GrantOutcome[] = [
    { status: 'retry', reason: 'it answered 503', waitMs: 5_000 },
    { status: 'misconfigured', problem: 'it answered 401' },
  ];
  for (const outcome of said) {
    const { source, asked, answer } = openDesk();
    const both = [source.getToken(TIMEOUT_MS), source.getToken(2 * TIMEOUT_MS)];
    answer(0, outcome);
    assert.deepEqual(await Promise.all(both), [outcome, outcome]);
    assert.equal(asked.length, 1);
  }
});

test('tells of a refusal that comes when the time is over as of a refusal', async () => {
  const { source, clock, asked, answer } = openDesk();
  const refused: GrantOutcome = { status: 'misconfigured', problem: 'it answered 401' };
  const short = source.getToken(100);
  const longer = source.getToken(TIMEOUT_MS);
  clock.advance(100);
  answer(0, refused);
  assert.deepEqual(await Promise.all([short, longer]), [refused, refused]);
  assert.equal(asked.length, 1);
});

test('never requests a second token while the first is being put away', async () => {
  const { source, asked, grant } = openDesk();
  const first = source.getToken(TIMEOUT_MS);
  grant(0);
  // Whatever runs between the answer and its use finds the request or the token.
  for (let step = 0; step < 20; step += 1) {
    await null;
    void source.getToken(TIMEOUT_MS);
  }
  await first;
  assert.equal(asked.length, 1);
});

test('asks anew after a request that came to nothing', async () => {
  const { source, asked, answer, grant } = openDesk();
  const first = source.getToken(TIMEOUT_MS);
  answer(0, TIME_IS_OVER);
  await first;
  const second = source.getToken(TIMEOUT_MS);
  grant(1);
  assert.equal((await second).status, 'token');
  assert.equal(asked.length, 2);
});

test('uses a token until the moment of its renewal, and not from then on', async () => {
  const { source, clock, asked, grant } = openDesk();
  const first = source.getToken(TIMEOUT_MS);
  grant(0);
  await first;
  clock.advance(59_999);
  assert.deepEqual(await source.getToken(TIMEOUT_MS), { status: 'token', token: 'one-1' });
  clock.advance(1);
  const renewed = source.getToken(TIMEOUT_MS);
  grant(1);
  assert.deepEqual(await renewed, { status: 'token', token: 'one-2' });
  assert.equal(asked.length, 2);
});

test('passes over whatever else was sealed in the place of a token', async () => {
  const seal = createSeal('a secret of its own', 'one');
  const hostile = [
    ...['', 'null', '7', '[]', '{', '{"accessToken":"a"}', '{"accessToken":7,"renewAtMs":9e15}'],
    '{"accessToken":"a","renewAtMs":"9e15"}',
    '{"accessToken":"a","renewAtMs":null}',
  ].map((text) => seal.seal(text));
  for (const sealed of [...hostile, '', 'no seal', 'A'.repeat(100)]) {
    const { source, asked, grant } = openDesk();
    source.restore({ one: sealed });
    assert.deepEqual(source.sealed(), {});
    const asking = source.getToken(TIMEOUT_MS);
    grant(0);
    assert.equal((await asking).status, 'token');
    assert.equal(asked.length, 1);
  }
});

test('forgets what it held when the state has no token', async () => {
  const source = sourceOf('one');
  await source.getToken(TIMEOUT_MS);
  source.restore({});
  assert.deepEqual(source.sealed(), {});
  assert.deepEqual(await source.getToken(TIMEOUT_MS), { status: 'token', token: 'one-2' });
});
