/** The work of an ordinary run: brings every destination up to date, and says what that took. */

import sum from 'lodash/sum';
import { deadLetterRoom, withDeadLetters } from './dead-letters.ts';
import { type ExportPlace, type ExportResult, exportLogs } from './export-logs.ts';
import { fateOf, jointEnding } from './fates.ts';
import { backlogWarnings, jointFigures, reachedBy } from './reached.ts';
import type { HeldRun, SaveOutcome, Work, WorkResult } from './run.ts';
import { exportsOf, type State, tailOf, withTail } from './state.ts';
import {
  type Clock,
  DESTINATION_KINDS,
  type Destination,
  type DestinationKind,
  type Log,
  type LogRecord,
  type PageSource,
  type RandomSource,
  type TokenCache,
  type Vault,
} from './walls.ts';
import { withWarnings } from './warnings.ts';

export interface ExportRunParts {
  readonly source: PageSource;
  readonly destinations: readonly Destination[];
  readonly toRecord: (log: Log) => LogRecord;
  readonly tokens: TokenCache;
  readonly vault: Vault;
  /** The id that a first run at this time continues after. */
  readonly startAfter: (nowMs: number) => string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly maxRunMs: number;
}

/** A look says nothing about the minutes before it: clocks differ, and logs are shown late. */
const UNCERTAIN_MS = 15 * 60_000;

/** Makes the work of one run from its parts. */
export function exportRun(parts: ExportRunParts): Work {
  const { destinations, tokens, clock, maxRunMs } = parts;
  const start = parts.startAfter(clock.now());

  async function perform(held: HeldRun): Promise<WorkResult> {
    const { before } = held;
    tokens.restore(before.tokens);
    const begun = openTails(before, destinations, start, held.budget.startedAtMs);
    const save = (change: (state: State) => State) =>
      held.save((state) => ({ ...change(state), tokens: tokens.sealed() }));

    const startedAtMs = clock.now();
    let underWay = destinations.length;

    async function exportTo(destination: Destination): Promise<ExportResult> {
      const { kind } = destination;
      const result = await exportLogs(
        {
          ...parts,
          destination,
          budget: held.budget,
          deadLetterRoom: deadLetterRoom(before, kind, destinations.length),
          isLeaseValid: held.isLeaseValid,
          save,
        },
        placeOf(begun, kind, start),
      );
      underWay -= 1;
      if (underWay === 0 || result.delivery.checkpoint === tailOf(begun, kind)) return result;
      // Another one may take until the end of the run, which may never be reached.
      const { warnings } = result.reading;
      const saved = await save((state) => ({
        ...withResults(state, [result], startedAtMs),
        unreportedWarnings: withWarnings(state.unreportedWarnings, warnings),
      }));
      // What is discarded after that must not come back with the report.
      return isStored(saved) ? { ...result, deadLetters: [] } : result;
    }

    const results = await Promise.all(destinations.map(exportTo));

    const ending = jointEnding(
      results.map(({ ending, delivery }) => ({ ending, destination: delivery.destination })),
    );
    const reached = results.map((result) => reachedBy(result, before));
    const backlogs = backlogWarnings(results, reached, before, { startedAtMs, maxRunMs, held });
    const isFirstRun = Object.keys(before.checkpoints).length === 0;
    const warnings = [
      ...(isFirstRun
        ? [`This was the first run. START_FROM decided where it began: after the log id ${start}.`]
        : []),
      ...results.flatMap((result) => result.reading.warnings),
      ...backlogs,
    ];
    return {
      ...ending,
      ...jointFigures(results, reached, startedAtMs, held.budget),
      warnings,
      pages: sum(results.map(({ reading }) => reading.pages)),
      pageRetries: sum(results.map(({ reading }) => reading.pageRetries)),
      deliveries: results.map(({ ending, delivery }, index) =>
        results.length < 2 ? delivery : { ...delivery, fate: fateOf(ending, reached[index] ?? {}) },
      ),
      finish: (state) => ({
        ...withResults(state, results, startedAtMs),
        tokens: tokens.sealed(),
      }),
    };
  }

  // Stored before anything is read: a start of "now" must not move when this run dies.
  return {
    prepare: (state) => openTails(state, destinations, start, clock.now()),
    perform,
  };
}

/** What an administrator overrules is written all the same. */
function isStored({ status }: SaveOutcome): boolean {
  return status === 'written' || status === 'overruled';
}

/** The state with a live tail for every destination: a new one begins where another stands, the first at `start`. */
function openTails(
  state: State,
  destinations: readonly Destination[],
  start: string,
  nowMs: number,
): State {
  return destinations.reduce((opened, { kind }) => {
    if (tailOf(opened, kind) !== undefined) return opened;
    const other = DESTINATION_KINDS.find((otherKind) => tailOf(opened, otherKind) !== undefined);
    if (other === undefined)
      return withCompleteness(withTail(opened, kind, start), kind, nowMs - UNCERTAIN_MS);
    const begun = withTail(opened, kind, tailOf(opened, other) ?? start);
    return withCompleteness(begun, kind, opened.completeUntilMs[other]);
  }, state);
}

/** Where a destination goes on, and what is known of that. */
function placeOf(state: State, kind: DestinationKind, start: string): ExportPlace {
  const before = exportsOf(state).flatMap(({ deliveries }) =>
    deliveries.filter(({ destination }) => destination === kind),
  );
  const accepted = before.findIndex(({ batches = 0 }) => batches > 0);
  const sinceAcceptance = accepted === -1 ? before : before.slice(0, accepted);
  return {
    after: tailOf(state, kind) ?? start,
    confirmedAtMs: state.completeUntilMs[kind],
    unresolvedRecords: before[0]?.unresolvedRecords,
    refusedBefore: sum(sinceAcceptance.map(({ deadLetters = 0 }) => deadLetters)),
  };
}

/** The state with the knowledge that a destination misses no log from before a time. */
function withCompleteness(state: State, kind: DestinationKind, untilMs: number | undefined): State {
  if (untilMs === undefined) return state;
  return { ...state, completeUntilMs: { ...state.completeUntilMs, [kind]: untilMs } };
}

/** The state with what the results add to it; `startedAtMs` is when they began to look. */
function withResults(state: State, results: readonly ExportResult[], startedAtMs: number): State {
  return results.reduce((moved, { ending, reading, delivery, deadLetters }) => {
    const { destination, checkpoint } = delivery;
    const isComplete = ending.outcome === 'caught-up' && reading.isConfirmed;
    return withCompleteness(
      withDeadLetters(withTail(moved, destination, checkpoint), deadLetters),
      destination,
      isComplete ? startedAtMs - UNCERTAIN_MS : undefined,
    );
  }, state);
}
