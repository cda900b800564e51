/** Whether the export keeps up with the tenant. */

import type { RunReport } from './report.ts';

/** A backlog that grew over this many runs in a row is no accident. */
const RUNS = 3;

type RunFigures = Pick<RunReport, 'outcome' | 'lagMs' | 'capacityLogs'>;

/**
 * A sentence when the backlog grew during the last runs, the newest first: none of them caught up
 * and each ended further behind than the one before. It names the setting to change.
 */
export function backlogWarning(
  reports: readonly RunFigures[],
  maxRunMs: number,
): string | undefined {
  const last = reports.slice(0, RUNS);
  if (last.length < RUNS || !last.every(isBehind) || !isGrowing(last)) return undefined;
  const [newest] = last;
  const carries =
    newest?.capacityLogs === undefined ? '' : ` One run carries about ${newest.capacityLogs} logs.`;
  const advice =
    newest?.outcome === 'rate-limited'
      ? 'A rate limit holds it back: leave more of the allowance to the exporter, or ask for a larger one.'
      : `Raise MAX_RUN_SECONDS (now ${maxRunMs / 1000}, at most 25), or let the schedule run more often.`;
  return `The backlog grew during the last ${RUNS} runs.${carries} ${advice}`;
}

function isBehind({ outcome }: RunFigures): boolean {
  return outcome === 'out-of-time' || outcome === 'rate-limited';
}

function isGrowing(newestFirst: readonly RunFigures[]): boolean {
  return newestFirst.every((report, index) => {
    const before = newestFirst[index + 1];
    return before === undefined || (report.lagMs ?? 0) > (before.lagMs ?? 0);
  });
}
