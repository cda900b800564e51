/** The work of an ordinary run: brings every destination up to date, and says what that took. */

import max from 'lodash/max';
import min from 'lodash/min';
import sum from 'lodash/sum';
import { backlogWarning } from './backlog.ts';
import { worstEnding } from './ending.ts';
import { type ExportResult, exportLogs } from './export-logs.ts';
import { capacityLogs, lagMs } from './figures.ts';
import type { HeldRun, Work, WorkResult } from './run.ts';
import { type State, tailOf, withTail } from './state.ts';
import {
  type Clock,
  DESTINATION_KINDS,
  type Destination,
  type Log,
  type LogRecord,
  type PageSource,
  type RandomSource,
  type TokenCache,
} from './walls.ts';

export interface ExportRunParts {
  readonly source: PageSource;
  readonly destinations: readonly Destination[];
  readonly toRecord: (log: Log) => LogRecord;
  readonly tokens: TokenCache;
  /** The id that a first run at this time continues after. */
  readonly startAfter: (nowMs: number) => string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly maxRunMs: number;
}

/** Makes the work of one run from its parts. */
export function exportRun(parts: ExportRunParts): Work {
  const { destinations, tokens, clock, maxRunMs } = parts;
  const start = parts.startAfter(clock.now());

  async function perform(held: HeldRun): Promise<WorkResult> {
    const { before } = held;
    tokens.restore(before.tokens);
    const begun = openTails(before, destinations, start);
    const save = (change: (state: State) => State) =>
      held.save((state) => ({ ...change(state), tokens: tokens.sealed() }));

    const startedAtMs = clock.now();
    const results = await Promise.all(
      destinations.map((destination) =>
        exportLogs(
          { ...parts, destination, budget: held.budget, isLeaseValid: held.isLeaseValid, save },
          tailOf(begun, destination.kind) ?? start,
        ),
      ),
    );

    const ending = worstEnding(results.map((result) => result.ending));
    const figures = figuresOf(results, before, startedAtMs, held);
    const backlog = backlogWarning([{ ...ending, ...figures }, ...before.history], maxRunMs);
    const isFirstRun = Object.keys(before.checkpoints).length === 0;
    const warnings = [
      ...(isFirstRun
        ? [`This was the first run. START_FROM decided where it began: after the log id ${start}.`]
        : []),
      ...results.flatMap((result) => result.reading.warnings),
      ...(backlog === undefined ? [] : [backlog]),
    ];
    return {
      ...ending,
      ...figures,
      warnings,
      pages: sum(results.map(({ reading }) => reading.pages)),
      pageRetries: sum(results.map(({ reading }) => reading.pageRetries)),
      deliveries: results.map((result) => result.delivery),
      finish: (state) => ({ ...withPositions(state, results), tokens: tokens.sealed() }),
    };
  }

  // Stored before anything is read: a start of "now" must not move when this run dies.
  return { prepare: (state) => openTails(state, destinations, start), perform };
}

/** The state with a live tail for every destination: a new one begins where another stands, the first at `start`. */
function openTails(state: State, destinations: readonly Destination[], start: string): State {
  return destinations.reduce((opened, { kind }) => {
    if (tailOf(opened, kind) !== undefined) return opened;
    const [other] = DESTINATION_KINDS.map((otherKind) => tailOf(opened, otherKind)).filter(
      (tail) => tail !== undefined,
    );
    return withTail(opened, kind, other ?? start);
  }, state);
}

function withPositions(state: State, results: readonly ExportResult[]): State {
  return results.reduce(
    (moved, { delivery }) => withTail(moved, delivery.destination, delivery.checkpoint),
    state,
  );
}

/** The figures of the destination that is furthest behind. */
function figuresOf(
  results: readonly ExportResult[],
  before: State,
  startedAtMs: number,
  { budget }: HeldRun,
): Pick<WorkResult, 'lagMs' | 'lastExportedAtMs' | 'capacityLogs'> {
  const previousMs = before.history.find((report) => report.lastExportedAtMs)?.lastExportedAtMs;
  const lastExportedAtMs = min(results.map((result) => result.lastLogAtMs ?? previousMs));
  const lag = max(results.map((result) => lagMs(result, previousMs)));
  const capacity = min(results.map((result) => capacityLogs(result, startedAtMs, budget)));
  return {
    ...(lastExportedAtMs === undefined ? {} : { lastExportedAtMs }),
    ...(lag === undefined ? {} : { lagMs: lag }),
    ...(capacity === undefined ? {} : { capacityLogs: capacity }),
  };
}
