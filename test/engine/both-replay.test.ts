/** Dead letters of two destinations that are handed over once more in one run. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fateAt } from '../../src/engine/fates.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import { createBoth, lettersOf, WRONG } from './both-worlds.ts';
import { logId, replayWorld, reportOf, stateIn } from './simulation.ts';

/** Both are caught up, but for a dead letter of each of these. */
async function createLetters(kinds: readonly DestinationKind[] = DESTINATION_KINDS) {
  const parts = createBoth(10);
  await parts.run();
  const { world, second, both } = parts;
  for (const { received } of [world.destination, second]) received.length = 0;
  const deadLetters = kinds.flatMap((kind) => lettersOf(kind, [logId(3)]));
  world.store.document = { ...stateIn(world.store.document), deadLetters };
  return {
    world,
    second,
    replay: () => reportOf(replayWorld(both(), deadLetters)),
    kept: () => stateIn(world.store.document).deadLetters.map(({ destination }) => destination),
  };
}

test('says of each destination how the replay ended there, and of the run the worse', async () => {
  const { second, replay, kept } = await createLetters();
  second.answer = () => WRONG;
  const report = await replay();
  assert.equal(report.outcome, 'misconfigured');
  assert.deepEqual(report.problems, ['logs-ingestion: The role is missing.']);
  assert.deepEqual(fateAt(report, 'data-collector'), { outcome: 'caught-up' });
  assert.deepEqual(fateAt(report, 'logs-ingestion'), {
    outcome: 'misconfigured',
    reason: 'The role is missing.',
  });
  assert.equal(report.deliveries[0]?.logs, 1);
  assert.deepEqual(kept(), ['logs-ingestion']);
});

test('hands over to the one although the other never answers', async () => {
  const { world, second, replay, kept } = await createLetters();
  world.destination.latencyMs = 60_000;
  const report = await replay();
  assert.deepEqual(second.received, [logId(3)]);
  assert.equal(fateAt(report, 'logs-ingestion')?.outcome, 'caught-up');
  assert.notEqual(report.outcome, 'caught-up');
  assert.deepEqual(kept(), ['data-collector']);
});

test('tells nothing apart of the only destination that a replay goes to', async () => {
  const { second, replay } = await createLetters(['logs-ingestion']);
  second.answer = () => WRONG;
  const { deliveries, problems } = await replay();
  assert.deepEqual(
    deliveries.map((delivery) => [delivery.destination, 'fate' in delivery]),
    [['logs-ingestion', false]],
  );
  assert.deepEqual(problems, ['The role is missing.']);
});
