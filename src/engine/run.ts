/** One execution: takes the lease, does the work, stores the state, and ends in exactly one report. */

import { defectEnding } from './defect.ts';
import { type Ending, unsavedEnding } from './ending.ts';
import { inTime } from './in-time.ts';
import { admission, LEASE_MS, withLease } from './lease.ts';
import { parseState } from './parse-state.ts';
import type { RunReport, Start } from './report.ts';
import { createObedience, obey } from './requests.ts';
import type { RunLine } from './run-line.ts';
import { MAX_BY_LENGTH, shortLine } from './short-texts.ts';
import { EMPTY_STATE, runsOf, type State } from './state.ts';
import { createStateKeeper, type StateKeeper, type UpdateOutcome } from './state-keeper.ts';
import { type TimeBudget, timeBudget } from './time-budget.ts';
import type { Clock, RandomSource, StateStore } from './walls.ts';
import { withWarnings } from './warnings.ts';

const READ_TIMEOUT_MS = 5_000;

export interface RunParts {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly minIntervalMs: number;
  readonly maxRunMs: number;
}

/** What the work of a run can do with the state. */
export interface HeldRun {
  readonly budget: TimeBudget;
  /** The state as the run found it. */
  readonly before: State;
  /** Writes a change of the state and renews the lease. */
  save(change: (state: State) => State): Promise<SaveOutcome>;
  isLeaseValid(): boolean;
}

export type SaveOutcome =
  | UpdateOutcome
  /** An administrator wants something else, and the run has to end. */
  | { readonly status: 'overruled'; readonly reason: string };

/** What the work of a run adds to the report. */
export type WorkResult = Ending &
  Pick<RunReport, 'pages' | 'pageRetries' | 'deliveries'> &
  Partial<Pick<RunReport, 'warnings' | 'lagMs' | 'lastExportedAtMs' | 'capacityLogs'>> & {
    /** The last change of the state, written together with the report. */
    readonly finish?: (state: State) => State;
  };

/** The figures of work that came to nothing. */
export const NOTHING_DONE = { pages: 0, pageRetries: 0, deliveries: [] } as const;

export interface Work {
  /** Set unless the work is the export of new logs. */
  readonly kind?: 'replay';
  /** What the state must hold before the work begins; written together with the lease. */
  prepare(state: State): State;
  perform(held: HeldRun): Promise<WorkResult>;
}

export type RunResult =
  /** With the run before it, as far as one is known. */
  | { readonly status: 'ran'; readonly report: RunReport; readonly previous?: RunLine }
  /** Another run holds the lease. */
  | { readonly status: 'busy' }
  /** The last run had nothing left to do, and has only just ended. */
  | { readonly status: 'too-soon' }
  /** An administrator wants nothing to be exported. */
  | { readonly status: 'paused' };

/** Performs `work` while holding the lease; never rejects. */
export async function run(parts: RunParts, start: Start, work: Work): Promise<RunResult> {
  const { store, clock, random, maxRunMs } = parts;
  const { trigger, by } = start;
  const budget = timeBudget(clock.now(), maxRunMs);
  const holder = newRunId(clock, random);
  const begun = {
    runId: holder,
    trigger,
    ...(by === undefined ? {} : { by: shortLine(by, MAX_BY_LENGTH) }),
    ...(work.kind === undefined ? {} : { work: work.kind }),
    startedAtMs: budget.startedAtMs,
  };

  function report(result: WorkResult): RunReport {
    const { finish: _, ...rest } = result;
    return { ...begun, endedAtMs: clock.now(), ...rest };
  }
  function stopped(reason: string): RunResult {
    return { status: 'ran', report: report({ outcome: 'stopped', reason, ...NOTHING_DONE }) };
  }

  const readMs = Math.min(READ_TIMEOUT_MS, budget.fetchUntilMs - budget.startedAtMs);
  const read = await store.read(readMs);
  if (read.status === 'failed') return stopped(`the state could not be read: ${read.reason}`);
  const parsed = parseState(read.document);
  if (parsed.status === 'broken') return stopped(parsed.reason);
  // What was asked for during a run that died is done before anything else.
  const state = parsed.status === 'first-run' ? EMPTY_STATE : obey(parsed.state);
  const minIntervalMs = trigger === 'schedule' ? parts.minIntervalMs : 0;
  const admitted = admission(state, clock.now(), minIntervalMs);
  if (admitted !== 'start') return { status: admitted };
  if (state.pausedAtMs !== null && trigger !== 'administrator') return { status: 'paused' };

  const keeper = createStateKeeper(
    { store, clock, random, holder },
    { state, version: read.version },
  );
  const obedient = createObedience(state);
  const held = createHeldRun(
    { update: (change, untilMs) => keeper.update(obedient(change), untilMs) },
    clock,
    holder,
    budget,
    state,
  );
  const taken = await held.save(work.prepare);
  if (taken.status === 'lease-lost') return { status: 'busy' };
  if (taken.status === 'failed') return stopped(`the state could not be stored: ${taken.reason}`);

  const perform = async (): Promise<WorkResult> =>
    taken.status === 'overruled'
      ? { ...unsavedEnding(taken), ...NOTHING_DONE }
      : work.perform(held);
  const performed = perform().catch(
    (error: unknown): WorkResult => ({ ...defectEnding(error), ...NOTHING_DONE }),
  );
  const result = await inTime(performed, budget.overtimeMs, endless, clock);
  held.close();
  const warnings = withWarnings(state.unreportedWarnings, result.warnings);
  const final = report(warnings.length === 0 ? result : { ...result, warnings });
  const finish = (current: State): State => ({
    ...(result.finish?.(current) ?? current),
    // What was found out meanwhile, by whoever wrote, is left to the next report.
    unreportedWarnings: current.unreportedWarnings.filter((text) => !warnings.includes(text)),
    history: [final, ...current.history],
    lease: null,
  });
  const stored = await keeper.update(obedient(finish), budget.deadlineMs);
  const [previous] = runsOf(state);
  return {
    status: 'ran',
    report: stored.status === 'written' ? final : { ...final, ...unsavedEnding(stored) },
    ...(previous === undefined ? {} : { previous }),
  };
}

/** The result of work that should have ended long ago. */
function endless(): WorkResult {
  const reason = 'the exporter has a defect (the run did not end by itself); please report it';
  return { outcome: 'stopped', reason, ...NOTHING_DONE };
}

function createHeldRun(
  keeper: StateKeeper,
  clock: Clock,
  holder: string,
  budget: TimeBudget,
  before: State,
): HeldRun & { close(): void } {
  let leaseExpiresAtMs = 0;
  let isClosed = false;
  return {
    budget,
    before,
    /** Whatever is still under way may neither deliver nor store anything after the report. */
    close() {
      isClosed = true;
    },
    async save(change) {
      if (isClosed) return { status: 'lease-lost' };
      const askedAtMs = clock.now();
      const renewed = (state: State): State => withLease(change(state), holder, askedAtMs);
      const update = await keeper.update(renewed, budget.saveUntilMs);
      if (update.status !== 'written') return update;
      leaseExpiresAtMs = askedAtMs + LEASE_MS;
      const reason = overruling(before, update.state);
      return reason === undefined ? update : { status: 'overruled', reason };
    },
    isLeaseValid: () => !isClosed && clock.now() < leaseExpiresAtMs,
  };
}

/** Why a run has to end because of what an administrator has done since it began. */
function overruling(before: State, now: State): string | undefined {
  if (now.moves !== before.moves) return 'an administrator moved the checkpoint';
  if (now.pausedAtMs !== before.pausedAtMs && now.pausedAtMs !== null) {
    return 'an administrator paused the export';
  }
  return undefined;
}

/** Names a run: its start, so that ids sort by time, and chance, so that two starts at once differ. */
function newRunId(clock: Clock, random: RandomSource): string {
  const chance = Math.floor(random() * 36 ** 8)
    .toString(36)
    .padStart(8, '0');
  return `${clock.now().toString(36)}-${chance}`;
}
