/** Lends tests an emulated tenant and workspace with the committed bundle between them. */

import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { State } from '../src/engine/state.ts';
import {
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_WORKSPACE_ID,
  SANDBOX_WORKSPACE_KEY,
} from '../src/sandbox/credentials.ts';
import {
  startTenant,
  type Tenant,
  type TenantOptions,
} from '../src/sandbox/tenant/start-tenant.ts';
import { type Host, startHost } from '../src/sandbox/webtask-host.ts';
import {
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../src/sandbox/workspace/start-workspace.ts';

export const BUNDLE = join(__dirname, '../build/bundle.js');

/** The table that the logs arrive in. */
export const TABLE = 'SandboxLogs_CL';

export interface Services {
  readonly tenant: Tenant;
  readonly workspace: Workspace;
  /** The settings by which the extension reaches both. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The settings by which the extension reaches both services. */
export function secretsFor(tenant: Tenant, workspace: Workspace): Readonly<Record<string, string>> {
  return {
    AUTH0_DOMAIN: tenant.url,
    AUTH0_CLIENT_ID: SANDBOX_CLIENT_ID,
    AUTH0_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
    LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
    LOGANALYTICS_NAMESPACE: TABLE.replace(/_CL$/, ''),
    LOGANALYTICS_ENDPOINT: workspace.url,
    MIN_INTERVAL_SECONDS: '0',
    // What most tests count is logs; those of the health rows switch them on.
    LOGANALYTICS_HEALTH_ROWS: 'off',
  };
}

/** Starts both services for the time of a test. */
export async function startServices(
  t: TestContext,
  options: { readonly tenant?: TenantOptions; readonly workspace?: WorkspaceOptions } = {},
): Promise<Services> {
  const tenant = await startTenant(options.tenant);
  t.after(() => tenant.stop());
  const workspace = await startWorkspace(options.workspace);
  t.after(() => workspace.stop());
  const secrets = secretsFor(tenant, workspace);
  return { tenant, workspace, secrets };
}

export interface Extension extends Services {
  readonly host: Host;
}

/** Starts both services and, in this process, the bundle in the platform's runtime. */
export async function startExtension(
  t: TestContext,
  options: Parameters<typeof startServices>[1] & {
    readonly secrets?: Readonly<Record<string, string>>;
  } = {},
): Promise<Extension> {
  const services = await startServices(t, options);
  const secrets = { ...services.secrets, ...options.secrets };
  const host = await startHost({ bundlePath: BUNDLE, secrets });
  t.after(() => host.stop());
  return { ...services, secrets, host };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Calls a URL as the platform's scheduler does: with the record of the cron job as JSON. */
export async function callAsScheduler(url: string): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schedule: '0 */5 * * * *', state: 'active', name: 'a cron job' }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** What the extension has stored. */
export function storedState(host: Host): State {
  return host.storage.peek() as State;
}

/** What the report of the last run tells a person. */
export function lastReport(host: Host): string {
  const { reason, problems, warnings } = storedState(host).history[0] ?? {};
  return [reason, ...(problems ?? []), ...(warnings ?? [])].join('\n');
}
