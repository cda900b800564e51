/** The workspace's page and its endpoints under `/sandbox/`. */

import type { Call, Reply } from '../http/answer.ts';
import { controlReply, faultRoutes, postedObject } from '../http/control-routes.ts';
import type { Workspace } from './start-workspace.ts';
import { workspacePage } from './workspace-page.ts';
import type { WorkspaceService } from './workspace-service.ts';
import { readWorkspaceSettings } from './workspace-settings.ts';

const DEFAULT_ROW_LIMIT = 100;

export function controlWorkspace(
  call: Call,
  workspace: Workspace,
  service: WorkspaceService,
): Reply | undefined {
  if (call.path === '/' && call.method === 'GET') return { kind: 'send', answer: workspacePage() };
  return controlReply(call, {
    ...faultRoutes(workspace.faults),
    'POST /sandbox/settings': (call) =>
      workspace.configure(readWorkspaceSettings(postedObject(call))),
    'POST /sandbox/reset': () => {
      workspace.reset();
      workspace.faults.clear();
    },
    'GET /sandbox/summary': () => service.summary(),
    'GET /sandbox/counters': () => workspace.counters(),
    'GET /sandbox/requests': () => workspace.requests(),
    'GET /sandbox/ids': () => [...workspace.logIds()],
    'GET /sandbox/repeats': () => Object.fromEntries(workspace.repeatedLogIds()),
    'GET /sandbox/tables.json': () => workspace.tables(),
    /** The newest rows, newest first. */
    'GET /sandbox/rows': ({ query }) => {
      const limit = Number(query.get('limit') ?? DEFAULT_ROW_LIMIT);
      const rows = workspace.rows(query.get('table') ?? undefined, Math.max(0, limit));
      return rows.slice().reverse();
    },
  });
}
