/**
 * The emulated tenant, workspace and sign-in authority as a program: takes JSON options as its argument,
 * prints one line of JSON with their URLs, and ends when its input closes.
 */

import { type AuthoritySettings, startAuthority } from './authority/start-authority.ts';
import { errorText } from './http/error-text.ts';
import { isObject, parseJson } from './http/json-input.ts';
import { writeLine, writeProblem } from './output.ts';
import { startTenant, type TenantOptions } from './tenant/start-tenant.ts';
import { startWorkspace, type WorkspaceOptions } from './workspace/start-workspace.ts';

export interface ServeOptions {
  /** `false`: no tenant. */
  readonly tenant?: Omit<TenantOptions, 'now'> | false;
  /** `false`: no workspace. */
  readonly workspace?: Omit<WorkspaceOptions, 'now'> | false;
  /** Left out: no authority. It knows the tenant's audience unless another one is named. */
  readonly authority?: AuthoritySettings;
}

const isServeOptions = (value: unknown): value is ServeOptions =>
  isObject(value) &&
  [value['tenant'], value['workspace']].every(
    (part) => part === undefined || part === false || isObject(part),
  ) &&
  (value['authority'] === undefined || isObject(value['authority']));

/** As the tenant's own domain would name it; a real one is always https. */
const audienceOf = (tenantUrl: string | undefined): AuthoritySettings =>
  tenantUrl === undefined ? {} : { audience: `https://${new URL(tenantUrl).host}/api/v2/` };

async function serve(text: string): Promise<void> {
  const options = parseJson(text);
  if (!isServeOptions(options)) throw new Error('Expected JSON: {"tenant":{…},"workspace":{…}}');
  const { tenant = {}, workspace = {}, authority } = options;
  const tenantUrl = tenant === false ? undefined : (await startTenant(tenant)).url;
  const workspaceUrl = workspace === false ? undefined : (await startWorkspace(workspace)).url;
  const authorityUrl =
    authority === undefined
      ? undefined
      : (await startAuthority({ ...audienceOf(tenantUrl), ...authority })).url;
  writeLine(JSON.stringify({ tenantUrl, workspaceUrl, authorityUrl, process: process.pid }));
}

process.stdin.on('close', () => process.exit(0));
process.stdin.resume();
serve(process.argv[2] ?? '{}').catch((error) => {
  writeProblem(errorText(error));
  process.exit(1);
});
