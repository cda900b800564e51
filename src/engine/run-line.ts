/** What is left of a report when the history has no more room for all of it: one line of a table. */

import { shortReason } from './dead-letters.ts';
import type { DeliveryReport, RunReport } from './report.ts';

/** What is 0 is left out, and in the older lines the checkpoint too. */
export type LineDelivery = Pick<
  DeliveryReport,
  'destination' | 'deadLetters' | 'unresolvedRecords'
> &
  Partial<Pick<DeliveryReport, 'logs' | 'batches' | 'retries' | 'checkpoint'>>;

/** The same fields as in the report, of which this is the short form; what is 0 is left out of the counts. */
export interface RunLine
  extends Pick<
      RunReport,
      | 'runId'
      | 'trigger'
      | 'by'
      | 'work'
      | 'startedAtMs'
      | 'endedAtMs'
      | 'outcome'
      | 'reason'
      | 'lagMs'
      | 'lastExportedAtMs'
    >,
    Partial<Pick<RunReport, 'pageRetries'>> {
  readonly deliveries: readonly LineDelivery[];
}

/** The short form of a report. The first problem of a run that was misconfigured stands as its reason. */
export function lineOf(report: RunReport): RunLine {
  const { runId, trigger, by, work, startedAtMs, endedAtMs, outcome, deliveries } = report;
  const { pageRetries, lagMs, lastExportedAtMs, problems } = report;
  const reason = report.reason ?? problems?.[0];
  return {
    runId,
    trigger,
    ...(by === undefined ? {} : { by }),
    ...(work === undefined ? {} : { work }),
    startedAtMs,
    endedAtMs,
    outcome,
    ...(reason === undefined ? {} : { reason: shortReason(reason) }),
    ...(pageRetries === 0 ? {} : { pageRetries }),
    deliveries: deliveries.map(lineDeliveryOf),
    ...(lagMs === undefined ? {} : { lagMs }),
    ...(lastExportedAtMs === undefined ? {} : { lastExportedAtMs }),
  };
}

function lineDeliveryOf(delivery: DeliveryReport): LineDelivery {
  const { destination, logs, batches, retries, checkpoint } = delivery;
  const { deadLetters = 0, unresolvedRecords } = delivery;
  return {
    destination,
    ...(logs === 0 ? {} : { logs }),
    ...(batches === 0 ? {} : { batches }),
    ...(retries === 0 ? {} : { retries }),
    ...(deadLetters === 0 ? {} : { deadLetters }),
    ...(unresolvedRecords === undefined ? {} : { unresolvedRecords }),
    checkpoint,
  };
}

/** A line that no longer tells where the deliveries of its run had come to. */
export function withoutCheckpoints(line: RunLine): RunLine {
  const deliveries = line.deliveries.map(({ checkpoint: _, ...delivery }) => delivery);
  return { ...line, deliveries };
}
