/** What happened, in one list: runs and what administrators did, the newest first. */

import type { Action } from '../../engine/actions.ts';
import { runsOf, type State } from '../../engine/state.ts';
import { isIdle, logsOf, needsAttention, type Run } from './run.ts';

export interface RunEntry {
  readonly kind: 'run';
  readonly run: Run;
}

export interface ActionEntry {
  readonly kind: 'action';
  readonly action: Action;
}

/** Two or more runs in a row that found nothing to do, the newest first. */
export interface IdleEntry {
  readonly kind: 'idle';
  readonly runs: readonly Run[];
}

/** What happened at one time. */
export type SingleEntry = RunEntry | ActionEntry;
export type Entry = SingleEntry | IdleEntry;

/**
 * All that is kept, the newest first. Runs stay in the order in which they were stored, and so do
 * actions: a clock that went backwards does not change what came after what.
 */
export function entriesOf(state: State): readonly SingleEntry[] {
  const runs = [...runsOf(state)];
  const entries: SingleEntry[] = [];
  for (const action of state.actions) {
    const before = runs.findIndex((run) => run.startedAtMs < action.atMs);
    const after = runs.splice(0, before === -1 ? runs.length : before);
    entries.push(...after.map(runEntry), { kind: 'action', action });
  }
  return [...entries, ...runs.map(runEntry)];
}

function runEntry(run: Run): RunEntry {
  return { kind: 'run', run };
}

/** The entries with two or more idle runs in a row made into one. */
export function foldIdle(entries: readonly SingleEntry[]): readonly Entry[] {
  const folded: Entry[] = [];
  for (const entry of entries) {
    const before = idleRunsIn(folded.at(-1));
    const own = idleRunsIn(entry);
    if (before.length > 0 && own.length > 0) {
      folded[folded.length - 1] = { kind: 'idle', runs: [...before, ...own] };
    } else {
      folded.push(entry);
    }
  }
  return folded;
}

function idleRunsIn(entry: Entry | undefined): readonly Run[] {
  if (entry?.kind === 'idle') return entry.runs;
  return entry?.kind === 'run' && isIdle(entry.run) ? [entry.run] : [];
}

/** What the list can be narrowed down to, by the name in an address. */
export const ENTRY_FILTERS = {
  all: () => true,
  failed: (entry) => entry.kind === 'run' && needsAttention(entry.run),
  'with-logs': (entry) => entry.kind === 'run' && logsOf(entry.run) > 0,
  actions: (entry) => entry.kind === 'action',
} satisfies Readonly<Record<string, (entry: SingleEntry) => boolean>>;

export type EntryFilter = keyof typeof ENTRY_FILTERS;
