/** What is known of a place is forgotten once the export has moved on from it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../src/engine/ask.ts';
import { EMPTY_STATE, type State, withTail } from '../../src/engine/state.ts';
import { ASKED } from './asking.ts';
import { ACCEPTED } from './poison.ts';
import { START_MS } from './simulated-clock.ts';
import {
  createWorld,
  logAt,
  logId,
  reportOf,
  runWorld,
  stateIn,
  storedCheckpoint,
  type World,
} from './simulation.ts';

const UNCERTAIN_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

function completeUntil({ store }: World): number | undefined {
  return stateIn(store.document).completeUntilMs['data-collector'];
}

/** Notes what the source is told at the first page of every run. */
function watchFirstPages({ tenant }: World): readonly (number | undefined)[] {
  const confirmed: (number | undefined)[] = [];
  tenant.fetchFirstPage = (after, confirmedAtMs, timeoutMs) => {
    confirmed.push(confirmedAtMs);
    return tenant.fetchPage(after, timeoutMs);
  };
  return confirmed;
}

function refuseAccess({ destination }: World): void {
  destination.answer = () => ({ status: 'misconfigured', problem: 'the key was rotated' });
}

test('knows of the start as long as the export has not left it, however long that takes', async () => {
  const world = createWorld(3_000);
  refuseAccess(world);
  const confirmed = watchFirstPages(world);
  await runWorld(world);
  const known = completeUntil(world) ?? 0;
  assert.ok(known >= START_MS - UNCERTAIN_MS && known < START_MS - UNCERTAIN_MS + 1_000);
  for (let runs = 0; runs < 3; runs += 1) {
    await runWorld(world);
    await world.clock.sleep(10 * DAY_MS);
  }
  assert.deepEqual(confirmed.slice(1), Array(3).fill(known));
  assert.equal(completeUntil(world), known);
  assert.equal(storedCheckpoint(world.store), logId(0));
});

test('no longer knows of the start once a part of the first backlog was exported, whose rest may be deleted', async () => {
  const world = createWorld(3_000);
  const confirmed = watchFirstPages(world);
  world.destination.answer = () =>
    world.destination.received.length < 1_000
      ? ACCEPTED
      : { status: 'misconfigured', problem: 'the key was rotated' };
  await runWorld(world);
  assert.equal(storedCheckpoint(world.store), logId(1_000));
  assert.equal(completeUntil(world), undefined);

  await world.clock.sleep(20 * DAY_MS);
  await runWorld(world);
  assert.deepEqual(confirmed, [START_MS - UNCERTAIN_MS, undefined]);
});

test('forgets it with the very write that moves the checkpoint, because the run may die after it', async () => {
  const world = createWorld(3_000);
  const documents: State[] = [];
  const { write } = world.store;
  world.store.write = (document, version, timeoutMs) => {
    documents.push(stateIn(document));
    return write(document, version, timeoutMs);
  };
  await runWorld(world);
  const moved = documents.filter(({ lease, checkpoints }) => {
    return lease !== null && checkpoints['data-collector']?.[0]?.after !== logId(0);
  });
  assert.ok(moved.length > 2);
  assert.ok(moved.every(({ completeUntilMs }) => !('data-collector' in completeUntilMs)));
});

test('knows it anew when a run found nothing left, and forgets it again when the next has to end early', async () => {
  const world = createWorld(300);
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  await world.clock.sleep(3_600_000);
  const lookedAtMs = world.clock.now();
  await runWorld(world);
  const known = completeUntil(world) ?? 0;
  assert.ok(known >= lookedAtMs - UNCERTAIN_MS && known < lookedAtMs - UNCERTAIN_MS + 1_000);

  const { logs } = world.tenant;
  for (let index = 301; index <= 1_000; index += 1) logs.push(logAt(index, world.clock.now()));
  const { length } = world.destination.received;
  world.destination.answer = () =>
    world.destination.received.length < length + 300
      ? ACCEPTED
      : { status: 'misconfigured', problem: 'the key was rotated' };
  await runWorld(world);
  assert.equal(storedCheckpoint(world.store), logId(600));
  assert.equal(completeUntil(world), undefined);
});

test('forgets it when an administrator moves the checkpoint, and keeps it when it is moved to where it is', async () => {
  const world = createWorld(300);
  await runWorld(world);
  await runWorld(world);
  const known = completeUntil(world);
  assert.ok(known !== undefined);
  const move = (after: string) =>
    ask(world.store, world.clock, { kind: 'move', ...ASKED, destination: 'data-collector', after });
  await move(logId(300));
  assert.equal(completeUntil(world), known);
  await move(logId(100));
  assert.equal(completeUntil(world), undefined);
});

test('forgets it of the destination that moved on, and of no other', () => {
  const state = {
    ...EMPTY_STATE,
    checkpoints: {
      'data-collector': [{ after: logId(1), until: logId(2) }, { after: logId(3) }],
      'logs-ingestion': [{ after: logId(3) }],
    },
    completeUntilMs: { 'data-collector': 1, 'logs-ingestion': 2 },
  };
  assert.equal(withTail(state, 'data-collector', logId(3)), state);
  const moved = withTail(state, 'data-collector', logId(4));
  assert.deepEqual(moved.completeUntilMs, { 'logs-ingestion': 2 });
  assert.deepEqual(moved.checkpoints['data-collector'], [
    { after: logId(1), until: logId(2) },
    { after: logId(4) },
  ]);
});
