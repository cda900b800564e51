/** Lends tests the extension with its page, and the authority that its administrators sign in with. */

import type { TestContext } from 'node:test';
import type { State } from '../../src/engine/state.ts';
import { type Authority, startAuthority } from '../../src/sandbox/authority/start-authority.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { BUNDLE, type Extension, startServices } from '../extension.ts';

export const PASSWORD = 'correct horse battery staple';
export const EXTENSION_SECRET = 'what the platform signs its calls with';

export interface PageExtension extends Extension {
  readonly authority: Authority;
}

/** Starts everything with the bundle in the platform's runtime; the authority is another site to a browser. */
export async function startPageExtension(
  t: TestContext,
  options: Parameters<typeof startServices>[1] & {
    readonly secrets?: Readonly<Record<string, string>>;
    /** What is stored from the start. */
    readonly state?: State;
  } = {},
): Promise<PageExtension> {
  const services = await startServices(t, options);
  const audience = `https://${new URL(services.tenant.url).host}/api/v2/`;
  const authority = await startAuthority({ audience, hostName: 'localhost' });
  t.after(() => authority.stop());
  const secrets = {
    ...services.secrets,
    AUTH0_RTA: authority.url,
    EXTENSION_SECRET,
    PAGE_PASSWORD: PASSWORD,
    ...options.secrets,
  };
  const storage = { initial: options.state };
  const host = await startHost({ bundlePath: BUNDLE, secrets, storage, givesPublicUrl: true });
  t.after(() => host.stop());
  return { ...services, secrets, host, authority };
}
