/** Lends tests the committed bundle with an emulated Logs Ingestion API behind it, beside the workspace. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  type Ingestion,
  type IngestionOptions,
  startIngestion,
} from '../src/sandbox/ingestion/start-ingestion.ts';
import { ingestionSecretsFor } from '../src/sandbox/ingestion-secrets.ts';
import type { Tenant } from '../src/sandbox/tenant/start-tenant.ts';
import { type Host, startHost } from '../src/sandbox/webtask-host.ts';
import { BUNDLE, callAsScheduler, type Extension, lastReport, startServices } from './extension.ts';

export interface IngestionExtension extends Extension {
  readonly ingestion: Ingestion;
}

type Options = Parameters<typeof startServices>[1] & {
  readonly ingestion?: IngestionOptions;
  readonly secrets?: Readonly<Record<string, string>>;
};

/** The settings by which the extension sends to the emulated rule. */
export function ingestionSecrets({ url }: Ingestion): Readonly<Record<string, string>> {
  return {
    LOGANALYTICS_DESTINATION: 'logs-ingestion',
    ...ingestionSecretsFor(url),
  };
}

/** Starts all services, and the bundle that sends by the Logs Ingestion API unless `secrets` say otherwise. */
export async function startIngestionExtension(
  t: TestContext,
  options: Options = {},
): Promise<IngestionExtension> {
  const services = await startServices(t, options);
  // As the transform of the rule does it.
  const ingestion = await startIngestion({ timeProperty: 'date', ...options.ingestion });
  t.after(() => ingestion.stop());
  const secrets = { ...services.secrets, ...ingestionSecrets(ingestion), ...options.secrets };
  const host = await startHost({ bundlePath: BUNDLE, secrets });
  t.after(() => host.stop());
  return { ...services, ingestion, secrets, host };
}

/** The same extension after an administrator changed settings: with the state that it had. */
export async function withChangedSettings(
  t: TestContext,
  { host, secrets }: Pick<Extension, 'host' | 'secrets'>,
  changes: Readonly<Record<string, string>>,
): Promise<Host> {
  const changed = await startHost({
    bundlePath: BUNDLE,
    secrets: { ...secrets, ...changes },
    storage: { initial: host.storage.peek() },
  });
  t.after(() => changed.stop());
  return changed;
}

/** Calls until nothing is left to export. */
export async function catchUp(host: Host, mostRuns = 10): Promise<void> {
  for (let runs = 1; ; runs += 1) {
    const { text } = await callAsScheduler(host.url);
    if (text === 'caught-up') return;
    assert.ok(runs < mostRuns && text === 'out-of-time', `${text}: ${lastReport(host)}`);
  }
}

/** Every log of the tenant is in the table of the rule, and none is there twice. */
export function assertAllIngestedOnce(
  { tenant, ingestion }: { readonly tenant: Tenant; readonly ingestion: Ingestion },
  but: readonly string[] = [],
): void {
  const wanted = tenant.logIds().filter((id) => !but.includes(id));
  assert.deepEqual([...ingestion.logIds()].sort(), wanted);
  assert.equal(ingestion.duplicates(), 0);
}
