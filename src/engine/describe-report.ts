/** A run report in people's words, for the log and for who runs the exporter by hand. */

import type { DeliveryReport, RunOutcome, RunReport } from './report.ts';

const OUTCOMES: Readonly<Record<RunOutcome, string>> = {
  'caught-up': 'caught up: nothing was left to export',
  'out-of-time': 'out of time: the next run goes on where this one ended',
  'rate-limited': 'rate limited: the next run goes on where this one ended',
  stopped: 'stopped',
  misconfigured: 'misconfigured: nothing is exported until this is put right',
};

/** The lines of a report, the most important first. Holds no secret and no personal data. */
export function describeReport(report: RunReport): string {
  const logs = report.deliveries.map(describeDelivery);
  return [
    `Run ${report.runId} ${OUTCOMES[report.outcome]}${report.reason === undefined ? '.' : `: ${report.reason}.`}`,
    ...(report.problems ?? []).map((problem) => `  Problem: ${problem}`),
    ...(report.warnings ?? []).map((warning) => `  Note: ${warning}`),
    ...logs.map((line) => `  ${line}`),
    `  ${describeFigures(report)}`,
  ].join('\n');
}

function describeDelivery({
  destination,
  logs,
  batches,
  retries,
  ...rest
}: DeliveryReport): string {
  const megabytes = (rest.bytes / 1_000_000).toFixed(1);
  const cut = rest.truncatedRecords === 0 ? '' : `, ${rest.truncatedRecords} shortened to fit`;
  return `${destination}: ${logs} logs in ${batches} batches (${megabytes} MB), ${retries} retries${cut}`;
}

function describeFigures(report: RunReport): string {
  const seconds = (report.endedAtMs - report.startedAtMs) / 1000;
  const lag = report.lagMs === undefined ? 'unknown' : `${(report.lagMs / 1000).toFixed(1)} s`;
  const capacity =
    report.capacityLogs === undefined
      ? ''
      : `; one run can carry about ${report.capacityLogs} logs`;
  return `${report.pages} pages, ${report.pageRetries} retries, ${seconds.toFixed(1)} s; lag ${lag}${capacity}`;
}
