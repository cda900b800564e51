/** Lends tests the bundle between a tenant with any JSON and a workspace, and checks what arrived. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { COLUMNS, kindOfColumn } from '../../src/records/columns.ts';
import { type Host, startHost } from '../../src/sandbox/webtask-host.ts';
import type { Row } from '../../src/sandbox/workspace/row-store.ts';
import {
  BUNDLE,
  callAsScheduler,
  lastReport,
  type Services,
  startServices,
  storedState,
  TABLE,
} from '../extension.ts';
import { type RawTenant, startRawTenant } from './raw-tenant.ts';

export interface RawExtension extends Services {
  readonly raw: RawTenant;
  readonly host: Host;
  /** What the extension has printed so far. */
  printed(): string;
}

export async function startRawExtension(
  t: TestContext,
  secrets: Readonly<Record<string, string>> = {},
): Promise<RawExtension> {
  const services = await startServices(t);
  const raw = await startRawTenant(t, services.tenant);
  const all = { ...services.secrets, AUTH0_DOMAIN: raw.url, ...secrets };
  const host = await startHost({ bundlePath: BUNDLE, secrets: all });
  t.after(() => host.stop());
  return { ...services, secrets: all, raw, host, printed: captureConsole(t) };
}

function captureConsole(t: TestContext): () => string {
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => lines.push(...values);
  t.after(() => {
    console.log = log;
  });
  return () => lines.join('\n');
}

/** Beyond what Azure itself adds. */
const MAX_COLUMNS = COLUMNS.length;

/**
 * Runs, and checks that the run is caught up, that every log of the tenant is in the table exactly
 * once, that Azure refused, cut and guessed nothing, and that nothing of it stayed in this process.
 */
export async function exportAll(extension: RawExtension): Promise<void> {
  const { tenant, workspace, host, secrets } = extension;
  const answer = await callAsScheduler(host.url);

  assert.deepEqual(answer, { status: 200, text: 'caught-up' }, lastReport(host));
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
  const { byStatus, requests, duplicates, rowsWithoutLogId, brokenTexts, largestPostBytes } =
    workspace.counters();
  assert.deepEqual(byStatus, requests === 0 ? {} : { 200: requests });
  assert.deepEqual({ duplicates, rowsWithoutLogId, brokenTexts }, NOTHING_WRONG);
  assert.ok(largestPostBytes <= 30 * 1024 * 1024);

  const state = storedState(host);
  assert.deepEqual(state.deadLetters, []);
  assert.equal(state.lease, null);
  assert.equal(state.history[0]?.outcome, 'caught-up');

  const shown = extension.printed() + JSON.stringify(state);
  for (const secret of ['AUTH0_CLIENT_SECRET', 'LOGANALYTICS_WORKSPACEKEY']) {
    assert.ok(!shown.includes(secrets[secret] ?? '?'), `${secret} is not shown`);
  }

  for (const table of workspace.tables()) {
    assert.equal(table.name, TABLE);
    assert.deepEqual(table.cutByColumn, {});
    assert.equal(table.valuesBeyondLastColumn, 0);
    const names = table.columns.map((column) => column.replace(/_[a-z]$/, ''));
    assert.ok(names.length <= MAX_COLUMNS);
    assert.equal(new Set(names).size, names.length, 'no value made a column of another type');
  }
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
}

const NOTHING_WRONG = { duplicates: 0, rowsWithoutLogId: 0, brokenTexts: 0 };

/** The row of a log, by column without Azure's suffix; JSON columns must hold JSON. */
export function rowOf({ workspace }: RawExtension, logId: string | undefined): Row {
  const row = workspace.rows(TABLE).find((each) => each['log_id_s'] === logId);
  assert.ok(row, `${logId} arrived`);
  const cells = Object.entries(row).map(([column, value]) => {
    const name = column.replace(/_[a-z]$/, '');
    if (kindOfColumn(name) === 'json') JSON.parse(String(value));
    return [name, value] as const;
  });
  return Object.fromEntries(cells);
}
