/** How far a run brought its destinations, each of them and all together. */

import max from 'lodash/max';
import min from 'lodash/min';
import { backlogWarning } from './backlog.ts';
import type { ExportResult } from './export-logs.ts';
import { fateAt, type Reached } from './fates.ts';
import { capacityLogs, lagMs } from './figures.ts';
import type { HeldRun, WorkResult } from './run.ts';
import { exportsOf, runsOf, type State } from './state.ts';
import type { TimeBudget } from './time-budget.ts';
import { isGapWarning } from './warnings.ts';

/** How far a result brought its destination. */
export function reachedBy(result: ExportResult, before: State): Reached {
  const { delivery, reading } = result;
  const fates = runsOf(before).map((run) => fateAt(run, delivery.destination));
  const previousMs = fates.find((fate) => fate?.lastExportedAtMs)?.lastExportedAtMs;
  const lag = lagMs(result, previousMs);
  const lastExportedAtMs = result.lastLogAtMs ?? previousMs;
  return {
    ...(lag === undefined ? {} : { lagMs: lag }),
    ...(lastExportedAtMs === undefined ? {} : { lastExportedAtMs }),
    ...(reading.warnings.some(isGapWarning) ? { hasGap: true } : {}),
  };
}

/** The figures of the destination that is furthest behind. */
export function jointFigures(
  results: readonly ExportResult[],
  reached: readonly Reached[],
  startedAtMs: number,
  budget: TimeBudget,
): Pick<WorkResult, 'lagMs' | 'lastExportedAtMs' | 'capacityLogs'> {
  const lastExportedAtMs = min(allKnown(reached.map((one) => one.lastExportedAtMs)));
  const lag = max(allKnown(reached.map((one) => one.lagMs)));
  const capacity = min(results.map((result) => capacityLogs(result, startedAtMs, budget)));
  return {
    ...(lastExportedAtMs === undefined ? {} : { lastExportedAtMs }),
    ...(lag === undefined ? {} : { lagMs: lag }),
    ...(capacity === undefined ? {} : { capacityLogs: capacity }),
  };
}

/** None when one of them is not known: it may be the furthest behind. */
function allKnown(values: readonly (number | undefined)[]): readonly (number | undefined)[] {
  return values.includes(undefined) ? [] : values;
}

/** Whether the export to each destination keeps up: one that is stopped must not hide another's backlog. */
export function backlogWarnings(
  results: readonly ExportResult[],
  reached: readonly Reached[],
  before: State,
  {
    startedAtMs,
    maxRunMs,
    held,
  }: { readonly startedAtMs: number; readonly maxRunMs: number; readonly held: HeldRun },
): readonly string[] {
  const warnings = results.map((result, index) => {
    const { outcome } = result.ending;
    const capacity = capacityLogs(result, startedAtMs, held.budget);
    const newest = {
      outcome,
      ...reached[index],
      ...(capacity === undefined ? {} : { capacityLogs: capacity }),
    };
    const earlier = exportsOf(before).flatMap((run) =>
      run.deliveries.length === 0 ? run : (fateAt(run, result.delivery.destination) ?? []),
    );
    return backlogWarning([newest, ...earlier], maxRunMs);
  });
  return [...new Set(warnings.flatMap((warning) => warning ?? []))];
}
