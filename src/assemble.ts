/** The one place that names the concrete parts behind the engine's interfaces. */

import { createDataCollector } from './destinations/data-collector/data-collector.ts';
import { exportRun } from './engine/export-run.ts';
import type { Trigger } from './engine/report.ts';
import { NOTHING_DONE, type RunResult, run } from './engine/run.ts';
import type { StateStore } from './engine/walls.ts';
import { createHttpClient } from './http/node-fetch-client.ts';
import { toRecord } from './records/to-record.ts';
import { createSeal } from './seal/seal.ts';
import type { SettingProblem, Settings } from './settings/parse.ts';
import { describeProblem } from './settings/problems.ts';
import { createLogsApi } from './source/logs-api.ts';
import { createLogsClient } from './source/logs-client.ts';
import { createTokenSource } from './source/management-token.ts';
import { readingAhead } from './source/read-ahead.ts';
import { startPosition } from './source/start-position.ts';
import { createSystemClock } from './system-clock.ts';

const random = Math.random;

/** Exports what is new, with the parts that the settings ask for. */
export async function runExport(
  settings: Settings,
  store: StateStore,
  trigger: Trigger,
): Promise<RunResult> {
  const { auth0, dataCollector, startFrom, maxBatchRecords, minIntervalMs, maxRunMs } = settings;
  const clock = createSystemClock();
  const http = createHttpClient();
  const tokens = createTokenSource(
    auth0,
    http,
    createSeal(auth0.clientSecret, 'auth0 token'),
    clock,
  );
  const logs = createLogsClient(auth0.domain, http, tokens, clock);
  const work = exportRun({
    source: createLogsApi(auth0.origin, readingAhead(logs, auth0.origin, clock), clock),
    destinations: [createDataCollector(dataCollector, maxBatchRecords, http, clock)],
    toRecord,
    tokens,
    startAfter: (nowMs) => startPosition(startFrom, nowMs),
    clock,
    random,
    maxRunMs,
  });
  try {
    return await run({ store, clock, random, minIntervalMs, maxRunMs }, trigger, work);
  } finally {
    http.close();
  }
}

/** Limits of a run whose settings cannot be read: their defaults. */
const REFUSED_RUN = { minIntervalMs: 30_000, maxRunMs: 20_000 };

/** Reports that the settings are wrong; nothing is exported, and the checkpoint stays where it is. */
export function runWithProblems(
  problems: readonly SettingProblem[],
  store: StateStore,
  trigger: Trigger,
): Promise<RunResult> {
  const clock = createSystemClock();
  return run({ store, clock, random, ...REFUSED_RUN }, trigger, {
    prepare: (state) => state,
    perform: async () => ({
      outcome: 'misconfigured',
      problems: problems.map(describeProblem),
      ...NOTHING_DONE,
    }),
  });
}
