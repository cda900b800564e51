/** A run, and the stored state, as one of several destinations sees them. */

import { fateAt } from '../../engine/fates.ts';
import type { RunReport } from '../../engine/report.ts';
import type { RunLine } from '../../engine/run-line.ts';
import type { State } from '../../engine/state.ts';
import type { DestinationKind } from '../../engine/walls.ts';
import type { Run } from './run.ts';

/**
 * The run with only what concerns a destination; `undefined` when it had nothing to do with it. A
 * run that came to no delivery concerns all.
 */
export function runAt(run: RunReport, destination: DestinationKind): RunReport | undefined;
export function runAt(run: Run, destination: DestinationKind): Run | undefined;
export function runAt(
  run: RunLine & Pick<RunReport, 'problems'>,
  destination: DestinationKind,
): Run | undefined {
  const fate = fateAt(run, destination);
  if (run.deliveries.length === 0) return run;
  if (fate === undefined || run.deliveries.length === 1) return fate && run;
  const { reason: _, problems, lagMs, lastExportedAtMs, ...rest } = run;
  const deliveries = run.deliveries.filter((one) => one.destination === destination);
  return { ...rest, ...fate, deliveries };
}

/** An export to several destinations, as each of them sees it; none of any other run. */
export function splitRun(run: Run): readonly Run[] {
  const { work, deliveries } = run;
  if (work !== undefined || deliveries.length < 2) return [];
  return deliveries.flatMap(({ destination }) => runAt(run, destination) ?? []);
}

/** The state with only the runs and the dead letters of a destination. */
export function stateAt(state: State, destination: DestinationKind): State {
  return {
    ...state,
    history: state.history.flatMap((run) => runAt(run, destination) ?? []),
    pastRuns: state.pastRuns.flatMap((run) => runAt(run, destination) ?? []),
    deadLetters: state.deadLetters.filter((letter) => letter.destination === destination),
  };
}
