/** A run, whole or shortened, and what can be counted in it. */

import sum from 'lodash/sum';
import type { RunReport } from '../../engine/report.ts';
import type { RunLine } from '../../engine/run-line.ts';
import { asCount } from '../words/count.ts';

export type Run = RunReport | RunLine;

/** Whether all of the report is still kept. */
export function isReport(run: Run): run is RunReport {
  return 'pages' in run;
}

/** How many logs a run exported. Destinations get the same logs, so it is the most that one of them got. */
export function logsOf(run: Run): number {
  return Math.max(0, ...run.deliveries.map(({ logs }) => asCount(logs)));
}

/** How long a run took; none when a clock went backwards. */
export function durationMs({ startedAtMs, endedAtMs }: Run): number {
  return Math.max(0, endedAtMs - startedAtMs);
}

/** How often a request for a page or a delivery was repeated. */
export function retriesOf(run: Run): number {
  return asCount(run.pageRetries) + sumOf(run, 'retries');
}

export function batchesOf(run: Run): number {
  return sumOf(run, 'batches');
}

export function deadLettersOf(run: Run): number {
  return sumOf(run, 'deadLetters');
}

function sumOf({ deliveries }: Run, what: 'batches' | 'retries' | 'deadLetters'): number {
  return sum(deliveries.map((delivery) => asCount(delivery[what])));
}

/** What a person should know of a run; of a shortened one it is not kept. */
export function warningsOf(run: Run): readonly string[] {
  return isReport(run) ? (run.warnings ?? []) : [];
}

/** Whether a warning only notes what every first run does. */
export function isNote(warning: string): boolean {
  return warning.startsWith('This was the first run.');
}

/** Why a person should look at a run, in a sentence; empty when nobody has to. */
export function concernOf(run: Run): string {
  const warnings = warningsOf(run).filter((warning) => !isNote(warning));
  return run.reason ?? [...problemsOf(run), ...warnings][0] ?? '';
}

/** What a person has to put right; of a shortened run it is not kept. */
export function problemsOf(run: Run): readonly string[] {
  return isReport(run) ? (run.problems ?? []) : [];
}

/** How far behind a run ended; `undefined` when that is not known. */
export function lagOf({ lagMs }: Run): number | undefined {
  return lagMs === undefined || !Number.isFinite(lagMs) ? undefined : Math.max(0, lagMs);
}

/** Whether it did nothing that anyone would miss: begun by the schedule, all well, and no new logs. */
export function isIdle(run: Run): boolean {
  return (
    run.trigger === 'schedule' &&
    run.work === undefined &&
    run.outcome === 'caught-up' &&
    logsOf(run) === 0 &&
    retriesOf(run) === 0 &&
    !needsAttention(run)
  );
}

/** Whether a person should look at it: it failed, warned, or set records aside. */
export function needsAttention(run: Run): boolean {
  return isFailed(run) || concernOf(run) !== '' || deadLettersOf(run) > 0;
}

/** Whether it ended before its work was done, for a reason that is not the time or a rate limit. */
export function isFailed({ outcome }: Run): boolean {
  return outcome === 'stopped' || outcome === 'misconfigured';
}
