/** The backlog of a first start, of which a part is deleted while the export stands still. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exportRun } from '../../src/engine/export-run.ts';
import { run } from '../../src/engine/run.ts';
import type { Clock, Destination } from '../../src/engine/walls.ts';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';
import { toRecord } from '../../src/records/to-record.ts';
import { startTenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { startPosition } from '../../src/source/start-position.ts';
import { createStore, PLAIN_VAULT, reportOf } from '../engine/simulation.ts';
import { createFakeClock } from '../fake-clock.ts';
import { askToken, field, json } from '../sandbox/clients.ts';
import { oneToken } from './auth0-server.ts';

const DAY_MS = 86_400_000;
const BACKLOG = 3_000;
/** What the first run exports before the destination takes nothing more. */
const EXPORTED = 1_000;

test('tells that logs of the first backlog were deleted before they could be exported', async () => {
  const fake = createFakeClock();
  // Time passes between the runs only, so that none has to end before its requests are answered.
  const clock: Clock = {
    ...fake,
    sleep: (durationMs, signal) =>
      pause(durationMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  };
  const tenant = await startTenant({
    retentionHours: 30 * 24,
    backlog: BACKLOG,
    backlogHours: 29 * 24,
    tokenLifeSeconds: 90 * 86_400,
    now: fake.now,
  });
  const http = createHttpClient();
  const token = String(field(json(await askToken(tenant.url)), 'access_token'));
  const client = createLogsClient(new URL(tenant.url).host, http, oneToken(token), clock);
  const store = createStore(createFakeClock());
  const received = new Set<string>();
  let room = EXPORTED;
  const destination: Destination = {
    kind: 'data-collector',
    limits: { maxBatchRecords: 100, maxBatchBytes: 1_000_000 },
    encode: ({ log_id: logId }) => ({
      logId: String(logId),
      logType: '',
      bytes: Buffer.from('{}'),
      isTruncated: false,
    }),
    async deliver(records) {
      if (received.size >= room) return { status: 'misconfigured', problem: 'the key was rotated' };
      for (const { logId } of records) received.add(logId);
      return { status: 'accepted' };
    },
  };

  function runOnce() {
    const parts = { store, clock, random: () => 0.5, minIntervalMs: 0, maxRunMs: 20_000 };
    const work = exportRun({
      ...parts,
      source: createLogsApi(tenant.url, client, clock),
      destinations: [destination],
      toRecord,
      tokens: { restore: () => undefined, sealed: () => ({}) },
      vault: PLAIN_VAULT,
      startAfter: (nowMs) => startPosition({ kind: 'beginning' }, nowMs),
    });
    return reportOf(run(parts, { trigger: 'schedule' }, work));
  }

  try {
    const all = tenant.logIds();
    const first = await runOnce();
    assert.deepEqual([first.outcome, received.size], ['misconfigured', EXPORTED]);

    fake.advance(20 * DAY_MS);
    room = Number.POSITIVE_INFINITY;
    const second = await runOnce();

    assert.equal(second.outcome, 'caught-up');
    const missing = all.filter((id) => !received.has(id));
    assert.ok(missing.length > 0 && missing.length < BACKLOG - EXPORTED, `${missing.length}`);
    const told = (second.warnings ?? []).filter((text) => text.startsWith('Logs may be missing'));
    assert.equal(told.length, 1, second.warnings?.join(' '));
  } finally {
    http.close();
    await tenant.stop();
  }
});
