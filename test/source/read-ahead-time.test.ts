/** A page that was read ahead is waited for no longer than any other. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../src/engine/walls.ts';
import type { HttpHead } from '../../src/http/http-client.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import type { LogsClient } from '../../src/source/logs-client.ts';
import { checkpointUrl, MAX_TAKE } from '../../src/source/logs-request.ts';
import { readingAhead } from '../../src/source/read-ahead.ts';
import { createWorld, logAt, logId, reportOf, runWorld } from '../engine/simulation.ts';
import { createFakeClock } from '../fake-clock.ts';

const ORIGIN = 'https://tenant.example.auth0.com';

/** A client of an endless tenant: each answer takes as long as `latencyMs` says when it is asked for. */
function createSlowClient(clock: Clock, latencyMs: (first: number) => number): LogsClient {
  return {
    readOne: async () => ({ status: 'gone' }),
    async read(url, _maxBytes, timeoutMs, onHead) {
      const first = Number(new URL(url).searchParams.get('from')?.slice(3)) + 1;
      const date = new Date(clock.now() - 3_600_000).toISOString();
      const takesMs = latencyMs(first);
      await clock.sleep(Math.min(takesMs, timeoutMs));
      if (takesMs > timeoutMs) return { status: 'retry', reason: 'no answer in time' };
      const next = checkpointUrl(ORIGIN, logId(first + 99), MAX_TAKE);
      const head: HttpHead = {
        statusCode: 200,
        header: (name) => (name === 'link' ? `<${next}>; rel="next"` : undefined),
      };
      onHead?.(head);
      const logs = Array.from({ length: MAX_TAKE }, (_, i) => ({ ...logAt(first + i, 0), date }));
      return { status: 'logs', logs, answer: { ...head, status: 'answered', body: '' } };
    },
  };
}

test('waits for a page that was read ahead no longer than it was told', async () => {
  const clock = createFakeClock();
  const client = createSlowClient(clock, (first) => (first > 200 ? 8_000 : 100));
  const ahead = readingAhead(client, ORIGIN, clock);
  const read = (index: number, timeoutMs: number) =>
    ahead.read(checkpointUrl(ORIGIN, logId(index), MAX_TAKE), 1_000, timeoutMs);
  for (const index of [0, 100]) assert.equal((await read(index, 8_000)).status, 'logs');
  const askedAtMs = clock.now();
  const outcome = await read(200, 150);
  assert.equal(outcome.status, 'retry');
  assert.equal(clock.now() - askedAtMs, 150);
});

test('ends as ever when Auth0 gets slow and then hangs', async () => {
  const world = createWorld(0);
  const { clock } = world;
  const startedAtMs = clock.now();
  const client = createSlowClient(clock, () => {
    const passedMs = clock.now() - startedAtMs;
    if (passedMs < 7_000) return 500;
    return passedMs < 12_000 ? 7_500 : 60_000;
  });
  const tenant = createLogsApi(ORIGIN, readingAhead(client, ORIGIN, clock), clock);
  const report = await reportOf(runWorld({ ...world, tenant }));
  assert.doesNotMatch(report.reason ?? '', /defect/);
  assert.ok(report.pages > 0 && report.endedAtMs <= startedAtMs + world.maxRunMs);
});
