/** How a run ended for each of its destinations, and for all of them together. */

import { type Ending, worstEnding } from './ending.ts';
import type { Fate, RunReport } from './report.ts';
import type { RunLine } from './run-line.ts';
import type { DestinationKind } from './walls.ts';

export interface DestinationEnding {
  readonly destination: DestinationKind;
  readonly ending: Ending;
}

/** What a run reached at a destination. */
export type Reached = Pick<Fate, 'lagMs' | 'lastExportedAtMs' | 'hasGap'>;

/**
 * The ending of a run whose work ended so at its destinations: the worst one. Where they differ, a
 * reason begins with the name of its destination, and the problems of all are told.
 */
export function jointEnding(endings: readonly DestinationEnding[]): Ending {
  const problems = new Set(endings.map(({ ending }) => reasonOf(ending)));
  const outcomes = new Set(endings.map(({ ending }) => ending.outcome));
  if (problems.size < 2 && outcomes.size < 2) return worstEnding(endings.map((one) => one.ending));
  const named = endings.map(withName);
  const all = named.flatMap((ending) => ending.problems ?? []);
  return { ...worstEnding(named), ...(all.length === 0 ? {} : { problems: all }) };
}

function withName({ destination, ending }: DestinationEnding): Ending {
  const { outcome, reason, problems } = ending;
  const name = (text: string): string => `${destination}: ${text}`;
  return {
    outcome,
    ...(reason === undefined ? {} : { reason: name(reason) }),
    ...(problems === undefined ? {} : { problems: problems.map(name) }),
  };
}

/** What the report says of one of several destinations. */
export function fateOf(ending: Ending, reached: Reached): Fate {
  const reason = reasonOf(ending);
  return { outcome: ending.outcome, ...(reason === undefined ? {} : { reason }), ...reached };
}

/** How a run ended for a destination; `undefined` when it had nothing to do with it. */
export function fateAt(
  run: RunLine & Pick<RunReport, 'problems'>,
  destination: DestinationKind,
): Fate | undefined {
  const delivery = run.deliveries.find((one) => one.destination === destination);
  if (delivery === undefined) return undefined;
  if (delivery.fate !== undefined) return delivery.fate;
  const { lagMs, lastExportedAtMs } = run;
  return fateOf(run, {
    ...(lagMs === undefined ? {} : { lagMs }),
    ...(lastExportedAtMs === undefined ? {} : { lastExportedAtMs }),
  });
}

function reasonOf({ reason, problems }: Ending): string | undefined {
  return reason ?? problems?.[0];
}
