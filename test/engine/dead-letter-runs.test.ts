import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_DEAD_LETTERS } from '../../src/engine/dead-letters.ts';
import {
  checkAllBut,
  deadLettersIn,
  REASON,
  REFUSED,
  refusing,
  storedDeadLetters,
  watchCheckpoint,
} from './poison.ts';
import {
  checkpointIn,
  createWorld,
  logId,
  reportOf,
  runWorld,
  storedCheckpoint,
  type World,
} from './simulation.ts';

test('sets aside one bad record wherever it stands, delivers everything else, and goes on', async () => {
  for (const poison of [1, 50, 100, 101, 333, 500]) {
    const world = createWorld(500);
    const check = watchCheckpoint(world);
    world.destination.answer = refusing([logId(poison)]);

    const report = await reportOf(runWorld(world));

    assert.equal(report.outcome, 'caught-up');
    assert.equal(report.deliveries[0]?.logs, 499);
    assert.equal(report.deliveries[0]?.deadLetters, 1);
    assert.equal(report.lagMs, 0);
    checkAllBut(world, [logId(poison)]);
    check();
  }
});

test('stores a dead letter in the very document whose checkpoint is the first past its log', async () => {
  const poison = logId(150);
  const world = createWorld(2_000);
  world.destination.answer = refusing([poison]);
  await runWorld(world);

  const past = world.store.written.filter((document) => (checkpointIn(document) ?? '') >= poison);
  assert.ok(past.length > 1, `${past.length} documents`);
  assert.ok(past.length < world.store.written.length);
  for (const document of past) {
    assert.deepEqual(
      deadLettersIn(document).map((letter) => letter.logId),
      [poison],
    );
  }
});

test('keeps the record as it was sent, what it was, and why and when it was refused', async () => {
  const world = createWorld(30);
  const sent: string[] = [];
  world.destination.answer = (records) => {
    const [only] = records;
    if (records.length === 1 && only !== undefined) sent.push(only.bytes.toString('utf8'));
    return refusing([logId(7)])(records);
  };

  const report = await reportOf(runWorld(world));

  const [letter] = deadLettersIn(world.store.document);
  assert.ok(letter !== undefined);
  const { refusedAtMs, content = '', ...rest } = letter;
  assert.deepEqual(rest, {
    logId: logId(7),
    logType: 'fp',
    destination: 'data-collector',
    reason: REASON,
  });
  assert.ok(sent.includes(content) && content.includes(logId(7)), content);
  assert.ok(refusedAtMs > report.startedAtMs && refusedAtMs <= report.endedAtMs);
});

test('sends no dead letter again in the runs that follow', async () => {
  const world = createWorld(300);
  world.destination.answer = refusing([logId(150)]);
  await runWorld(world);
  const { attempts } = world.destination;

  const report = await reportOf(runWorld(world));

  assert.equal(world.destination.attempts, attempts);
  assert.equal(report.deliveries[0]?.deadLetters, undefined);
  assert.deepEqual(storedDeadLetters(world), [logId(150)]);
});

test('keeps one entry for a log that is refused again after its dead letter was stored', async () => {
  const world = createWorld(300);
  world.destination.answer = refusing([logId(150)]);
  await runWorld(world);
  const [first] = deadLettersIn(world.store.document);
  const before = deadLettersIn(world.store.document).length;
  world.store.document = {
    ...(world.store.document as object),
    checkpoints: { 'data-collector': [{ after: logId(100) }] },
  };
  await runWorld(world);

  const letters = deadLettersIn(world.store.document);
  assert.deepEqual([before, letters.length], [1, 1]);
  assert.ok((letters[0]?.refusedAtMs ?? 0) > (first?.refusedAtMs ?? 0));
});

test('finds a bad record again when the process dies before its dead letter is stored', async () => {
  const world = createWorld(300);
  const check = watchCheckpoint(world);
  let isDown = false;
  world.destination.answer = (records) => {
    const outcome = refusing([logId(150)])(records);
    if (outcome === REFUSED && records.length === 1) isDown = true;
    if (isDown) world.store.failure = 'the process is dead';
    return outcome;
  };
  const died = await reportOf(runWorld(world));
  assert.equal(died.outcome, 'stopped');
  assert.deepEqual(storedDeadLetters(world), []);
  assert.ok((storedCheckpoint(world.store) ?? '') < logId(150));

  world.store.failure = undefined;
  world.destination.answer = refusing([logId(150)]);
  world.clock.set(world.clock.now() + 60_000);
  await runWorld(world);

  assert.deepEqual(storedDeadLetters(world), [logId(150)]);
  assert.equal(new Set(world.destination.received).size, 299);
  assert.equal(storedCheckpoint(world.store), logId(300));
  check();
});

/** A world whose state holds so many dead letters, of logs that are long gone. */
async function worldWithDeadLetters(count: number): Promise<World> {
  const world = createWorld(300);
  await runWorld({ ...world, tenant: createWorld(0).tenant });
  const deadLetters = Array.from({ length: count }, (_, index) => ({
    logId: `800${String(index).padStart(53, '0')}`,
    logType: 'fp',
    destination: 'data-collector',
    reason: REASON,
    refusedAtMs: index,
  }));
  world.store.document = { ...(world.store.document as object), deadLetters };
  return world;
}

test('stops and says what to do when no dead letter fits any more, rather than to lose one', async () => {
  const world = await worldWithDeadLetters(MAX_DEAD_LETTERS);
  const check = watchCheckpoint(world);
  world.destination.answer = refusing([logId(150)]);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(
    report.reason ?? '',
    /^So many dead letters are stored that no more fit \(500 .*discard/,
  );
  assert.equal(deadLettersIn(world.store.document).length, MAX_DEAD_LETTERS);
  assert.equal(storedCheckpoint(world.store), logId(149), 'all before it, and nothing past it');
  check();
});

test('goes on as soon as there is room for one more', async () => {
  const world = await worldWithDeadLetters(MAX_DEAD_LETTERS);
  world.destination.answer = refusing([logId(150)]);
  await runWorld(world);
  const [discarded, ...kept] = deadLettersIn(world.store.document);
  assert.ok(discarded !== undefined);
  world.store.document = { ...(world.store.document as object), deadLetters: kept };

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.equal(deadLettersIn(world.store.document).length, MAX_DEAD_LETTERS);
  assert.equal(storedDeadLetters(world).at(-1), logId(150));
  assert.equal(storedCheckpoint(world.store), logId(300));
});

test('sets aside as many as there is room for before it stops', async () => {
  const world = await worldWithDeadLetters(MAX_DEAD_LETTERS - 1);
  const check = watchCheckpoint(world);
  world.destination.answer = refusing([logId(110), logId(120)]);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.equal(storedDeadLetters(world).at(-1), logId(110));
  assert.equal(storedCheckpoint(world.store), logId(119));
  check();
});
