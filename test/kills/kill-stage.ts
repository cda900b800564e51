/** A tenant, two destinations, and a storage on disk that outlives the processes of the extension. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEASE_MS } from '../../src/engine/lease.ts';
import { type State, tailOf } from '../../src/engine/state.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import type { FaultPlan } from '../../src/sandbox/http/fault-plan.ts';
import { type Ingestion, startIngestion } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { type BuiltHost, type SpawnedHost, spawnHost } from '../../src/sandbox/spawn-host.ts';
import { startTenant, type Tenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { readStorageFile, writeStorageFile } from '../../src/sandbox/webtask-storage-file.ts';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace/start-workspace.ts';
import type { DestinationChoice } from '../../src/settings/destination-kind.ts';
import { BUNDLE, secretsFor } from '../extension.ts';
import { ingestionSecrets } from '../ingestion-extension.ts';

/** Small, so that many batches are under way when a process is killed. */
export const BATCH_RECORDS = 25;

/** What a killed process has left behind. */
export interface Remains {
  /** The run that held the lease last, unless it gave it back. */
  readonly holder: string | undefined;
  /** The last run that ended with its report stored. */
  readonly lastRunId: string | undefined;
  /** By destination, the id that the next run continues after; none before its first run. */
  readonly checkpoints: Readonly<Partial<Record<DestinationKind, string>>>;
}

/** What a campaign has to do with a destination. */
export interface KillDestination {
  readonly kind: DestinationKind;
  readonly faults: FaultPlan;
  configure(changes: { readonly latencyMs: number }): void;
  /** The distinct log ids in order of arrival. */
  logIds(): ReadonlySet<string>;
  /** Rows beyond the first of their log id. */
  duplicates(): number;
  counters(): { readonly requests: number };
}

export interface KillStage {
  readonly tenant: Tenant;
  readonly destinations: readonly KillDestination[];
  /** Starts the extension in a new process, on the storage as the last one left it. */
  startProcess(choice: DestinationChoice, storageLatencyMs: number): Promise<SpawnedHost>;
  /** To be called while no process is alive. */
  remains(): Remains;
  /**
   * Does to the stored lease what a minute does: ends it. Nothing else is touched, and only between two
   * processes, so that no run ever meets a lease that ended early under its own feet.
   */
  letLeaseRunOut(): void;
  close(): Promise<void>;
}

function tailsOf(state: State): Remains['checkpoints'] {
  const tails = DESTINATION_KINDS.map((kind) => [kind, tailOf(state, kind)] as const);
  return Object.fromEntries(tails.filter(([, tail]) => tail !== undefined));
}

type Closer = () => Promise<unknown>;

/** The last opened first. */
async function closeAll(closers: readonly Closer[]): Promise<void> {
  for (const close of [...closers].reverse()) await close();
}

interface Services {
  readonly tenant: Tenant;
  readonly workspace: Workspace;
  readonly ingestion: Ingestion;
  readonly folder: string;
}

async function openServices(seed: number, closers: Closer[]): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'kills-'));
  closers.push(() => rm(folder, { recursive: true }));
  const tenant = await startTenant({ seed });
  closers.push(() => tenant.stop());
  // Ids are all that is asked for; the rows of thousands of logs would only fill the memory.
  const workspace = await startWorkspace({ keepRows: 0 });
  closers.push(() => workspace.stop());
  const ingestion = await startIngestion({ keepRows: 0, timeProperty: 'date' });
  closers.push(() => ingestion.stop());
  return { tenant, workspace, ingestion, folder };
}

export async function openKillStage(seed: number, builtHost: BuiltHost): Promise<KillStage> {
  const closers: Closer[] = [];
  try {
    const services = await openServices(seed, closers);
    return stageOn(services, builtHost, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

function stageOn(
  { tenant, workspace, ingestion, folder }: Services,
  builtHost: BuiltHost,
  closers: Closer[],
): KillStage {
  const file = join(folder, 'storage.json');
  const settings = {
    ...secretsFor(tenant, workspace),
    ...ingestionSecrets(ingestion),
    MAX_RUN_SECONDS: '5',
    BATCH_SIZE: String(BATCH_RECORDS),
  };

  function storedState(): State | undefined {
    const { text } = readStorageFile(file);
    // The bundle wrote it, perhaps in an older form than the sources have; what is read of it here is in all.
    return text === undefined ? undefined : (JSON.parse(text) as State);
  }

  return {
    tenant,
    destinations: [
      { kind: 'data-collector', ...workspace },
      { kind: 'logs-ingestion', ...ingestion },
    ],
    async startProcess(choice, storageLatencyMs) {
      const secrets = { ...settings, LOGANALYTICS_DESTINATION: choice };
      const storage = { file, latencyMs: storageLatencyMs };
      const host = await spawnHost({ bundlePath: BUNDLE, secrets, storage, builtHost });
      closers.push(() => host.kill());
      return host;
    },
    remains() {
      const state = storedState();
      return {
        holder: state?.lease?.holder,
        lastRunId: state?.history[0]?.runId,
        checkpoints: state === undefined ? {} : tailsOf(state),
      };
    },
    letLeaseRunOut() {
      const state = storedState();
      if (state === undefined || state.lease === null) return;
      const lease = { ...state.lease, expiresAtMs: state.lease.expiresAtMs - LEASE_MS };
      const text = JSON.stringify({ ...state, lease });
      writeStorageFile(file, { version: readStorageFile(file).version, text });
    },
    close: () => closeAll(closers),
  };
}
