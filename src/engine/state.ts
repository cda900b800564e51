/** The one stored document: what the next run needs to know of the ones before. */

import type { Action } from './actions.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { RunReport } from './report.ts';
import type { AdministratorRequest } from './requests.ts';
import type { RunLine } from './run-line.ts';
import type { DestinationKind } from './walls.ts';

/** The form of the document; raised, with a step in `migrate-state.ts`, when it is written differently. */
export const STATE_VERSION = 3;

/** A stretch of log ids still to be exported: `after` is exclusive, `until` inclusive; without it, the live tail. */
export interface Range {
  readonly after: string;
  readonly until?: string;
}

/** Who may move the checkpoints, and until when. */
export interface Lease {
  readonly holder: string;
  readonly expiresAtMs: number;
}

export interface State {
  readonly version: typeof STATE_VERSION;
  readonly checkpoints: Readonly<Partial<Record<DestinationKind, readonly Range[]>>>;
  /**
   * Per destination: no log from before this time is missing, because a run found nothing left after
   * the checkpoint then, or because the export began then. Absent once the checkpoint has moved on.
   */
  readonly completeUntilMs: Readonly<Partial<Record<DestinationKind, number>>>;
  /** How often an administrator has moved a checkpoint: a run that began before does not move it back. */
  readonly moves: number;
  /** Since when an administrator wants nothing to be exported; `null` while it goes on. */
  readonly pausedAtMs: number | null;
  /** What administrators asked for while a run was under way, the oldest first. */
  readonly requests: readonly AdministratorRequest[];
  readonly lease: Lease | null;
  /** What a run that died would have told in its report; the next one tells it. */
  readonly unreportedWarnings: readonly string[];
  /** The reports of the last runs, the newest first. */
  readonly history: readonly RunReport[];
  /** The runs before those of `history`, the newest first; none is in both. */
  readonly pastRuns: readonly RunLine[];
  /** What administrators did, the newest first. */
  readonly actions: readonly Action[];
  /** The records that a destination refused on their own, the oldest first. */
  readonly deadLetters: readonly DeadLetter[];
  /** Sealed access tokens by name. */
  readonly tokens: Readonly<Record<string, string>>;
}

export const EMPTY_STATE: State = {
  version: STATE_VERSION,
  checkpoints: {},
  completeUntilMs: {},
  moves: 0,
  pausedAtMs: null,
  requests: [],
  lease: null,
  unreportedWarnings: [],
  history: [],
  pastRuns: [],
  actions: [],
  deadLetters: [],
  tokens: {},
};

/** Where the live tail of a destination continues; `undefined` before its first run. */
export function tailOf(state: State, destination: DestinationKind): string | undefined {
  return state.checkpoints[destination]?.find((range) => range.until === undefined)?.after;
}

/**
 * The state with the live tail of a destination moved to continue after an id. What was known of
 * the place before says nothing of the new one; the id of that tells its own time.
 */
export function withTail(state: State, destination: DestinationKind, after: string): State {
  if (tailOf(state, destination) === after) return state;
  const { [destination]: _, ...completeUntilMs } = state.completeUntilMs;
  const bounded = (state.checkpoints[destination] ?? []).filter(({ until }) => until !== undefined);
  const checkpoints = { ...state.checkpoints, [destination]: [...bounded, { after }] };
  return { ...state, checkpoints, completeUntilMs };
}

/** All runs that are known, the newest first: a report has everything that a line has. */
export function runsOf({ history, pastRuns }: State): readonly RunLine[] {
  return [...history, ...pastRuns];
}

/** The runs that exported new logs, or tried to, the newest first. */
export function exportsOf(state: State): readonly RunLine[] {
  return runsOf(state).filter(({ work }) => work === undefined);
}
