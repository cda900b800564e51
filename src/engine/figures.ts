/** What a run tells about its speed and about how far behind it is. */

import type { ExportResult } from './export-logs.ts';
import type { TimeBudget } from './time-budget.ts';

const LOGS_PER_PAGE = 100;

/**
 * How far the export is behind: 0 when the last look found nothing left to export, otherwise the
 * age, at that look, of the last exported log (the one of an earlier run when this one exported
 * none). `undefined` when that is not known.
 */
export function lagMs(
  result: ExportResult,
  previousExportedAtMs: number | undefined,
): number | undefined {
  const { reading, ending, lastLogAtMs } = result;
  if (reading.lookedAtMs === undefined) return undefined;
  if (reading.foundNothingLeft && ending.outcome === 'caught-up') return 0;
  const exportedAtMs = lastLogAtMs ?? previousExportedAtMs;
  return exportedAtMs === undefined ? undefined : Math.max(0, reading.lookedAtMs - exportedAtMs);
}

/** About how many logs a run can carry: what this one did if it used all its time, else full pages at its speed. */
export function capacityLogs(
  { reading, ending, delivery }: ExportResult,
  startedAtMs: number,
  budget: TimeBudget,
): number | undefined {
  if (ending.outcome === 'out-of-time' || ending.outcome === 'rate-limited') return delivery.logs;
  if (reading.lookedAtMs === undefined || reading.pages === 0) return undefined;
  const elapsedMs = Math.max(1, reading.lookedAtMs - startedAtMs);
  const fetchMs = budget.fetchUntilMs - budget.startedAtMs;
  return Math.round((LOGS_PER_PAGE * reading.pages * fetchMs) / elapsedMs);
}
