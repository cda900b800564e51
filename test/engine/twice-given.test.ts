/** A source that gives the same id twice, pages apart. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { refusing, storedDeadLetters } from './poison.ts';
import { createWorld, logId, type RunWorld, runWorld, stateIn, type World } from './simulation.ts';

/** Serves these pages one after the other, whatever is asked for; the one with a number comes late. */
function servePages({ tenant, clock }: World, pages: readonly (readonly number[])[], late: number) {
  let count = 0;
  tenant.fetchPage = async (after) => {
    const numbers = pages[count] ?? [];
    await clock.sleep(count === late ? 1_500 : 20);
    count += 1;
    const logs = numbers.map((number) => ({ log_id: logId(number), atMs: 1 }));
    const continuesAfter = logs.at(-1)?.log_id ?? after;
    return { status: 'page', page: { logs, continuesAfter, isFull: logs.length === 100 } };
  };
  tenant.fetchFirstPage = (after, _confirmedAtMs, timeoutMs) => tenant.fetchPage(after, timeoutMs);
}

/** How long a run took, or `undefined` when it has not ended after two minutes. */
async function durationOf(world: RunWorld & World): Promise<number | undefined> {
  const startedAtMs = world.clock.now();
  let endedAtMs: number | undefined;
  void runWorld(world).then(() => {
    endedAtMs = world.clock.now();
  });
  for (let waits = 0; endedAtMs === undefined && waits < 1_200; waits += 1) {
    await world.clock.sleep(100);
  }
  return endedAtMs === undefined ? undefined : endedAtMs - startedAtMs;
}

test('ends in time when an id comes again while the state is being written, with a batch divided', async () => {
  const world = createWorld(0, 100);
  world.destination.latencyMs = 50;
  const pageTo = (first: number, last: number) => [...range(first, first + 99), last];
  const pages = [
    pageTo(1_000, 1_099),
    pageTo(2_000, 9_999),
    pageTo(3_000, 3_099),
    pageTo(4_000, 9_999),
    ...range(20).map((index) => pageTo(10_000 + 100 * index, 10_099 + 100 * index)),
  ];
  servePages(world, pages, 4);
  world.destination.answer = refusing([logId(4_010), logId(4_060)]);
  const { write } = world.store;
  let writes = 0;
  world.store.write = async (...parts) => {
    writes += 1;
    if (writes === 2) await world.clock.sleep(3_000);
    return write(...parts);
  };

  const tookMs = await durationOf(world);

  assert.ok(tookMs !== undefined && tookMs <= world.maxRunMs, `${tookMs} ms`);
  const { lease, history } = stateIn(world.store.document);
  assert.deepEqual([lease, history[0]?.outcome], [null, 'caught-up']);
  assert.deepEqual(storedDeadLetters(world), [logId(4_010), logId(4_060)]);
  assert.equal(new Set(world.destination.received).size, 24 * 100 - 2 - 1);
});

for (const cycle of [2, 3, 5, 7, 8]) {
  test(`ends in time when the ids of single logs come round after ${cycle}, without an end`, async () => {
    const world = createWorld(0, 1);
    world.store.latencyMs = 1_000;
    world.destination.latencyMs = 10;
    servePages(world, [], -1);
    let count = 0;
    world.tenant.fetchPage = async () => {
      await world.clock.sleep(10);
      count += 1;
      const log = { log_id: logId((count % cycle) + 1), atMs: 1 };
      const page = { logs: [log], continuesAfter: log.log_id, isFull: true };
      return { status: 'page', page };
    };
    const tookMs = await durationOf(world);
    assert.ok(tookMs !== undefined && tookMs <= world.maxRunMs, `${tookMs} ms`);
    const { lease, history } = stateIn(world.store.document);
    assert.deepEqual([lease, history[0]?.reason], [null, undefined]);
  });
}
