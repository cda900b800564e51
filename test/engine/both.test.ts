/** A run to two destinations: each gets every log once, and keeps its own place. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_STATE, tailOf } from '../../src/engine/state.ts';
import { DESTINATION_KINDS } from '../../src/engine/walls.ts';
import { ASKED, askDuring } from './asking.ts';
import { createBoth } from './both-worlds.ts';
import { logId, reportOf, runWorld, stateIn } from './simulation.ts';

test('gives each of two destinations every log once, and asks once for each page', async () => {
  const { world, second, all, run } = createBoth(1_050);
  const report = await reportOf(run());
  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(world.destination.received, all);
  assert.deepEqual(second.received, all);
  assert.equal(new Set(world.tenant.asked).size, world.tenant.asked.length);
  assert.equal(world.tenant.asked.length, 12, '11 pages, and the empty one');
  const state = stateIn(world.store.document);
  for (const kind of ['data-collector', 'logs-ingestion'] as const) {
    assert.equal(tailOf(state, kind), logId(1_050));
    assert.ok(state.completeUntilMs[kind] !== undefined);
  }
});

test('begins a destination that is added where the other one stands, and a first run at the start', async () => {
  const { world, second, all, run } = createBoth(300);
  await runWorld(world);
  world.tenant.logs.push({ log_id: logId(301), atMs: world.clock.now() });
  await run();
  assert.deepEqual(second.received, [logId(301)]);
  assert.deepEqual(world.destination.received, [...all, logId(301)]);
});

test('continues a destination that was taken out where it stopped', async () => {
  const { world, second, both, all, run } = createBoth(200);
  await run();
  world.tenant.logs.push({ log_id: logId(201), atMs: world.clock.now() });
  const { second: _, ...alone } = both();
  await runWorld({ ...alone, destination: second });
  assert.deepEqual(second.received.slice(200), [logId(201)]);
  world.tenant.logs.push({ log_id: logId(202), atMs: world.clock.now() });
  await run();
  assert.deepEqual(world.destination.received, [...all, logId(201), logId(202)]);
  assert.deepEqual(second.received, [...all, logId(201), logId(202)]);
});

test('stores all that the one got although the checkpoint of the other is moved meanwhile', async () => {
  const { world, second, all, run } = createBoth(300);
  second.latencyMs = 10;
  world.destination.latencyMs = 3_000;
  const move = { kind: 'move', ...ASKED, destination: 'data-collector', after: logId(7) } as const;
  const asked = askDuring(world, [move], 1);
  const report = await reportOf(run());
  assert.deepEqual(asked, [{ status: 'waiting' }]);
  assert.equal(report.outcome, 'stopped');
  assert.deepEqual(second.received, all);
  const state = stateIn(world.store.document);
  assert.equal(tailOf(state, 'data-collector'), logId(7));
  assert.equal(tailOf(state, 'logs-ingestion'), logId(300));
  assert.equal(tailOf(state, 'logs-ingestion'), report.deliveries[1]?.checkpoint);
  await run();
  assert.deepEqual(second.received, all, 'none is repeated');
});

test('keeps the places of both when both are moved, and of any that somebody else has moved', async () => {
  const { world, run } = createBoth(2_000);
  const moves = DESTINATION_KINDS.map(
    (destination, index) =>
      ({ kind: 'move', ...ASKED, destination, after: logId(7 + index) }) as const,
  );
  askDuring(world, moves, 2);
  await run();
  const state = stateIn(world.store.document);
  assert.equal(tailOf(state, 'data-collector'), logId(7));
  assert.equal(tailOf(state, 'logs-ingestion'), logId(8));
});

test('asks for hardly a page twice, although the places of the two are one log apart', async () => {
  const { world, second, run } = createBoth(3_000);
  const checkpoints = {
    'data-collector': [{ after: logId(0) }],
    'logs-ingestion': [{ after: logId(1) }],
  };
  world.store.document = { ...EMPTY_STATE, checkpoints };
  assert.equal((await reportOf(run())).outcome, 'caught-up');
  assert.equal(world.destination.received.length, 3_000);
  assert.equal(second.received.length, 2_999);
  assert.ok(world.tenant.asked.length <= 36, `${world.tenant.asked.length} requests for 31 pages`);
});

test('asks for a page twice only when it is not kept any more, because the one is far behind', async () => {
  const { world, second, run, all } = createBoth(3_000);
  const checkpoints = {
    'data-collector': [{ after: logId(1_500) }],
    'logs-ingestion': [{ after: logId(0) }],
  };
  world.store.document = { ...EMPTY_STATE, checkpoints };
  assert.equal((await reportOf(run())).outcome, 'caught-up');
  assert.deepEqual(world.destination.received, all.slice(1_500));
  assert.deepEqual(second.received, all);
  const { asked } = world.tenant;
  const repeated = asked.length - new Set(asked).size;
  assert.ok(repeated <= 6, `${repeated} of 5 pages before the ten last, and the end of the logs`);
});

test('repeats nothing that the one got because the other is moved back meanwhile', async () => {
  const { world, second, run, all } = createBoth(3_000);
  const move = { kind: 'move', ...ASKED, destination: 'logs-ingestion', after: logId(0) } as const;
  const asked = askDuring({ ...world, destination: second }, [move], 12);
  assert.equal((await reportOf(run())).outcome, 'stopped');
  assert.deepEqual(asked, [{ status: 'waiting' }]);
  assert.equal((await reportOf(run())).outcome, 'caught-up');
  assert.deepEqual(world.destination.received, all);
  assert.deepEqual([...new Set(second.received)].sort(), all);
  assert.ok(second.received.length > all.length, 'the other gets its logs again');
});
