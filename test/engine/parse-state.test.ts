import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import get from 'lodash/get';
import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { DESTINATION_KINDS } from '../../src/engine/walls.ts';

const ID = '90020261101140000000000000000000000000000000000000000001';

function withCheckpoints(checkpoints: unknown): unknown {
  return { ...EMPTY_STATE, checkpoints };
}

test('takes an absent, null or empty document for a first run', () => {
  for (const document of [undefined, null, {}]) {
    assert.deepEqual(parseState(document), { status: 'first-run' });
  }
});

test('reads back every part of what it knows', () => {
  const state: State = {
    version: 3,
    checkpoints: {
      'data-collector': [{ after: ID, until: `${ID}9` }, { after: ID }],
      'logs-ingestion': [{ after: ID }],
    },
    completeUntilMs: { 'data-collector': 11 },
    moves: 4,
    pausedAtMs: 8,
    requests: [
      { kind: 'pause', by: 'ann', atMs: 9 },
      { kind: 'resume', by: 'ann', atMs: 10 },
      { kind: 'move', by: 'bob', atMs: 11, destination: 'logs-ingestion', after: ID },
      { kind: 'note', by: 'bob', atMs: 12, action: 'test', detail: 'all went well' },
      {
        kind: 'discard',
        by: 'bob',
        atMs: 13,
        deadLetters: [{ logId: ID, destination: 'data-collector' }],
      },
    ],
    lease: { holder: 'a run', expiresAtMs: 7 },
    history: [
      {
        runId: 'a run',
        trigger: 'administrator',
        by: 'ann@example.com',
        work: 'replay',
        startedAtMs: 1,
        endedAtMs: 2,
        outcome: 'misconfigured',
        reason: 'a reason',
        problems: ['a problem'],
        warnings: ['a warning'],
        pages: 3,
        pageRetries: 4,
        deliveries: [
          {
            destination: 'logs-ingestion',
            logs: 1,
            batches: 2,
            bytes: 3,
            retries: 4,
            truncatedRecords: 5,
            deadLetters: 6,
            types: { fp: 1, s: 2 },
            checkpoint: ID,
          },
        ],
        lagMs: 5,
        lastExportedAtMs: 6,
        capacityLogs: 7,
      },
    ],
    pastRuns: [
      {
        runId: 'an earlier run',
        trigger: 'administrator',
        by: 'ann@example.com',
        work: 'replay',
        startedAtMs: 1,
        endedAtMs: 2,
        outcome: 'stopped',
        reason: 'a reason',
        pageRetries: 3,
        deliveries: [
          {
            destination: 'logs-ingestion',
            logs: 1,
            batches: 2,
            retries: 3,
            deadLetters: 4,
            unresolvedRecords: 5,
            checkpoint: ID,
          },
          { destination: 'data-collector' },
        ],
        lagMs: 6,
        lastExportedAtMs: 7,
      },
      {
        runId: 'the first run',
        trigger: 'schedule',
        startedAtMs: 1,
        endedAtMs: 2,
        outcome: 'caught-up',
        deliveries: [],
      },
    ],
    actions: [
      { kind: 'view', by: 'ann@example.com', atMs: 1, detail: 'one dead letter' },
      { kind: 'pause', by: '', atMs: 0, detail: '' },
    ],
    deadLetters: [
      {
        logId: ID,
        logType: 'fp',
        destination: 'logs-ingestion',
        reason: 'a reason',
        refusedAtMs: 10,
        content: 'sealed',
      },
      {
        logId: `${ID}9`,
        logType: '',
        destination: 'data-collector',
        reason: '',
        refusedAtMs: 0,
      },
    ],
    unreportedWarnings: ['a warning'],
    tokens: { auth0: 'sealed' },
  };
  const stored: unknown = JSON.parse(JSON.stringify(state));
  assert.deepEqual(parseState(stored), { status: 'parsed', state });
});

test('takes a checkpoint without a range for broken, because the destination has lost its place', () => {
  for (const kind of DESTINATION_KINDS) {
    assert.equal(parseState(withCheckpoints({ [kind]: [] })).status, 'broken');
  }
  assert.equal(parseState(withCheckpoints({})).status, 'parsed', 'but none was opened here');
});

test('takes every other form of a checkpoint for broken, because a guess would lose or repeat logs', () => {
  const ranges: readonly unknown[] = [
    null,
    {},
    'text',
    [null],
    [ID],
    [{}],
    [{ after: '' }],
    [{ after: 900 }],
    [{ after: 'x'.repeat(201) }],
    [{ after: ID, until: null }],
    [{ after: ID, before: ID }],
    [{ after: ID }, { until: ID }],
    [{ after: ID, until: `${ID}9` }],
    [{ after: ID }, { after: ID }],
    [{ after: ID }, { after: `${ID}9`, until: `${ID}99` }, { after: `${ID}9` }],
  ];
  for (const range of ranges) {
    const parsed = parseState(withCheckpoints({ 'data-collector': range }));
    assert.ok(parsed.status === 'broken', JSON.stringify(range));
    assert.match(parsed.reason, /a checkpoint that cannot be read.*Nothing was exported/);
  }
  for (const checkpoints of [null, [], 'text', { elsewhere: [{ after: ID }] }]) {
    assert.equal(parseState(withCheckpoints(checkpoints)).status, 'broken');
  }
});

test('drops what only serves convenience with a warning, and keeps the checkpoints', () => {
  const checkpoints = { 'data-collector': [{ after: ID }] };
  const document = {
    ...EMPTY_STATE,
    checkpoints,
    lease: 'text',
    history: 'text',
    tokens: [7],
  };
  assert.deepEqual(parseState(document), {
    status: 'parsed',
    state: {
      ...EMPTY_STATE,
      checkpoints,
      unreportedWarnings: ['lease', 'history', 'tokens'].map(
        (name) => `The stored ${name} could not be read and was dropped.`,
      ),
    },
  });
});

/** Any JSON, often with the form of a state, so that the sections are looked at too. */
const range = fc.oneof(fc.record({ after: fc.constant(ID) }), fc.jsonValue());
const checkpoints = fc.oneof(
  fc.dictionary(fc.constantFrom(...DESTINATION_KINDS, 'other'), fc.array(range)),
  fc.jsonValue(),
);
const section = fc.jsonValue();
const documents = fc.oneof(
  fc.jsonValue(),
  fc.record({ version: fc.constantFrom(1, 2, 2, 3, '2'), checkpoints, lease: section }),
  fc.record({ version: fc.constant(2), checkpoints, history: section, tokens: section }),
);

function isRangeList(value: unknown): boolean {
  if (!Array.isArray(value) || !value.every(isRange)) return false;
  return value.filter((one) => !('until' in one)).length === 1;
}

function isRange(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([key, id]) => (key === 'after' || key === 'until') && typeof id === 'string' && id !== '',
  );
}

test('never throws, and gives no state whose checkpoints were not looked at, for any JSON', () => {
  let parsedCount = 0;
  fc.assert(
    fc.property(documents, (made) => {
      const document: unknown = JSON.parse(JSON.stringify(made));
      const parsed = parseState(document);
      if (parsed.status !== 'parsed') return;
      parsedCount += 1;
      const { checkpoints: found } = parsed.state;
      for (const [kind, ranges] of Object.entries(found)) {
        assert.ok(DESTINATION_KINDS.some((known) => known === kind));
        assert.ok(isRangeList(ranges), JSON.stringify(ranges));
      }
      assert.deepEqual(found, get(document, 'checkpoints'), 'and none is dropped');
    }),
    { numRuns: 1_000 },
  );
  assert.ok(parsedCount > 20, `${parsedCount} of them were states`);
});
