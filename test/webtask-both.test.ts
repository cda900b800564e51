/** The bundle sends to both APIs of Azure at once. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { callAsScheduler, lastReport, storedState } from './extension.ts';
import {
  assertAllIngestedOnce,
  catchUp,
  type IngestionExtension,
  startIngestionExtension,
} from './ingestion-extension.ts';

const MEGABYTE = 1_048_576;
const BOTH = { LOGANALYTICS_DESTINATION: 'both' };

function startBoth(
  t: TestContext,
  options: Parameters<typeof startIngestionExtension>[1] = {},
): Promise<IngestionExtension> {
  return startIngestionExtension(t, { ...options, secrets: { ...BOTH, ...options.secrets } });
}

/** Every log of the tenant is in the classic table, and none is there twice. */
function assertAllPostedOnce({ tenant, workspace }: IngestionExtension): void {
  assert.deepEqual([...workspace.logIds()].sort(), tenant.logIds());
  assert.equal(workspace.duplicates(), 0);
}

test('exports 20,000 logs to both, each once to each, and asks the tenant for each page once', async (t) => {
  const extension = await startBoth(t, {
    tenant: { backlog: 20_000 },
    secrets: { MAX_RUN_SECONDS: '25' },
  });
  await catchUp(extension.host);

  assertAllIngestedOnce(extension);
  assertAllPostedOnce(extension);
  const { largestUnpackedBytes } = extension.ingestion.counters();
  assert.ok(largestUnpackedBytes <= MEGABYTE, `${largestUnpackedBytes} bytes`);
  const { history } = storedState(extension.host);
  const pages = history.reduce((sum, report) => sum + report.pages, 0);
  const asked = extension.tenant.counters().requests - extension.tenant.counters().tokensIssued;
  // Both read all 200 pages, and the empty one behind them; at its own end each may look for itself.
  assert.ok(pages >= 2 * 201, `${pages} pages were read`);
  assert.ok(asked <= 201 + 2 * history.length, `${asked} pages were asked for`);
});

test('gives the one all logs while the other has no role, a closed workspace or no answer', async (t) => {
  const extension = await startBoth(t, {
    tenant: { backlog: 300 },
    ingestion: { hasRole: false },
    secrets: { MAX_RUN_SECONDS: '5' },
  });
  const { host, ingestion, tenant, workspace } = extension;
  const answer = await callAsScheduler(host.url);
  assert.deepEqual(answer, { status: 500, text: 'misconfigured' });
  assert.match(lastReport(host), /^logs-ingestion: .*Monitoring Metrics Publisher/m);
  assertAllPostedOnce(extension);
  const { checkpoints, history } = storedState(host);
  assert.deepEqual(checkpoints['data-collector'], [{ after: tenant.logIds().at(-1) }]);
  assert.equal(history[0]?.deliveries[0]?.fate?.outcome, 'caught-up');
  assert.equal(history[0]?.deliveries[1]?.fate?.outcome, 'misconfigured');

  ingestion.configure({ hasRole: true });
  workspace.faults.add({ kind: 'hang', count: 'forever' });
  tenant.addLogs(100);
  await callAsScheduler(host.url);
  assertAllIngestedOnce(extension);
  const [report] = storedState(host).history;
  assert.equal(report?.deliveries[1]?.fate?.outcome, 'caught-up');
  assert.notEqual(report?.deliveries[0]?.fate?.outcome, 'caught-up');

  workspace.faults.clear();
  await catchUp(host);
  assert.deepEqual([...workspace.logIds()].sort(), tenant.logIds());
});
