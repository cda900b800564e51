/** Numbers and ranges in the stored document that no run of this program writes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { ASKED, askDuring } from './asking.ts';
import { deliveryWith, reportWith } from './reports.ts';
import { createWorld, logId, reportOf, runWorld, storedCheckpoint } from './simulation.ts';

const checkpoints = { 'data-collector': [{ after: logId(7) }] };

function parsedWith(sections: object): State {
  const parsed = parseState({ ...EMPTY_STATE, checkpoints, ...sections });
  assert.ok(parsed.status === 'parsed');
  return parsed.state;
}

/** No date can be made of these. */
const IMPOSSIBLE_TIMES = [8.64e15 + 1, -8.64e15 - 1, 1e300, -1e300, Infinity, Number.NaN];

test('drops a time that no date can be made of, wherever it stands', () => {
  for (const atMs of IMPOSSIBLE_TIMES) {
    const damaged = {
      completeUntilMs: { 'data-collector': atMs },
      pausedAtMs: atMs,
      lease: { holder: 'a run', expiresAtMs: atMs },
      requests: [{ kind: 'pause', ...ASKED, atMs }],
      history: [reportWith({ startedAtMs: atMs }), reportWith({ endedAtMs: atMs })],
    };
    const state = parsedWith(damaged);
    for (const name of ['completeUntilMs', 'pausedAtMs', 'lease', 'requests', 'history'] as const) {
      assert.deepEqual(state[name], EMPTY_STATE[name], `${name} of ${atMs}`);
    }
    assert.equal(state.unreportedWarnings.length, 5);
  }
});

test('keeps the name of a dead letter whose time is impossible', () => {
  const letter = { logId: logId(1), logType: 'fp', destination: 'data-collector', reason: 'r' };
  for (const refusedAtMs of IMPOSSIBLE_TIMES) {
    const { deadLetters } = parsedWith({ deadLetters: [{ ...letter, refusedAtMs }] });
    assert.deepEqual(
      deadLetters.map((kept) => [kept.logId, kept.refusedAtMs]),
      [[logId(1), 0]],
    );
  }
});

test('makes a date of every time that it keeps', () => {
  for (const atMs of [8.64e15, -8.64e15, 0]) {
    const state = parsedWith({ completeUntilMs: { 'data-collector': atMs }, pausedAtMs: atMs });
    assert.doesNotThrow(() => new Date(state.completeUntilMs['data-collector'] ?? 0).toISOString());
    assert.doesNotThrow(() => new Date(state.pausedAtMs ?? 0).toISOString());
    assert.deepEqual(state.unreportedWarnings, []);
  }
});

for (const moves of [1e9 + 1, 2 ** 53, 1e300, Number.MAX_VALUE]) {
  test(`obeys an administrator who moves the checkpoint during a run although ${moves} moves are stored`, async () => {
    const world = createWorld(1_000);
    world.store.document = {
      ...EMPTY_STATE,
      checkpoints: { 'data-collector': [{ after: logId(0) }] },
      moves,
    };
    const outcomes = askDuring(world, [
      { kind: 'move', ...ASKED, destination: 'data-collector', after: logId(5) },
    ]);

    const report = await reportOf(runWorld(world));

    assert.deepEqual(outcomes, [{ status: 'waiting' }]);
    assert.equal(report.reason, 'an administrator moved the checkpoint');
    assert.deepEqual(report.warnings, [
      'The stored count of moved checkpoints could not be read and was dropped.',
    ]);
    assert.equal(storedCheckpoint(world.store), logId(5));
  });
}

const lostPlaces = [
  [{ after: logId(500) }, { after: logId(100) }],
  [{ after: logId(100), until: logId(200) }],
  [],
];

for (const ranges of lostPlaces) {
  test(`exports nothing and changes nothing with the ranges ${JSON.stringify(ranges).replaceAll(/0{20,}/g, '…')}`, async () => {
    const world = createWorld(1_000);
    const document = { ...EMPTY_STATE, checkpoints: { 'data-collector': ranges } };
    world.store.document = document;

    const report = await reportOf(runWorld(world));

    assert.equal(report.outcome, 'stopped');
    assert.match(report.reason ?? '', /has a checkpoint that cannot be read/);
    assert.deepEqual(world.store.document, document);
    assert.deepEqual([world.tenant.asked, world.destination.received], [[], []]);
  });
}

test('runs through any figures of a history, because these only serve people', async () => {
  const world = createWorld(100);
  const strange = reportWith({
    startedAtMs: 8.64e15,
    endedAtMs: -8.64e15,
    lagMs: -1e300,
    lastExportedAtMs: 1e300,
    capacityLogs: 1e300,
    deliveries: [deliveryWith({ unresolvedRecords: 1e300, deadLetters: 1e300, batches: 0 })],
  });
  world.store.document = { ...EMPTY_STATE, checkpoints, history: [strange] };
  assert.equal((await reportOf(runWorld(world))).outcome, 'caught-up');
  assert.equal(world.destination.received.length, 93);
});
