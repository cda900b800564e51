/** The workspace's page and its endpoints under `/sandbox/`. */

import { type Call, jsonAnswer, type Reply } from '../http/answer.ts';
import {
  type ControlRoutes,
  controlReply,
  DONE,
  faultRoutes,
  postedObject,
} from '../http/control-routes.ts';
import type { Workspace } from './start-workspace.ts';
import { workspacePage } from './workspace-page.ts';
import type { WorkspaceService } from './workspace-service.ts';
import { readWorkspaceSettings } from './workspace-settings.ts';

const DEFAULT_ROW_LIMIT = 100;

const routesOf = (workspace: Workspace, service: WorkspaceService): ControlRoutes => ({
  ...faultRoutes(workspace.faults),
  'POST /sandbox/settings': (call) => {
    workspace.configure(readWorkspaceSettings(postedObject(call)));
    return DONE;
  },
  'POST /sandbox/reset': () => {
    workspace.reset();
    workspace.faults.clear();
    return DONE;
  },
  'GET /sandbox/summary': () => service.summary(),
  'GET /sandbox/counters': () => jsonAnswer(200, workspace.counters()),
  'GET /sandbox/requests': () => jsonAnswer(200, workspace.requests()),
  'GET /sandbox/ids': () => jsonAnswer(200, [...workspace.logIds()]),
  'GET /sandbox/repeats': () => jsonAnswer(200, Object.fromEntries(workspace.repeatedLogIds())),
  'GET /sandbox/tables.json': () => jsonAnswer(200, workspace.tables()),
  /** The newest rows, newest first. */
  'GET /sandbox/rows': ({ query }) => {
    const limit = Number(query.get('limit') ?? DEFAULT_ROW_LIMIT);
    const rows = workspace.rows(query.get('table') ?? undefined, Math.max(0, limit));
    return jsonAnswer(200, rows.slice().reverse());
  },
});

export function controlWorkspace(
  call: Call,
  workspace: Workspace,
  service: WorkspaceService,
): Reply | undefined {
  if (call.path === '/' && call.method === 'GET') return { kind: 'send', answer: workspacePage() };
  return controlReply(call, routesOf(workspace, service));
}
