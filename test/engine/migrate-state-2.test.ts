import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { reportWith } from './reports.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, stateIn, storedCheckpoint } from './simulation.ts';

const LETTER = {
  logId: logId(3),
  logType: 'fp',
  destination: 'data-collector',
  reason: 'refused',
  refusedAtMs: START_MS - 60_000,
  content: 'sealed',
};

/** As version 0.3 of this program wrote it; never to be changed, because it stands in real tenants. */
const DOCUMENT_2 = {
  version: 2,
  checkpoints: { 'data-collector': [{ after: logId(70) }] },
  completeUntilMs: { 'data-collector': START_MS - 900_000 },
  moves: 4,
  pausedAtMs: null,
  requests: [
    { kind: 'pause', atMs: START_MS - 40_000 },
    { kind: 'discard', deadLetters: [{ logId: logId(3), destination: 'data-collector' }] },
    { kind: 'move', destination: 'data-collector', after: logId(50) },
    { kind: 'resume' },
  ],
  lease: { holder: 'mvxwczk0-eznxb93q', expiresAtMs: START_MS - 30_000 },
  unreportedWarnings: ['The stored tokens could not be read and was dropped.'],
  history: [
    {
      runId: 'mvxwczk0-00000001',
      trigger: 'administrator',
      work: 'replay',
      startedAtMs: START_MS - 120_000,
      endedAtMs: START_MS - 110_000,
      outcome: 'stopped',
      reason: 'Azure answered 503',
      warnings: [],
      pages: 0,
      pageRetries: 0,
      deliveries: [
        {
          destination: 'data-collector',
          logs: 1,
          batches: 1,
          bytes: 4_200,
          retries: 2,
          truncatedRecords: 0,
          deadLetters: 1,
          checkpoint: logId(70),
        },
      ],
    },
  ],
  deadLetters: [LETTER],
  tokens: { auth0: 'c2VhbGVk' },
};

function migrated(sections: object = {}): State {
  const parsed = parseState({ ...structuredClone(DOCUMENT_2), ...sections });
  assert.ok(parsed.status === 'parsed');
  return parsed.state;
}

test('reads a document of version 2 with all that is in it, and signs what waits there', () => {
  const by = 'an administrator';
  const [pause, discard, move, resume] = DOCUMENT_2.requests;
  // About when that was: while the lease was held.
  const atMs = DOCUMENT_2.lease.expiresAtMs;
  assert.deepEqual(migrated(), {
    ...EMPTY_STATE,
    ...DOCUMENT_2,
    version: 3,
    requests: [
      { ...pause, by },
      { ...discard, by, atMs },
      { ...move, by, atMs },
      { ...resume, by, atMs },
    ],
  });
});

test('does what waits in a document of version 2, once, and goes on', async () => {
  const world = createWorld(100);
  world.store.document = structuredClone(DOCUMENT_2);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(report.warnings, DOCUMENT_2.unreportedWarnings);
  assert.equal(world.destination.received.length, 50, 'from where it was moved to');
  assert.equal(storedCheckpoint(world.store), logId(100));
  const state = stateIn(world.store.document);
  assert.deepEqual([state.version, state.moves, state.requests], [3, 5, []]);
  assert.deepEqual([state.deadLetters, state.pausedAtMs], [[], null]);
  assert.deepEqual(state.history.slice(1), DOCUMENT_2.history);
  assert.deepEqual(
    state.actions.map(({ kind, by, atMs }) => [kind, by, atMs]),
    [
      ['resume', 'an administrator', START_MS - 30_000],
      ['move', 'an administrator', START_MS - 30_000],
      ['discard', 'an administrator', START_MS - 30_000],
      ['pause', 'an administrator', START_MS - 40_000],
    ],
  );
});

test('makes lines of the reports of version 2 that do not fit as a whole, and loses none', async () => {
  const world = createWorld(100);
  const history = Array.from({ length: 400 }, (_, index) =>
    reportWith({ runId: `run ${index}`, reason: 'x'.repeat(450) }),
  );
  world.store.document = { ...structuredClone(DOCUMENT_2), history };
  const { runId } = await reportOf(runWorld(world));
  const state = stateIn(world.store.document);
  const kept = [...state.history, ...state.pastRuns].map((run) => run.runId);
  assert.deepEqual(kept, [runId, ...history.map((report) => report.runId)]);
  assert.ok(state.pastRuns.length > 0);
});

test('drops what is broken in a document of version 2 as in one of today, and nothing else', () => {
  for (const requests of [7, null, 'text', { kind: 'resume' }]) {
    const state = migrated({ requests });
    assert.deepEqual(state.requests, []);
    assert.match(state.unreportedWarnings.join(), /The stored requests could not be read/);
  }
  const { requests, unreportedWarnings } = migrated({
    requests: [null, 7, 'resume', ['resume'], { kind: 'resume', by: 7 }, { kind: 'resume' }],
  });
  const atMs = DOCUMENT_2.lease.expiresAtMs;
  assert.deepEqual(requests, [{ kind: 'resume', by: 'an administrator', atMs }]);
  assert.match(unreportedWarnings.join(), /Of the stored requests, 5 of 6 entries/);
  assert.equal(parseState({ ...DOCUMENT_2, checkpoints: 7 }).status, 'broken');
});

test('does what waits in a document of version 2 whatever became of the lease', () => {
  for (const lease of [null, 7, {}, { holder: 'a run', expiresAtMs: 1e300 }]) {
    const { requests } = migrated({ lease, requests: [{ kind: 'resume' }] });
    assert.deepEqual(requests, [{ kind: 'resume', by: 'an administrator', atMs: 0 }]);
  }
});

test('takes nothing for an action or a line that a document of version 2 cannot have', () => {
  const state = migrated({ actions: [{ kind: 'pause' }], pastRuns: 'garbage' });
  assert.deepEqual([state.actions, state.pastRuns], [[], []]);
  assert.deepEqual(state.unreportedWarnings, DOCUMENT_2.unreportedWarnings);
});
