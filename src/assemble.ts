/** The one place that names the concrete parts behind the engine's interfaces. */

import { createDataCollector } from './destinations/data-collector/data-collector.ts';
import type { DeadLetterName } from './engine/dead-letters.ts';
import { type ExportRunParts, exportRun } from './engine/export-run.ts';
import { replayRun } from './engine/replay-run.ts';
import type { Trigger } from './engine/report.ts';
import { NOTHING_DONE, type RunResult, run, type Work } from './engine/run.ts';
import type { Clock, RandomSource, StateStore } from './engine/walls.ts';
import type { HttpClient } from './http/http-client.ts';
import { createHttpClient } from './http/node-fetch-client.ts';
import { toRecord } from './records/to-record.ts';
import { createSeal } from './seal/seal.ts';
import { createVault } from './seal/vault.ts';
import type { SettingProblem, Settings } from './settings/parse.ts';
import { describeProblem } from './settings/problems.ts';
import { createLogsApi } from './source/logs-api.ts';
import { createLogsClient } from './source/logs-client.ts';
import { createTokenSource } from './source/management-token.ts';
import { readingAhead } from './source/read-ahead.ts';
import { startPosition } from './source/start-position.ts';
import { createSystemClock } from './system-clock.ts';

/** What reaches beyond the process: the network, the time and chance. */
export interface Outside {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** The parts that the settings ask for. */
export function assembleParts(settings: Settings, outside: Outside): ExportRunParts {
  const { auth0, dataCollector, startFrom, maxBatchRecords, maxRunMs } = settings;
  const { http, clock } = outside;
  const tokenSeal = createSeal(auth0.clientSecret, 'auth0 token');
  const tokens = createTokenSource(auth0, http, tokenSeal, clock);
  const logs = createLogsClient(auth0.domain, http, tokens, clock);
  return {
    ...outside,
    source: createLogsApi(auth0.origin, readingAhead(logs, auth0.origin, clock), clock),
    destinations: [createDataCollector(dataCollector, maxBatchRecords, http, clock)],
    toRecord,
    tokens,
    vault: createVault(createSeal(auth0.clientSecret, 'dead letter')),
    startAfter: (nowMs) => startPosition(startFrom, nowMs),
    maxRunMs,
  };
}

const random = Math.random;

/** Exports what is new. */
export function runExport(
  settings: Settings,
  store: StateStore,
  trigger: Trigger,
): Promise<RunResult> {
  return runWork(settings, store, trigger, exportRun);
}

/** Hands dead letters over once more. */
export function runReplay(
  settings: Settings,
  store: StateStore,
  trigger: Trigger,
  deadLetters: readonly DeadLetterName[],
): Promise<RunResult> {
  return runWork(settings, store, trigger, (parts) => replayRun(parts, deadLetters));
}

async function runWork(
  settings: Settings,
  store: StateStore,
  trigger: Trigger,
  workOf: (parts: ExportRunParts) => Work,
): Promise<RunResult> {
  const http = createHttpClient();
  const outside = { http, clock: createSystemClock(), random };
  try {
    const work = workOf(assembleParts(settings, outside));
    return await run({ ...outside, ...settings, store }, trigger, work);
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
