/** A tenant, a destination and a store in memory, and whole runs over them. */

import sortedLastIndexBy from 'lodash/sortedLastIndexBy';
import type { DeadLetterName } from '../../src/engine/dead-letters.ts';
import { exportRun } from '../../src/engine/export-run.ts';
import { parseState } from '../../src/engine/parse-state.ts';
import { replayRun } from '../../src/engine/replay-run.ts';
import type { RunReport, Start, Trigger } from '../../src/engine/report.ts';
import { type RunResult, run, type Work } from '../../src/engine/run.ts';
import { type State, tailOf } from '../../src/engine/state.ts';
import type {
  Clock,
  DeliveryOutcome,
  Destination,
  DestinationKind,
  EncodedRecord,
  Log,
  LogOutcome,
  PageOutcome,
  PageSource,
  RandomSource,
  StateStore,
  Vault,
} from '../../src/engine/walls.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import { createStore, NO_ANSWER, type SimulatedStore } from './simulated-store.ts';

export { createStore, type SimulatedStore } from './simulated-store.ts';

/** Ids are compared as text, so all have the same length. */
export function logId(index: number): string {
  return `900${String(index).padStart(53, '0')}`;
}

export interface SimulatedTenant extends PageSource {
  /** In the order of their ids. */
  readonly logs: Log[];
  readonly asked: string[];
  latencyMs: number;
  /** Answers in place of the next pages. */
  readonly nextOutcomes: PageOutcome[];
  /** The ids of the single logs that were asked for. */
  readonly logsAsked: string[];
  /** Answers in place of the next single logs. */
  readonly nextLogOutcomes: LogOutcome[];
}

export function createTenant(clock: Clock, count: number, spreadMs = 3_600_000): SimulatedTenant {
  const firstMs = clock.now() - spreadMs;
  const logs = Array.from({ length: count }, (_, index) =>
    logAt(index + 1, firstMs + Math.floor((spreadMs * index) / Math.max(1, count))),
  );
  const tenant: SimulatedTenant = {
    logs,
    asked: [],
    latencyMs: 50,
    nextOutcomes: [],
    logsAsked: [],
    nextLogOutcomes: [],
    timeOf: (log) => Number(log['atMs']),
    async fetchPage(after, timeoutMs) {
      tenant.asked.push(after);
      await clock.sleep(Math.min(tenant.latencyMs, timeoutMs));
      if (tenant.latencyMs > timeoutMs) return { status: 'retry', reason: NO_ANSWER };
      const outcome = tenant.nextOutcomes.shift();
      if (outcome !== undefined) return outcome;
      const first = sortedLastIndexBy(tenant.logs, { log_id: after }, 'log_id');
      const rest = tenant.logs.slice(first, first + 100);
      const continuesAfter = rest.at(-1)?.log_id ?? after;
      return { status: 'page', page: { logs: rest, continuesAfter, isFull: rest.length === 100 } };
    },
    fetchFirstPage: (after, _confirmedAtMs, timeoutMs) => tenant.fetchPage(after, timeoutMs),
    async fetchLog(id, timeoutMs) {
      tenant.logsAsked.push(id);
      await clock.sleep(Math.min(tenant.latencyMs, timeoutMs));
      if (tenant.latencyMs > timeoutMs) return { status: 'retry', reason: NO_ANSWER };
      const outcome = tenant.nextLogOutcomes.shift();
      if (outcome !== undefined) return outcome;
      const log = tenant.logs.find((candidate) => candidate.log_id === id);
      return log === undefined ? { status: 'gone' } : { status: 'log', log };
    },
  };
  return tenant;
}

export function logAt(index: number, atMs: number): Log {
  return { log_id: logId(index), atMs };
}

export interface SimulatedDestination extends Destination {
  /** Every record of every accepted batch, in the order of acceptance. */
  readonly received: string[];
  readonly batches: (readonly EncodedRecord[])[];
  attempts: number;
  mostAtOnce: number;
  latencyMs: number;
  /** Decides about each attempt; the default accepts. */
  answer: (records: readonly EncodedRecord[]) => DeliveryOutcome | Promise<DeliveryOutcome>;
}

export function createDestination(
  clock: Clock,
  maxBatchRecords = 100,
  kind: DestinationKind = 'data-collector',
): SimulatedDestination {
  let atOnce = 0;
  const destination: SimulatedDestination = {
    kind,
    limits: { maxBatchRecords, maxBatchBytes: 1_000_000 },
    received: [],
    batches: [],
    attempts: 0,
    mostAtOnce: 0,
    latencyMs: 100,
    answer: () => ({ status: 'accepted' }),
    encode: (record) => {
      const bytes = Buffer.from(JSON.stringify(record));
      return { logId: String(record['log_id']), logType: 'fp', bytes, isTruncated: false };
    },
    async deliver(records, timeoutMs) {
      destination.attempts += 1;
      atOnce += 1;
      destination.mostAtOnce = Math.max(destination.mostAtOnce, atOnce);
      await clock.sleep(Math.min(destination.latencyMs, timeoutMs));
      atOnce -= 1;
      if (destination.latencyMs > timeoutMs) return { status: 'retry', reason: NO_ANSWER };
      const outcome = await destination.answer(records);
      if (outcome.status === 'accepted') {
        destination.batches.push(records);
        destination.received.push(...records.map((record) => record.logId));
      }
      return outcome;
    },
  };
  return destination;
}

/** What a run needs. */
export interface RunWorld {
  readonly clock: Clock;
  readonly tenant: PageSource;
  readonly destination: Destination;
  /** Where the logs go besides. */
  readonly second?: Destination;
  readonly store: StateStore;
  readonly maxRunMs: number;
  readonly minIntervalMs: number;
  readonly random?: RandomSource;
  readonly vault?: Vault;
}

export interface World extends RunWorld {
  readonly clock: ReturnType<typeof createSimulatedClock>;
  readonly tenant: SimulatedTenant;
  readonly destination: SimulatedDestination;
  readonly store: SimulatedStore;
  maxRunMs: number;
  minIntervalMs: number;
  vault?: Vault;
}

/** A tenant with `count` logs of the last hour, and everything that exports them. */
export function createWorld(count: number, maxBatchRecords = 100): World {
  const clock = createSimulatedClock();
  return {
    clock,
    tenant: createTenant(clock, count),
    destination: createDestination(clock, maxBatchRecords),
    store: createStore(clock),
    maxRunMs: 20_000,
    minIntervalMs: 0,
  };
}

/** Keeps records legibly, so that tests can see what is kept. */
export const PLAIN_VAULT: Vault = {
  lock: (bytes) => bytes.toString('utf8'),
  unlock: (locked) => Buffer.from(locked),
};

let chance = 0;

/** A repeatable sequence that is even enough for jitter and ids. */
function evenly(): number {
  chance = (chance + 0.618_033_988_75) % 1;
  return chance;
}

/** An ordinary run. */
export function runWorld(
  world: RunWorld,
  trigger: Trigger = 'schedule',
  by?: string,
): Promise<RunResult> {
  const parts = { ...partsOf(world), startAfter: () => logId(0), maxRunMs: world.maxRunMs };
  return perform(world, { trigger, ...(by === undefined ? {} : { by }) }, exportRun(parts));
}

/** A run that an administrator began to hand dead letters over once more. */
export function replayWorld(world: RunWorld, names: readonly DeadLetterName[]): Promise<RunResult> {
  return perform(world, { trigger: 'administrator' }, replayRun(partsOf(world), names));
}

function partsOf(world: RunWorld) {
  const { clock, tenant, destination, second, random = evenly, vault = PLAIN_VAULT } = world;
  return {
    source: tenant,
    destinations: second === undefined ? [destination] : [destination, second],
    toRecord: (log: Log) => ({ log_id: log.log_id }),
    tokens: { restore: () => {}, sealed: () => ({}) },
    vault,
    clock,
    random,
  };
}

function perform(world: RunWorld, start: Start, work: Work): Promise<RunResult> {
  const { store, clock, random = evenly, minIntervalMs, maxRunMs } = world;
  return run({ store, clock, random, minIntervalMs, maxRunMs }, start, work);
}

/** The report of a run that took place. */
export async function reportOf(result: Promise<RunResult>): Promise<RunReport> {
  const ran = await result;
  if (ran.status !== 'ran') throw new Error(`expected a run, but it was ${ran.status}`);
  return ran.report;
}

/** What the store holds as the place to continue after. */
export function storedCheckpoint(store: SimulatedStore): string | undefined {
  return checkpointIn(store.document);
}

/** What a document holds as the place to continue after. */
export function checkpointIn(document: unknown): string | undefined {
  const parsed = parseState(document);
  return parsed.status === 'parsed' ? tailOf(parsed.state, 'data-collector') : undefined;
}

/** The state in a document, of which nothing had to be dropped. */
export function stateIn(document: unknown): State {
  const parsed = parseState(document);
  if (parsed.status !== 'parsed') throw new Error(`the document is ${parsed.status}`);
  const { unreportedWarnings: known = [] } = document as Partial<State>;
  const news = parsed.state.unreportedWarnings.filter((warning) => !known.includes(warning));
  if (news.length > 0) throw new Error(news.join(' '));
  return parsed.state;
}
