/** Tells Azure how a run went, once its checkpoint is stored. */

import type { RunReport } from '../engine/report.ts';
import type { RunResult } from '../engine/run.ts';
import type { Clock, DeliveryOutcome, DestinationKind, LogRecord } from '../engine/walls.ts';
import { type Exporter, healthRow, isWorthTelling } from './health-row.ts';

/** Takes rows about the export, beside the logs of a destination. */
export interface HealthSender {
  readonly destination: DestinationKind;
  /** Hands one row over, once; answers within `timeoutMs`, never rejects. */
  deliverRow(row: LogRecord, timeoutMs: number): Promise<DeliveryOutcome>;
}

/** With less time, a row would hardly arrive. */
const MIN_TIME_MS = 200;

/** Whoever began the run waits for the row, too. */
const MAX_TIME_MS = 5_000;

const DEFECT: DeliveryOutcome = { status: 'retry', reason: 'the exporter has a defect' };

/** A run that came to no destination concerns all. */
function concerns({ deliveries }: RunReport, kind: DestinationKind): boolean {
  return deliveries.length === 0 || deliveries.some(({ destination }) => destination === kind);
}

/**
 * Sends a row for each destination by `untilMs`; once, because the next run sends another. Resolves to
 * what went wrong, in sentences.
 */
export async function tellHealth(
  { report, previous }: Extract<RunResult, { status: 'ran' }>,
  senders: readonly HealthSender[],
  exporter: Exporter,
  untilMs: number,
  clock: Clock,
): Promise<readonly string[]> {
  const leftMs = untilMs - clock.now();
  if (leftMs < MIN_TIME_MS || !isWorthTelling(report, previous)) return [];
  const timeoutMs = Math.min(leftMs, MAX_TIME_MS);
  const problems = await Promise.all(
    senders
      .filter(({ destination }) => concerns(report, destination))
      .map(async ({ destination, deliverRow }) => {
        const row = healthRow(report, destination, exporter);
        // Whatever becomes of the row, the scheduler is told how the run ended.
        const outcome = await deliverRow(row, timeoutMs).catch(() => DEFECT);
        return problemOf(destination, outcome);
      }),
  );
  return problems.flatMap((problem) => problem ?? []);
}

function problemOf(destination: DestinationKind, outcome: DeliveryOutcome): string | undefined {
  if (outcome.status === 'accepted') return undefined;
  const reason = outcome.status === 'misconfigured' ? outcome.problem : outcome.reason;
  return `${destination} did not take the health row (LOGANALYTICS_HEALTH_ROWS=off sends none): ${reason}`;
}
