import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE, STATE_VERSION } from '../../src/engine/state.ts';
import { START_MS } from './simulated-clock.ts';
import { createWorld, logId, reportOf, runWorld, stateIn, storedCheckpoint } from './simulation.ts';

/** As version 0.1 of this program wrote it; never to be changed, because it stands in real tenants. */
const DOCUMENT_1 = {
  version: 1,
  checkpoints: {
    'data-collector': [{ after: logId(10), until: logId(20) }, { after: logId(70) }],
    'logs-ingestion': [{ after: logId(60) }],
  },
  lease: { holder: 'mvxwczk0-eznxb93q', expiresAtMs: START_MS - 30_000 },
  history: [
    {
      runId: 'mvxwczk0-00000001',
      trigger: 'schedule',
      startedAtMs: START_MS - 120_000,
      endedAtMs: START_MS - 110_000,
      outcome: 'stopped',
      reason: 'Azure answered 503',
      warnings: ['The stored tokens could not be read and was dropped.'],
      pages: 3,
      pageRetries: 1,
      deliveries: [
        {
          destination: 'data-collector',
          logs: 70,
          batches: 1,
          bytes: 4_200,
          retries: 2,
          truncatedRecords: 0,
          checkpoint: logId(70),
        },
      ],
      lagMs: 61_240,
      lastExportedAtMs: START_MS - 171_240,
      capacityLogs: 12_000,
    },
    {
      runId: 'mvxwczk0-00000000',
      trigger: 'administrator',
      startedAtMs: START_MS - 420_000,
      endedAtMs: START_MS - 419_000,
      outcome: 'misconfigured',
      problems: ['LOGANALYTICS_WORKSPACEKEY is wrong'],
      pages: 0,
      pageRetries: 0,
      deliveries: [],
    },
  ],
  tokens: { auth0: 'c2VhbGVk' },
};

test('reads a document of version 1 with all that is in it, and adds what has come since', () => {
  const { lease, checkpoints, history, tokens } = DOCUMENT_1;
  assert.deepEqual(parseState(structuredClone(DOCUMENT_1)), {
    status: 'parsed',
    state: { ...EMPTY_STATE, checkpoints, lease, history, tokens },
  });
});

test('goes on from the checkpoint of a document of version 1, and stores one of today', async () => {
  const world = createWorld(100);
  world.store.document = structuredClone(DOCUMENT_1);

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'caught-up');
  assert.deepEqual(report.warnings, []);
  assert.deepEqual(
    world.destination.received,
    world.tenant.logs.slice(70).map((log) => log.log_id),
  );
  assert.equal(storedCheckpoint(world.store), logId(100));
  const state = stateIn(world.store.document);
  assert.equal((world.store.document as { version: unknown }).version, STATE_VERSION);
  assert.deepEqual(state.checkpoints['data-collector']?.[0], {
    after: logId(10),
    until: logId(20),
  });
  assert.deepEqual(state.checkpoints['logs-ingestion'], [{ after: logId(60) }]);
  assert.deepEqual(state.history.slice(1), DOCUMENT_1.history);
});

test('does not take the time of its migration for a look that found nothing left, because logs were', async () => {
  const world = createWorld(100);
  world.store.document = structuredClone(DOCUMENT_1);
  const confirmed: (number | undefined)[] = [];
  world.tenant.fetchFirstPage = async (_after, confirmedAtMs) => {
    confirmed.push(confirmedAtMs);
    return { status: 'stopped', reason: 'for this test' };
  };

  await runWorld(world);
  await runWorld(world);

  assert.deepEqual(confirmed, [undefined, undefined]);
});

test('is busy while a run of the version before is under way', async () => {
  const world = createWorld(100);
  const lease = { ...DOCUMENT_1.lease, expiresAtMs: START_MS + 30_000 };
  world.store.document = { ...structuredClone(DOCUMENT_1), lease };
  assert.deepEqual(await runWorld(world), { status: 'busy' });
  assert.equal(world.store.written.length, 0);
});

test('drops what is broken in a document of version 1 as in one of today', () => {
  const parsed = parseState({ ...DOCUMENT_1, tokens: 7 });
  assert.ok(parsed.status === 'parsed');
  assert.deepEqual(parsed.state.unreportedWarnings, [
    'The stored tokens could not be read and was dropped.',
  ]);
  assert.equal(parseState({ ...DOCUMENT_1, checkpoints: 7 }).status, 'broken');
});

test('does not touch a document of a version to come, and says that a newer program wrote it', async () => {
  const world = createWorld(100);
  const document = { ...DOCUMENT_1, version: STATE_VERSION + 1 };
  world.store.document = document;

  const report = await reportOf(runWorld(world));

  assert.equal(report.outcome, 'stopped');
  assert.match(report.reason ?? '', /is of version 4, which a newer version of this program wrote/);
  assert.match(report.reason ?? '', /Nothing was exported/);
  assert.match(report.reason ?? '', /Install that version again/);
  assert.doesNotMatch(report.reason ?? '', /delete/, 'nothing would be left of the dead letters');
  assert.deepEqual(world.store.document, document);
  assert.deepEqual([world.store.written.length, world.tenant.asked.length], [0, 0]);
});

test('takes a version that no program ever wrote for somebody else’s document', () => {
  for (const version of [undefined, null, '1', 0, -1, 1.5, Number.NaN, {}, 'constructor']) {
    const parsed = parseState({ ...DOCUMENT_1, version });
    assert.ok(parsed.status === 'broken', String(version));
    assert.match(parsed.reason, /of no version up to 3, so this program did not write it/);
  }
});
