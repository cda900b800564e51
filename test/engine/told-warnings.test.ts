/** What was dropped of a damaged state is told by a report, whoever found it out. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import range from 'lodash/range';
import { ask } from '../../src/engine/ask.ts';
import { withWarnings } from '../../src/engine/warnings.ts';
import { ASKED } from './asking.ts';
import {
  createWorld,
  logAt,
  logId,
  reportOf,
  runWorld,
  stateIn,
  type World,
} from './simulation.ts';

const LETTERS_DROPPED =
  'Of the stored dead letters, 1 of 1 entries could not be read and were dropped.';
const PAUSE_DROPPED = 'The stored pause could not be read and was dropped.';

/** A world after a run, in whose document some sections are damaged. */
async function damagedWorld(sections: object): Promise<World> {
  const world = createWorld(100);
  await runWorld(world);
  damage(world, sections);
  return world;
}

function damage({ store }: World, sections: object): void {
  store.document = { ...(store.document as object), ...sections };
}

async function warningsOf(world: World): Promise<readonly string[]> {
  return (await reportOf(runWorld(world))).warnings ?? [];
}

test('tells what an administrator found damaged in the report of the next run, and only there', async () => {
  const world = await damagedWorld({ deadLetters: [{ logId: 17, destination: 'data-collector' }] });
  assert.deepEqual(await ask(world.store, world.clock, { kind: 'resume', ...ASKED }), {
    status: 'done',
  });
  assert.deepEqual(stateIn(world.store.document).deadLetters, []);

  assert.deepEqual(await warningsOf(world), [LETTERS_DROPPED]);
  assert.deepEqual(stateIn(world.store.document).unreportedWarnings, []);
  assert.deepEqual(await warningsOf(world), []);
});

test('tells what a run found damaged that died after its first write in the report of the next', async () => {
  const world = await damagedWorld({ pausedAtMs: 'yesterday' });
  const { write } = world.store;
  const store = {
    ...world.store,
    read: world.store.read,
    write: async (...parts: Parameters<typeof write>) => {
      await write(...parts);
      return new Promise<never>(() => {});
    },
  };
  void runWorld({ ...world, store });
  await world.clock.sleep(120_000);
  assert.equal(stateIn(world.store.document).pausedAtMs, null);

  assert.deepEqual(await warningsOf(world), [PAUSE_DROPPED]);
  assert.deepEqual(await warningsOf(world), []);
});

test('tells what was damaged while a run was under way in the report of the next', async () => {
  const world = createWorld(1_000);
  let writes = 0;
  world.store.beforeWrite = () => {
    writes += 1;
    if (writes === 2) damage(world, { deadLetters: [{ logId: 17 }], pausedAtMs: 'yesterday' });
  };
  const report = await reportOf(runWorld(world));
  assert.ok(writes > 2);
  assert.equal(report.outcome, 'caught-up');
  assert.ok(!report.warnings?.includes(PAUSE_DROPPED), 'its own report was made by then');

  assert.deepEqual(await warningsOf(world), [PAUSE_DROPPED, LETTERS_DROPPED]);
  assert.deepEqual(await warningsOf(world), []);
});

test('tells the warnings of the source rather than 20 of runs that died, because they are newer', async () => {
  const world = createWorld(300);
  await runWorld(world);
  damage(world, { unreportedWarnings: range(20).map((index) => `old ${index}`) });
  world.tenant.logs.push(
    ...range(301, 601).map((index) => logAt(index, world.clock.now() - 1_000)),
  );
  const { fetchPage } = world.tenant;
  world.tenant.fetchFirstPage = async (after, _confirmedAtMs, timeoutMs) => {
    const outcome = await fetchPage(after, timeoutMs);
    if (outcome.status !== 'page') return outcome;
    return { status: 'page', page: { ...outcome.page, warnings: ['Logs may be missing.'] } };
  };

  const warnings = await warningsOf(world);

  assert.equal(warnings.length, 20);
  assert.deepEqual(warnings.slice(-2), ['old 19', 'Logs may be missing.']);
  assert.deepEqual(stateIn(world.store.document).unreportedWarnings, []);
});

test('keeps each warning once and the latest 20', () => {
  assert.deepEqual(withWarnings(['a', 'b'], ['b', 'c']), ['a', 'b', 'c']);
  const many = range(30).map(String);
  assert.deepEqual(withWarnings(many.slice(0, 15), many.slice(15)), many.slice(10));
  assert.deepEqual(withWarnings([]), []);
});

test('keeps a warning that a write of progress stored until a report has told it, when the run is taken over', async () => {
  const world = createWorld(1_000);
  const { fetchPage } = world.tenant;
  world.tenant.fetchFirstPage = async (after, _confirmedAtMs, timeoutMs) => {
    const outcome = await fetchPage(after, timeoutMs);
    if (outcome.status !== 'page') return outcome;
    return { status: 'page', page: { ...outcome.page, warnings: ['Logs may be missing.'] } };
  };
  let writes = 0;
  world.store.beforeWrite = () => {
    writes += 1;
    if (writes !== 4) return;
    const lease = { holder: 'another run', expiresAtMs: world.clock.now() + 1 };
    damage(world, { lease });
  };
  assert.equal((await reportOf(runWorld(world))).outcome, 'stopped');
  assert.ok(stateIn(world.store.document).unreportedWarnings.includes('Logs may be missing.'));

  world.tenant.fetchFirstPage = (after, _confirmedAtMs, timeoutMs) => fetchPage(after, timeoutMs);
  assert.deepEqual(await warningsOf(world), ['Logs may be missing.']);
  assert.equal(world.tenant.logs.at(-1)?.log_id, logId(1_000));
});
