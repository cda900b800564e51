/** A run report in people's words, for the log and for who runs the exporter by hand. */

import type { DeliveryReport, RunOutcome, RunReport } from './report.ts';

const OUTCOMES: Readonly<Record<RunOutcome, string>> = {
  'caught-up': 'caught up: nothing was left to export',
  'out-of-time': 'out of time: the next run goes on where this one ended',
  'rate-limited': 'rate limited: the next run goes on where this one ended',
  stopped: 'stopped',
  misconfigured: 'misconfigured: nothing is exported until this is put right',
};

/** The lines of a report, the most important first. Holds no secret and no personal data, so not who began it. */
export function describeReport(report: RunReport): string {
  const logs = report.deliveries.map(describeDelivery);
  const isReplayed = report.work === 'replay' && report.outcome === 'caught-up';
  const outcome = isReplayed ? 'replayed dead letters' : OUTCOMES[report.outcome];
  return [
    `Run ${report.runId} ${outcome}${report.reason === undefined ? '.' : `: ${report.reason}.`}`,
    ...(report.problems ?? []).map((problem) => `  Problem: ${problem}`),
    ...(report.warnings ?? []).map((warning) => `  Note: ${warning}`),
    ...logs.map((line) => `  ${line}`),
    `  ${describeFigures(report)}`,
  ].join('\n');
}

function describeDelivery(delivery: DeliveryReport): string {
  const { destination, logs, batches, bytes, retries, truncatedRecords, checkpoint } = delivery;
  const { deadLetters = 0 } = delivery;
  const megabytes = (bytes / 1_000_000).toFixed(1);
  const shortened = truncatedRecords === 0 ? '' : `, ${truncatedRecords} shortened to fit`;
  const setAside = deadLetters === 0 ? '' : `, ${deadLetters} kept as dead letters`;
  return (
    `${destination}: ${count(logs, 'log', 'logs')} in ${count(batches, 'batch', 'batches')} ` +
    `(${megabytes} MB), ${count(retries, 'retry', 'retries')}${shortened}${setAside}; continues after ${checkpoint}`
  );
}

function describeFigures(report: RunReport): string {
  const { pages, pageRetries, startedAtMs, endedAtMs, lagMs, capacityLogs } = report;
  const seconds = ((endedAtMs - startedAtMs) / 1000).toFixed(1);
  const lag = lagMs === undefined ? 'unknown' : `${(lagMs / 1000).toFixed(1)} s`;
  const capacity =
    capacityLogs === undefined
      ? ''
      : `; one run can carry about ${count(capacityLogs, 'log', 'logs')}`;
  return (
    `${count(pages, 'page', 'pages')}, ${count(pageRetries, 'retry', 'retries')}, ${seconds} s; ` +
    `lag ${lag}${capacity}`
  );
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
