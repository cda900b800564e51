/** What a run tells Azure about itself, so that people can watch the export where they watch the logs. */

import { fateAt } from '../engine/fates.ts';
import type { Fate, RunReport } from '../engine/report.ts';
import type { RunLine } from '../engine/run-line.ts';
import type { DestinationKind, LogRecord } from '../engine/walls.ts';
import { isGapWarning } from '../engine/warnings.ts';

/** Who tells it. */
export interface Exporter {
  readonly version: string;
  readonly auth0Domain: string;
}

/** Twice as often as an hour, so that one row that gets lost does not make an hour silent. */
const SLOT_MS = 30 * 60_000;

/**
 * Whether Azure is told of a run: it exported, failed or warned, or is the first that ended in this
 * half hour. So there is at least one row an hour, and an idle tenant costs hardly any.
 */
export function isWorthTelling(
  report: RunReport,
  previous: Pick<RunLine, 'endedAtMs'> | undefined,
): boolean {
  const { outcome, deliveries, warnings = [], endedAtMs } = report;
  if (outcome !== 'caught-up' || warnings.length > 0) return true;
  if (deliveries.some(({ logs, deadLetters = 0 }) => logs > 0 || deadLetters > 0)) return true;
  return previous === undefined || slotOf(previous.endedAtMs) !== slotOf(endedAtMs);
}

function slotOf(timeMs: number): number {
  return Math.floor(timeMs / SLOT_MS);
}

/**
 * The row of a run for one destination, in the columns of `health-columns.ts`. It holds no personal
 * data: not who began the run, and of warnings and reasons what a report may hold.
 */
export function healthRow(
  report: RunReport,
  destination: DestinationKind,
  { version, auth0Domain }: Exporter,
): LogRecord {
  const { runId, startedAtMs, endedAtMs, warnings = [] } = report;
  const fate = fateAt(report, destination) ?? { ...report, reason: reasonOf(report) };
  const { reason = '' } = fate;
  const delivery = report.deliveries.find((one) => one.destination === destination);
  return {
    run_id: runId,
    started_at: isoTime(startedAtMs),
    ended_at: isoTime(endedAtMs),
    trigger: report.work ?? report.trigger,
    destination,
    outcome: fate.outcome,
    ...(reason === '' ? {} : { reason }),
    logs: delivery?.logs ?? 0,
    dead_letters: delivery?.deadLetters ?? 0,
    ...(fate.lagMs === undefined ? {} : { lag_seconds: Math.round(fate.lagMs / 1000) }),
    gap: hasGap(report, fate),
    ...(warnings.length === 0 ? {} : { warnings: warnings.join(' ') }),
    version,
    auth0_domain: auth0Domain,
  };
}

/** A gap that is known to be another destination's is not told of this one. */
function hasGap({ deliveries, warnings = [] }: RunReport, fate: Fate): boolean {
  if (deliveries.some((delivery) => delivery.fate?.hasGap)) return fate.hasGap === true;
  return warnings.some(isGapWarning);
}

function reasonOf({ reason, problems = [] }: RunReport): string {
  return reason ?? problems.join(' ');
}

/** The outcome of a row that only tries the connection. */
export const TEST_OUTCOME = 'connection-test';

/** A row that only tries the connection; nobody takes it for a run. */
export function testRow(
  nowMs: number,
  destination: DestinationKind,
  { version, auth0Domain }: Exporter,
): LogRecord {
  const at = isoTime(nowMs);
  return {
    run_id: `test-${at}`,
    started_at: at,
    ended_at: at,
    trigger: 'administrator',
    destination,
    outcome: TEST_OUTCOME,
    logs: 0,
    dead_letters: 0,
    gap: false,
    version,
    auth0_domain: auth0Domain,
  };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
