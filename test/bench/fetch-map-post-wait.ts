/**
 * The comparison for the pipeline: what one would write first. Fetches a page, makes records of it
 * with the exporter's own code, posts them, waits for the answer, and only then goes on.
 */

import { createDataCollector } from '../../src/destinations/data-collector/data-collector.ts';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';
import { toRecord } from '../../src/records/to-record.ts';
import { createSeal } from '../../src/seal/seal.ts';
import { parseSettings } from '../../src/settings/parse.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createLogsClient } from '../../src/source/logs-client.ts';
import { createTokenSource } from '../../src/source/management-token.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { benchSecrets, type Contender } from './contender.ts';

export const fetchMapPostWait: Contender = async (course) => {
  const parsed = parseSettings(benchSecrets(course));
  if (!parsed.ok) throw new Error('The settings of the benchmark are wrong.');
  const { auth0, destinations, maxBatchRecords } = parsed.settings;
  const [dataCollector] = destinations;
  if (dataCollector?.kind !== 'data-collector') throw new Error('Another destination is chosen.');
  const systemClock = createSystemClock();
  const http = createHttpClient();
  const seal = createSeal(auth0.clientSecret, 'benchmark');
  const tokens = createTokenSource(auth0, http, seal, systemClock);
  const client = createLogsClient(auth0.domain, http, tokens, systemClock);
  const source = createLogsApi(auth0.origin, client, systemClock);
  const destination = createDataCollector(dataCollector, maxBatchRecords, http, systemClock);

  let after = `900${'0'.repeat(53)}`;
  for (;;) {
    const outcome = await source.fetchPage(after, 10_000);
    if (outcome.status !== 'page') throw new Error(`A page failed: ${JSON.stringify(outcome)}`);
    if (outcome.page.logs.length === 0) break;
    const records = outcome.page.logs.map((log) => destination.encode(toRecord(log)));
    const delivery = await destination.deliver(records, 10_000);
    if (delivery.status !== 'accepted') throw new Error(`A post failed: ${delivery.status}`);
    after = outcome.page.continuesAfter;
  }
  http.close();
};
