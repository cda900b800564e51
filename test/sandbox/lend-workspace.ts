/** A workspace in this process for one test, stopped after it. */

import {
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../src/sandbox/workspace/start-workspace.ts';

export type Context = { after(close: () => Promise<void>): void };

export async function lendWorkspace(
  t: Context,
  options: WorkspaceOptions = {},
): Promise<Workspace> {
  const workspace = await startWorkspace(options);
  t.after(() => workspace.stop());
  return workspace;
}
