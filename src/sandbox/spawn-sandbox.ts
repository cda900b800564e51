/** Runs the emulated tenant and destinations in processes of their own, so that they cost a measured one nothing. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { AuthoritySettings } from './authority/start-authority.ts';
import type { PostCounters } from './intake/post-ledger.ts';
import { readReadyLine } from './ready-line.ts';
import {
  controlOf,
  type IngestionControl,
  ingestionControlOf,
  type ServiceControl,
  type TenantControl,
  tenantControlOf,
} from './remote-control.ts';
import type { ServeOptions } from './serve.ts';
import type { WorkspaceCounters } from './workspace/workspace-counters.ts';

export interface Comparison {
  /** How many logs the tenant has. */
  readonly logCount: number;
  /** Log ids of the tenant that never arrived. */
  readonly missing: readonly string[];
  /** Log ids that arrived though the tenant has no such log. */
  readonly unexpected: readonly string[];
  /** Rows beyond the first of their log id. */
  readonly duplicates: number;
}

export interface SpawnedSandbox {
  readonly tenantUrl: string;
  readonly workspaceUrl: string;
  /** Only with an ingestion; it is the authority's host for Azure as well. */
  readonly ingestionUrl: string | undefined;
  /** Only with an authority, which shares the tenant's process. */
  readonly authorityUrl: string | undefined;
  readonly tenant: TenantControl;
  readonly workspace: ServiceControl<WorkspaceCounters>;
  readonly ingestion: IngestionControl | undefined;
  /** What the tenant has against what has arrived in the workspace. */
  compare(): Promise<Comparison>;
  /** The same of what has arrived by the Logs Ingestion API; throws without one. */
  compareIngestion(): Promise<Comparison>;
  stop(): Promise<void>;
}

const REPOSITORY = resolve(__dirname, '../..');

/** A Ctrl-C in the terminal does not reach it: whoever started it ends it, by closing its input. */
const startProcess = (options: ServeOptions): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'serve.ts'), JSON.stringify(options)],
    { cwd: REPOSITORY, stdio: ['pipe', 'pipe', 'pipe'], detached: true, windowsHide: true },
  );

async function compareWith(
  tenant: TenantControl,
  destination: ServiceControl<PostCounters>,
): Promise<Comparison> {
  const [there, arrived, counters] = await Promise.all([
    tenant.logIds(),
    destination.logIds(),
    destination.counters(),
  ]);
  const expected = new Set(there);
  const found = new Set(arrived);
  return {
    logCount: there.length,
    missing: there.filter((id) => !found.has(id)),
    unexpected: arrived.filter((id) => !expected.has(id)),
    duplicates: counters.duplicates,
  };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}

export async function spawnSandbox(
  options: {
    readonly tenant?: ServeOptions['tenant'] & object;
    readonly workspace?: ServeOptions['workspace'] & object;
    /** Left out: no Logs Ingestion API. */
    readonly ingestion?: ServeOptions['ingestion'];
    /** Left out: nobody can sign in. */
    readonly authority?: AuthoritySettings;
  } = {},
): Promise<SpawnedSandbox> {
  const tenantProcess = startProcess({
    tenant: options.tenant ?? {},
    workspace: false,
    ...(options.authority === undefined ? {} : { authority: options.authority }),
  });
  const workspaceProcess = startProcess({ tenant: false, workspace: options.workspace ?? {} });
  const ingestionProcess =
    options.ingestion === undefined
      ? undefined
      : startProcess({ tenant: false, workspace: false, ingestion: options.ingestion });
  const processes = [tenantProcess, workspaceProcess, ingestionProcess];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((child) => child && stopProcess(child)));
  };
  try {
    const [tenantReady, workspaceReady, ingestionReady] = await Promise.all([
      readReadyLine(tenantProcess),
      readReadyLine(workspaceProcess),
      ingestionProcess && readReadyLine(ingestionProcess),
    ]);
    const tenantUrl = tenantReady.text('tenantUrl');
    const workspaceUrl = workspaceReady.text('workspaceUrl');
    const ingestionUrl = ingestionReady?.text('ingestionUrl');
    const authorityUrl =
      options.authority === undefined ? undefined : tenantReady.text('authorityUrl');
    const tenant = tenantControlOf(tenantUrl);
    const workspace = controlOf<WorkspaceCounters>(workspaceUrl);
    const ingestion = ingestionUrl === undefined ? undefined : ingestionControlOf(ingestionUrl);
    return {
      tenantUrl,
      workspaceUrl,
      ingestionUrl,
      authorityUrl,
      tenant,
      workspace,
      ingestion,
      compare: () => compareWith(tenant, workspace),
      compareIngestion: async () => {
        if (ingestion === undefined) throw new Error('This sandbox was started without ingestion.');
        return compareWith(tenant, ingestion);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
