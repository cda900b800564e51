/** The runs that the plots show. */

import type { Run } from '../runs/run.ts';

/** Of the runs, the newest first, those that exported new logs or tried to: by their time, the oldest first. */
export function plottedRuns(runs: readonly Run[]): readonly Run[] {
  return runs
    .filter(({ work }) => work === undefined)
    .reverse()
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
}
