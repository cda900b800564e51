/** What is left of a report when the history has no more room for all of it: one line of a table. */

import { shortReason } from './dead-letters.ts';
import type { DeliveryReport, Fate, RunReport } from './report.ts';
import type { DestinationKind } from './walls.ts';

/**
 * What is 0 is left out, and so is how it ended when the run ended alike; in the older lines the
 * checkpoint too.
 */
export type LineDelivery = Pick<
  DeliveryReport,
  'destination' | 'deadLetters' | 'unresolvedRecords' | 'fate'
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
    deliveries: deliveries.map((delivery) => lineDeliveryOf(delivery, report)),
    ...(lagMs === undefined ? {} : { lagMs }),
    ...(lastExportedAtMs === undefined ? {} : { lastExportedAtMs }),
  };
}

function lineDeliveryOf(delivery: DeliveryReport, run: RunReport): LineDelivery {
  const { destination, logs, batches, retries, checkpoint } = delivery;
  const { deadLetters = 0, unresolvedRecords, fate } = delivery;
  return {
    destination,
    ...(logs === 0 ? {} : { logs }),
    ...(batches === 0 ? {} : { batches }),
    ...(retries === 0 ? {} : { retries }),
    ...(deadLetters === 0 ? {} : { deadLetters }),
    ...(unresolvedRecords === undefined ? {} : { unresolvedRecords }),
    checkpoint,
    ...(fate === undefined || isToldBy(run, destination, fate) ? {} : { fate: lineFateOf(fate) }),
  };
}

/** Whether a run says of itself all that is to be said of one of its destinations. */
function isToldBy(run: RunReport, destination: DestinationKind, fate: Fate): boolean {
  const { outcome, reason, problems, lagMs, lastExportedAtMs } = run;
  const told = reason ?? problems?.[0];
  return (
    fate.outcome === outcome &&
    (told === fate.reason || told === `${destination}: ${fate.reason}`) &&
    fate.hasGap === undefined &&
    fate.lagMs === lagMs &&
    fate.lastExportedAtMs === lastExportedAtMs
  );
}

function lineFateOf(fate: Fate): Fate {
  return fate.reason === undefined ? fate : { ...fate, reason: shortReason(fate.reason) };
}

/** A line that no longer tells where the deliveries of its run had come to. */
export function withoutCheckpoints(line: RunLine): RunLine {
  const deliveries = line.deliveries.map(({ checkpoint: _, ...delivery }) => delivery);
  return { ...line, deliveries };
}
