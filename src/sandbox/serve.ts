/**
 * The emulated tenant, workspace, Logs Ingestion API and sign-in authority as a program: takes JSON options
 * as its argument, prints one line of JSON with their URLs, and ends when its input closes.
 */

import { type AuthoritySettings, startAuthority } from './authority/start-authority.ts';
import { errorText } from './http/error-text.ts';
import { isObject, parseJson } from './http/json-input.ts';
import { type IngestionOptions, startIngestion } from './ingestion/start-ingestion.ts';
import { writeLine, writeProblem } from './output.ts';
import { startTenant, type TenantOptions } from './tenant/start-tenant.ts';
import { startWorkspace, type WorkspaceOptions } from './workspace/start-workspace.ts';

export interface ServeOptions {
  /** `false`: no tenant. */
  readonly tenant?: Omit<TenantOptions, 'now'> | false;
  /** `false`: no workspace. */
  readonly workspace?: Omit<WorkspaceOptions, 'now'> | false;
  /** Left out: no Logs Ingestion API. It speaks plain http, so that it can be steered from outside. */
  readonly ingestion?: Omit<IngestionOptions, 'now' | 'hasTls'>;
  /** Left out: no authority. It knows the tenant's audience unless another one is named. */
  readonly authority?: AuthoritySettings;
}

const isServeOptions = (value: unknown): value is ServeOptions =>
  isObject(value) &&
  [value['tenant'], value['workspace']].every(
    (part) => part === undefined || part === false || isObject(part),
  ) &&
  [value['authority'], value['ingestion']].every((part) => part === undefined || isObject(part));

/** As the tenant's own domain would name it; a real one is always https. */
const audienceOf = (tenantUrl: string | undefined): AuthoritySettings =>
  tenantUrl === undefined ? {} : { audience: `https://${new URL(tenantUrl).host}/api/v2/` };

async function serve(text: string): Promise<void> {
  const options = parseJson(text);
  if (!isServeOptions(options)) throw new Error('Expected JSON: {"tenant":{…},"workspace":{…}}');
  const { tenant = {}, workspace = {}, ingestion, authority } = options;
  const tenantUrl = tenant === false ? undefined : (await startTenant(tenant)).url;
  const workspaceUrl = workspace === false ? undefined : (await startWorkspace(workspace)).url;
  const ingestionUrl = ingestion === undefined ? undefined : (await startIngestion(ingestion)).url;
  const authorityUrl =
    authority === undefined
      ? undefined
      : (await startAuthority({ ...audienceOf(tenantUrl), ...authority })).url;
  const urls = { tenantUrl, workspaceUrl, ingestionUrl, authorityUrl };
  writeLine(JSON.stringify({ ...urls, process: process.pid }));
}

process.stdin.on('close', () => process.exit(0));
process.stdin.resume();
serve(process.argv[2] ?? '{}').catch((error) => {
  writeProblem(errorText(error));
  process.exit(1);
});
