/** What may be chosen about an emulated workspace, when it starts and while it runs. */

import { SANDBOX_WORKSPACE_ID, SANDBOX_WORKSPACE_KEY } from '../credentials.ts';
import type { JsonObject } from '../http/json-input.ts';

export interface WorkspaceSettings {
  readonly workspaceId: string;
  readonly primaryKey: string;
  /** Valid beside the primary one; empty: none. */
  readonly secondaryKey: string;
  /** How long every post takes. */
  readonly latencyMs: number;
  /** How far `x-ms-date` may be off; the service does not say, this is what people repeat. */
  readonly dateToleranceMs: number;
  /** Whether the workspace was closed by its owner. */
  readonly isClosed: boolean;
  readonly maxBodyBytes: number;
  /** How a body above the limit is answered: 404 as the service documents, or 413. */
  readonly oversizedStatus: number;
  /** A batch that holds one of these log ids is refused as a whole. */
  readonly refusedLogIds: readonly string[];
  /** The newest rows that are kept to be looked at, over all tables; `all` for tests. */
  readonly keepRows: number | 'all';
}

export const DEFAULT_WORKSPACE_SETTINGS: WorkspaceSettings = {
  workspaceId: SANDBOX_WORKSPACE_ID,
  primaryKey: SANDBOX_WORKSPACE_KEY,
  secondaryKey: '',
  latencyMs: 0,
  dateToleranceMs: 15 * 60_000,
  isClosed: false,
  maxBodyBytes: 30 * 1024 * 1024,
  oversizedStatus: 404,
  refusedLogIds: [],
  keepRows: 'all',
};

/** The settings in posted JSON; throws when one is unknown or of another type. */
export function readWorkspaceSettings(given: JsonObject): Partial<WorkspaceSettings> {
  const defaults: JsonObject = { ...DEFAULT_WORKSPACE_SETTINGS, keepRows: 0 };
  const wrong = Object.keys(given).filter(
    (name) => typeof defaults[name] !== typeof given[name] && given[name] !== 'all',
  );
  if (wrong.length > 0) {
    throw new Error(`No such setting, or of another type: ${wrong.join(', ')}`);
  }
  const changes: Partial<WorkspaceSettings> = {};
  return Object.assign(changes, given);
}
