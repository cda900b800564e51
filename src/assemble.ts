/** The one place that names the concrete parts behind the engine's interfaces. */

import { version } from '../package.json';
import {
  type ConnectionParts,
  type ConnectionStep,
  testConnections as testConnectionsOf,
} from './connections/test-connections.ts';
import { createDataCollector } from './destinations/data-collector/data-collector.ts';
import { createDataCollectorRowSender } from './destinations/data-collector/row-sender.ts';
import {
  createEntraTokens,
  entraTokenPurpose,
} from './destinations/logs-ingestion/entra-tokens.ts';
import { createLogsIngestion } from './destinations/logs-ingestion/logs-ingestion.ts';
import { createLogsIngestionRowSender } from './destinations/logs-ingestion/row-sender.ts';
import type { RowSender } from './destinations/row-sender.ts';
import type { DeadLetterName } from './engine/dead-letters.ts';
import { type ExportRunParts, exportRun } from './engine/export-run.ts';
import { replayRun } from './engine/replay-run.ts';
import type { Start } from './engine/report.ts';
import { NOTHING_DONE, type RunResult, run, type Work } from './engine/run.ts';
import type {
  Clock,
  Destination,
  PageSource,
  RandomSource,
  StateStore,
  TokenCache,
} from './engine/walls.ts';
import type { Exporter } from './health/health-row.ts';
import { type HealthSender, tellHealth } from './health/tell-health.ts';
import type { HttpClient } from './http/http-client.ts';
import { createHttpClient } from './http/node-fetch-client.ts';
import { rememberRecords } from './records/remember-records.ts';
import { toRecord } from './records/to-record.ts';
import { createSeal } from './seal/seal.ts';
import { createVault } from './seal/vault.ts';
import type { DestinationSettings, SettingProblem, Settings } from './settings/parse.ts';
import { describeProblem } from './settings/problems.ts';
import { createLogsApi } from './source/logs-api.ts';
import { createLogsClient, type LogsClient } from './source/logs-client.ts';
import { createLogsProbe, type ProbeOutcome } from './source/logs-probe.ts';
import { createTokenSource } from './source/management-token.ts';
import { readingAhead } from './source/read-ahead.ts';
import { sharingPages } from './source/shared-pages.ts';
import { startPosition } from './source/start-position.ts';
import { createSystemClock } from './system-clock.ts';
import { joinTokenCaches } from './tokens/join-token-caches.ts';
import type { TokenSource } from './tokens/token-source.ts';

/** What reaches beyond the process: the network, the time and chance. */
export interface Outside {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** The parts that the settings ask for. */
export function assembleParts(
  settings: Settings,
  outside: Outside,
  sending: readonly Sending[] = assembleSending(settings, outside),
): ExportRunParts {
  const { auth0, startFrom, maxRunMs } = settings;
  const { clock } = outside;
  const { tokens, logs } = assembleReading(settings, outside);
  const source = createLogsApi(auth0.origin, readingAhead(logs, auth0.origin, clock), clock);
  return {
    ...outside,
    ...sharedBy(sending.length, source, clock),
    destinations: sending.map(({ destination }) => destination),
    tokens: joinTokenCaches([tokens, ...sending.flatMap((one) => one.tokens ?? [])]),
    vault: createVault(createSeal(auth0.clientSecret, 'dead letter')),
    startAfter: (nowMs) => startPosition(startFrom, nowMs),
    maxRunMs,
  };
}

/** Several destinations read the same pages and make the same records, as far as they keep together. */
function sharedBy(
  destinations: number,
  source: PageSource,
  clock: Clock,
): Pick<ExportRunParts, 'source' | 'toRecord'> {
  if (destinations < 2) return { source, toRecord };
  return { source: sharingPages(source, destinations, clock), toRecord: rememberRecords(toRecord) };
}

interface Reading {
  readonly tokens: TokenSource;
  readonly logs: LogsClient;
}

function assembleReading({ auth0 }: Settings, { http, clock }: Outside): Reading {
  const tokenSeal = createSeal(auth0.clientSecret, 'auth0 token');
  const tokens = createTokenSource(auth0, http, tokenSeal, clock);
  return { tokens, logs: createLogsClient(auth0.domain, http, tokens, clock) };
}

interface Sending {
  readonly destination: Destination;
  /** Takes rows about the export. */
  readonly rows: RowSender;
  /** Of a destination that signs in. */
  readonly tokens?: TokenCache;
}

function assembleSending(settings: Settings, outside: Outside): readonly Sending[] {
  const { destinations, maxBatchRecords } = settings;
  return destinations.map((one) => assembleDestination(one, maxBatchRecords, outside));
}

function assembleDestination(
  settings: DestinationSettings,
  maxBatchRecords: number,
  { http, clock }: Outside,
): Sending {
  switch (settings.kind) {
    case 'data-collector':
      return {
        destination: createDataCollector(settings, maxBatchRecords, http, clock),
        rows: createDataCollectorRowSender(settings, http, clock),
      };
    case 'logs-ingestion': {
      const { application } = settings;
      const seal = createSeal(application.clientSecret, entraTokenPurpose(application));
      const tokens = createEntraTokens(application, http, seal, clock);
      return {
        destination: createLogsIngestion(settings, maxBatchRecords, http, tokens, clock),
        rows: createLogsIngestionRowSender(settings, http, tokens, clock),
        tokens,
      };
    }
  }
}

const random = Math.random;

/** What became of a call for a run. */
export type ToldRun = RunResult & {
  /** Why Azure could not be told how the run went, in sentences. */
  readonly healthProblems?: readonly string[];
};

/** Exports what is new. */
export function runExport(settings: Settings, store: StateStore, start: Start): Promise<ToldRun> {
  return runWork(settings, store, start, exportRun);
}

/** Hands dead letters over once more. */
export function runReplay(
  settings: Settings,
  store: StateStore,
  start: Start,
  deadLetters: readonly DeadLetterName[],
): Promise<ToldRun> {
  return runWork(settings, store, start, (parts) => replayRun(parts, deadLetters));
}

function runWork(
  settings: Settings,
  store: StateStore,
  start: Start,
  workOf: (parts: ExportRunParts) => Work,
): Promise<ToldRun> {
  return withOutside(async (outside) => {
    const sending = assembleSending(settings, outside);
    const work = workOf(assembleParts(settings, outside, sending));
    const result = await run({ ...outside, ...settings, store }, start, work);
    if (result.status !== 'ran' || !settings.tellsHealth) return result;
    const untilMs = result.report.startedAtMs + settings.maxRunMs;
    const senders = healthSenders(sending);
    const exporter = exporterOf(settings);
    return {
      ...result,
      healthProblems: await tellHealth(result, senders, exporter, untilMs, outside.clock),
    };
  });
}

function healthSenders(sending: readonly Sending[]): readonly HealthSender[] {
  return sending.map(({ destination: { kind }, rows }) => ({ ...rows, destination: kind }));
}

function exporterOf({ auth0 }: Settings): Exporter {
  return { version, auth0Domain: auth0.domain };
}

/** Limits of a run whose settings cannot be read: their defaults. */
const REFUSED_RUN = { minIntervalMs: 30_000, maxRunMs: 20_000 };

/** Reports that the settings are wrong; nothing is exported, and the checkpoint stays where it is. */
export function runWithProblems(
  problems: readonly SettingProblem[],
  store: StateStore,
  start: Start,
): Promise<RunResult> {
  const clock = createSystemClock();
  return run({ store, clock, random, ...REFUSED_RUN }, start, {
    prepare: (state) => state,
    perform: async () => ({
      outcome: 'misconfigured',
      problems: problems.map(describeProblem),
      ...NOTHING_DONE,
    }),
  });
}

/** Looks for the oldest log that Auth0 retains, with the token that the state holds if that lasts. */
export function findOldestLog(
  settings: Settings,
  sealedTokens: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<ProbeOutcome> {
  return withOutside((outside) => {
    const { tokens, logs } = assembleReading(settings, outside);
    tokens.restore(sealedTokens);
    return createLogsProbe(settings.auth0.origin, logs).oldest(timeoutMs);
  });
}

/** What a test of the connections uses. */
export function assembleConnections(settings: Settings, outside: Outside): ConnectionParts {
  const { domain, origin } = settings.auth0;
  const { tokens, logs } = assembleReading(settings, outside);
  const sending = assembleSending(settings, outside);
  return {
    domain,
    tokens,
    probe: createLogsProbe(origin, logs),
    destinations: sending.map(({ destination }) => destination),
    healthSenders: settings.tellsHealth ? healthSenders(sending) : [],
    exporter: exporterOf(settings),
    toRecord,
    clock: outside.clock,
  };
}

/**
 * For all of a test together. A person waits for it, services that work answer within seconds, and
 * a request that takes more than 20 s may be cut off by the platform.
 */
const CONNECTION_TEST_MS = 15_000;

/** Tries the sign-in, reading a log, and every destination once, and says how each went. */
export function testConnections(settings: Settings): Promise<readonly ConnectionStep[]> {
  return withOutside((outside) => {
    const parts = assembleConnections(settings, outside);
    return testConnectionsOf(parts, outside.clock.now() + CONNECTION_TEST_MS);
  });
}

/** Ends all connections afterwards, those in use too. */
async function withOutside<Value>(use: (outside: Outside) => Promise<Value>): Promise<Value> {
  const http = createHttpClient();
  try {
    return await use({ http, clock: createSystemClock(), random });
  } finally {
    http.close();
  }
}
