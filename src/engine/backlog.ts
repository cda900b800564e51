/** Whether the export keeps up with the tenant. */

import type { RunOutcome, RunReport } from './report.ts';

/** A backlog that grew over this many runs in a row is no accident. */
const RUNS = 3;

/** The platform ends a run at about 30 s. */
const MAX_RUN_SECONDS = 25;

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
  return `The backlog grew during the last ${RUNS} runs.${carries} ${advice(newest?.outcome, maxRunMs)}`;
}

/** More time is of no use while a rate limit is what holds the export back. */
function advice(outcome: RunOutcome | undefined, maxRunMs: number): string {
  const schedule = 'let the schedule in webtask.json run more often';
  if (outcome === 'rate-limited') {
    return `A rate limit holds it back: use less of the allowance elsewhere, get a larger one, or ${schedule}.`;
  }
  const seconds = maxRunMs / 1000;
  if (seconds >= MAX_RUN_SECONDS) return `MAX_RUN_SECONDS is at its most: ${schedule}.`;
  return `Raise MAX_RUN_SECONDS (now ${seconds}, at most ${MAX_RUN_SECONDS}), or ${schedule}.`;
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
