/** What has arrived where the extension was told to send to. */

import { describeArrival } from './describe-arrival.ts';
import type { SpawnedSandbox } from './spawn-sandbox.ts';

/** As the setting LOGANALYTICS_DESTINATION has them. */
const CHOICES = ['data-collector', 'logs-ingestion', 'both'] as const;

export type Choice = (typeof CHOICES)[number];

/** The choice that an environment makes, of the extension's default when it makes none. */
export function choiceIn(environment: NodeJS.ProcessEnv): Choice {
  const asked = environment['LOGANALYTICS_DESTINATION'] ?? CHOICES[0];
  const choice = CHOICES.find((known) => known === asked);
  if (choice === undefined) {
    throw new Error(`LOGANALYTICS_DESTINATION should be one of ${CHOICES.join(', ')}.`);
  }
  return choice;
}

/** How many logs have arrived everywhere. */
export async function countArrived(sandbox: SpawnedSandbox, choice: Choice): Promise<number> {
  const counters = await Promise.all([
    ...(choice === 'logs-ingestion' ? [] : [sandbox.workspace.counters()]),
    ...(choice === 'data-collector' || sandbox.ingestion === undefined
      ? []
      : [sandbox.ingestion.counters()]),
  ]);
  return Math.min(...counters.map(({ distinctLogIds }) => distinctLogIds));
}

/** One sentence for each place, as in: "all 12,000 arrived, each once". */
export async function describeArrivals(
  sandbox: SpawnedSandbox,
  choice: Choice,
): Promise<readonly string[]> {
  if (choice === 'data-collector') return [describeArrival(await sandbox.compare())];
  const ingested = describeArrival(await sandbox.compareIngestion());
  if (choice === 'logs-ingestion') return [ingested];
  const posted = describeArrival(await sandbox.compare());
  return [`by the Data Collector API, ${posted}`, `by the Logs Ingestion API, ${ingested}`];
}
