/** Starts an emulated Log Analytics workspace on this machine. */

import type { Fault, FaultPlan } from '../http/fault-plan.ts';
import { serveReplies } from '../http/serve-replies.ts';
import type { PostNote } from '../intake/post-ledger.ts';
import type { Row } from './row-store.ts';
import type { TableSummary } from './table.ts';
import { controlWorkspace } from './workspace-control.ts';
import type { WorkspaceCounters } from './workspace-counters.ts';
import { WorkspaceService } from './workspace-service.ts';
import { DEFAULT_WORKSPACE_SETTINGS, type WorkspaceSettings } from './workspace-settings.ts';

export interface WorkspaceOptions extends Partial<WorkspaceSettings> {
  readonly faults?: readonly Fault[];
  readonly port?: number;
  /** The workspace's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

export interface Workspace {
  /** Posts go to this with `/api/logs?api-version=2016-04-01` behind it; a browser sees the page. */
  readonly url: string;
  readonly faults: FaultPlan;
  configure(changes: Partial<WorkspaceSettings>): void;
  tables(): readonly TableSummary[];
  /** The kept rows, or so many of the newest, of one table (its name ends in `_CL`) or of all; oldest first. */
  rows(table?: string, newest?: number): readonly Row[];
  /** The distinct log ids in order of arrival. */
  logIds(): ReadonlySet<string>;
  /** Rows beyond the first of their log id. */
  duplicates(): number;
  /** By log id, how often it came again. */
  repeatedLogIds(): ReadonlyMap<string, number>;
  counters(): WorkspaceCounters;
  /** The newest posts, oldest first. */
  requests(): readonly PostNote[];
  /** Forgets tables, rows, ids and counters. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const { faults = [], port = 0, now = Date.now, ...chosen } = options;
  const service = new WorkspaceService({ ...DEFAULT_WORKSPACE_SETTINGS, ...chosen }, now);
  service.faults.add(...faults);
  const server = await serveReplies(
    async (call) => controlWorkspace(call, workspace, service) ?? service.replyTo(call),
    { port },
  );
  const { rows, posts } = service;
  const workspace: Workspace = {
    url: server.url,
    faults: service.faults,
    configure: (changes) => service.configure(changes),
    tables: () => rows.tables(),
    rows: (table, newest) => rows.rows(table, newest),
    logIds: () => rows.ids.ids,
    duplicates: () => rows.ids.repeatCount,
    repeatedLogIds: () => rows.ids.repeats,
    counters: () => posts.counters(rows.ids, service.faults.played),
    requests: () => posts.recent,
    reset: () => service.clear(),
    stop: () => server.stop(),
  };
  return workspace;
}
