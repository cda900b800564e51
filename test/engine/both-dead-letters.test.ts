/** The room for dead letters that each of two destinations has. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadLetterRoom, MAX_DEAD_LETTERS } from '../../src/engine/dead-letters.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { DESTINATION_KINDS } from '../../src/engine/walls.ts';
import { createBoth, idsTo, lettersOf } from './both-worlds.ts';
import { refusing } from './poison.ts';
import { logId, reportOf, stateIn } from './simulation.ts';

/** The ids of logs long before, as many as there may be dead letters. */
const OLD = idsTo(MAX_DEAD_LETTERS).map((id) => `old-${id}`);

test('keeps room for the dead letters of the one, however many the other has', async () => {
  const { world, second, run } = createBoth(300);
  world.store.document = {
    ...EMPTY_STATE,
    checkpoints: { 'data-collector': [{ after: logId(0) }] },
    deadLetters: lettersOf('data-collector', OLD.slice(MAX_DEAD_LETTERS / 2)),
  };
  const poison = logId(150);
  for (const destination of [world.destination, second]) destination.answer = refusing([poison]);
  const report = await reportOf(run());
  assert.equal(report.deliveries[0]?.fate?.outcome, 'stopped');
  assert.match(report.deliveries[0]?.fate?.reason ?? '', /no more fit/);
  assert.equal(report.deliveries[1]?.fate?.outcome, 'caught-up');
  const state = stateIn(world.store.document);
  assert.deepEqual(
    state.deadLetters.filter(({ logId: id }) => id === poison).map((one) => one.destination),
    ['logs-ingestion'],
  );
});

test('has room for what the new destination refuses, however full the old one has made it before', async () => {
  const { world, second, run } = createBoth(300);
  world.store.document = {
    ...EMPTY_STATE,
    checkpoints: { 'data-collector': [{ after: logId(0) }] },
    deadLetters: lettersOf('data-collector', OLD),
  };
  second.answer = refusing([logId(50), logId(150)]);
  const report = await reportOf(run());
  assert.equal(report.outcome, 'caught-up');
  assert.equal(report.deliveries[1]?.deadLetters, 2);
  assert.equal(stateIn(world.store.document).deadLetters.length, MAX_DEAD_LETTERS + 2);
});

test('gives each of two destinations an equal share of the dead letters, and never more than fit', () => {
  const roomAfter = (old: number, young: number, destinations: number) => {
    const deadLetters = [
      ...lettersOf('data-collector', idsTo(old)),
      ...lettersOf('logs-ingestion', idsTo(young)),
    ];
    const state = { ...EMPTY_STATE, deadLetters };
    return DESTINATION_KINDS.map((kind) => deadLetterRoom(state, kind, destinations));
  };
  assert.deepEqual(roomAfter(0, 0, 1), [500, 500]);
  assert.deepEqual(roomAfter(500, 0, 1), [0, 250]);
  assert.deepEqual(roomAfter(0, 0, 2), [250, 250]);
  assert.deepEqual(roomAfter(250, 10, 2), [0, 240]);
  assert.deepEqual(roomAfter(500, 0, 2), [0, 250]);
  assert.deepEqual(roomAfter(500, 249, 2), [0, 1]);
  assert.deepEqual(roomAfter(450, 300, 1), [0, 0]);
});
