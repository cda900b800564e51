/** Finds the run that an address names. */

import { runsOf, type State } from '../../engine/state.ts';
import type { Run } from './run.ts';

export interface FoundRun {
  readonly run: Run;
  /** The id of the next run after it. */
  readonly newerId: string | undefined;
  readonly olderId: string | undefined;
}

/** The run with that id, which may be any text; `undefined` when none is kept. */
export function findRun(state: State, runId: string): FoundRun | undefined {
  const runs = runsOf(state);
  const index = runs.findIndex((run) => run.runId === runId);
  const run = runs[index];
  if (run === undefined) return undefined;
  return { run, newerId: runs[index - 1]?.runId, olderId: runs[index + 1]?.runId };
}
