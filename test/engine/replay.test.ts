import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, deadLettersIn, REFUSED, refusing, storedDeadLetters } from './poison.ts';
import {
  createWorld,
  logId,
  PLAIN_VAULT,
  replayWorld,
  reportOf,
  runWorld,
  stateIn,
  storedCheckpoint,
  type World,
} from './simulation.ts';

function named(...numbers: readonly number[]) {
  return numbers.map((number) => ({
    logId: logId(number),
    destination: 'data-collector' as const,
  }));
}

/** A world that is caught up but for some dead letters, whose destination takes everything now. */
async function worldWith(numbers: readonly number[], parts: Partial<World> = {}): Promise<World> {
  const world = { ...createWorld(300), ...parts };
  world.destination.answer = refusing(numbers.map(logId));
  await runWorld(world);
  assert.deepEqual(storedDeadLetters(world), numbers.map(logId));
  world.destination.answer = () => ACCEPTED;
  world.destination.received.length = 0;
  world.destination.batches.length = 0;
  world.tenant.asked.length = 0;
  world.clock.set(world.clock.now() + 60_000);
  return world;
}

/** Takes their content from the dead letters, as a state does that is short of room. */
function withoutContent({ store }: World): void {
  const state = stateIn(store.document);
  const deadLetters = state.deadLetters.map(({ content: _, ...rest }) => rest);
  store.document = { ...state, deadLetters };
}

test('hands over the records that are kept as they were sent, and then keeps them no longer', async () => {
  const world = await worldWith([10, 20, 30]);
  const [, content] = deadLettersIn(world.store.document).map((letter) => letter.content);

  const report = await reportOf(replayWorld(world, named(20, 30)));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual([report.work, report.trigger], ['replay', 'administrator']);
  assert.deepEqual(world.destination.received, [20, 30].map(logId));
  assert.equal(world.destination.batches[0]?.[0]?.bytes.toString('utf8'), content);
  assert.equal(world.destination.batches[0]?.[0]?.logType, 'fp');
  assert.deepEqual(storedDeadLetters(world), [logId(10)]);
  const [delivery] = report.deliveries;
  assert.deepEqual([delivery?.logs, delivery?.batches, delivery?.deadLetters], [2, 1, undefined]);
  assert.deepEqual([world.tenant.asked, world.tenant.logsAsked], [[], []]);
});

test('does not move the checkpoint, and stores its report with the lease given back', async () => {
  const world = await worldWith([10]);
  const before = stateIn(world.store.document);

  const report = await reportOf(replayWorld(world, named(10)));

  for (const document of world.store.written) {
    const { checkpoints } = stateIn(document);
    if (stateIn(document).history[0]?.runId === report.runId) {
      assert.deepEqual(checkpoints, before.checkpoints);
    }
  }
  const state = stateIn(world.store.document);
  assert.deepEqual(state.checkpoints, before.checkpoints);
  assert.equal(report.deliveries[0]?.checkpoint, storedCheckpoint(world.store));
  assert.deepEqual([state.lease, state.history.length], [null, 2]);
  assert.deepEqual(state.history[0], report);
});

test('reads a log anew from Auth0 when its record is not kept', async () => {
  const world = await worldWith([10, 20]);
  withoutContent(world);

  const report = await reportOf(replayWorld(world, named(10, 20)));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(world.tenant.logsAsked, [10, 20].map(logId));
  assert.deepEqual(world.destination.received, [10, 20].map(logId));
  assert.deepEqual(storedDeadLetters(world), []);
});

test('reads a log anew when its record was locked under another secret', async () => {
  const world = await worldWith([10]);
  const vault = { ...PLAIN_VAULT, unlock: () => undefined };
  await replayWorld({ ...world, vault }, named(10));
  assert.deepEqual(world.tenant.logsAsked, [logId(10)]);
  assert.deepEqual(world.destination.received, [logId(10)]);
});

test('keeps the dead letter of a log that Auth0 no longer has, says so, and replays the others', async () => {
  const world = await worldWith([10, 20, 30]);
  withoutContent(world);
  world.tenant.logs.splice(19, 1);

  const report = await reportOf(replayWorld(world, named(10, 20, 30)));

  assert.equal(report.outcome, 'caught-up');
  assert.match(report.warnings?.join() ?? '', /^1 of the dead letters .* no longer has the log/);
  assert.deepEqual(world.destination.received, [10, 30].map(logId));
  assert.deepEqual(storedDeadLetters(world), [logId(20)]);
});

test('keeps a record that is refused again with the new reason and time, and delivers the others', async () => {
  const world = await worldWith([10, 20, 30]);
  const [, before] = deadLettersIn(world.store.document);
  world.destination.answer = (records) => {
    const outcome = refusing([logId(20)])(records);
    return outcome === REFUSED ? { ...REFUSED, reason: `${'nö'.repeat(100)}` } : outcome;
  };

  const report = await reportOf(replayWorld(world, named(10, 20, 30)));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(world.destination.received, [10, 30].map(logId));
  const [letter, ...others] = deadLettersIn(world.store.document);
  assert.deepEqual(others, []);
  assert.ok(letter !== undefined && before !== undefined);
  assert.equal(letter.reason, 'n?'.repeat(40));
  assert.ok(letter.refusedAtMs > before.refusedAtMs + 60_000);
  assert.deepEqual([letter.logId, letter.content], [before.logId, before.content]);
  assert.deepEqual([report.deliveries[0]?.logs, report.deliveries[0]?.deadLetters], [2, 1]);
});

test('keeps batches within the limits of the destination', async () => {
  const numbers = [10, 20, 30, 40, 50];
  const world = await worldWith(numbers, {});
  const limits = { maxBatchRecords: 2, maxBatchBytes: 1_000_000 };
  await replayWorld({ ...world, destination: { ...world.destination, limits } }, named(...numbers));
  assert.deepEqual(
    world.destination.batches.map((batch) => batch.length),
    [2, 2, 1],
  );
  assert.deepEqual(storedDeadLetters(world), []);
});

test('does nothing for names that are not kept, or kept for another destination', async () => {
  const world = await worldWith([10]);
  const names = [
    { logId: logId(10), destination: 'logs-ingestion' },
    { logId: logId(99), destination: 'data-collector' },
  ] as const;
  const report = await reportOf(replayWorld(world, names));
  assert.deepEqual([report.outcome, report.deliveries], ['caught-up', []]);
  assert.deepEqual(world.destination.received, []);
  assert.deepEqual(storedDeadLetters(world), [logId(10)]);
});

test('replays while the export is paused, because an administrator wants it', async () => {
  const world = await worldWith([10]);
  world.store.document = { ...stateIn(world.store.document), pausedAtMs: 1 };
  assert.equal((await reportOf(replayWorld(world, named(10)))).outcome, 'caught-up');
  assert.deepEqual(world.destination.received, [logId(10)]);
  assert.equal((await runWorld(world)).status, 'paused');
});
