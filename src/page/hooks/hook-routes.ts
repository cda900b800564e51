/** What the platform calls when the extension is installed or updated: the history tells of it. */

import { Hono } from 'hono/tiny';
import { ask } from '../../engine/ask.ts';
import type { PageSettings } from '../../settings/page-settings.ts';
import type { Desk, PageEnv } from '../desk.ts';
import { verifyHookToken } from './verify-hook-token.ts';

/** As in `webtask.json`. */
const ON_INSTALL = '/.extensions/on-install';
const ON_UPDATE = '/.extensions/on-update';

/** Who is named in the history. */
const PLATFORM = 'Auth0';

export function hookRoutes({ store, clock }: Desk, settings: PageSettings): Hono<PageEnv> {
  const { extensionSecret: secret, tenantDomain, hookUrl } = settings;

  async function isFromPlatform(header: string | undefined, path: string): Promise<boolean> {
    const issuer = tenantDomain === undefined ? undefined : `https://${tenantDomain}`;
    const audience =
      hookUrl === undefined
        ? undefined
        : hookUrl.origin + hookUrl.pathname.replace(/\/$/, '') + path;
    return verifyHookToken(header, { secret, issuer, audience }, clock);
  }

  /** A hook that fails would fail the installation; that nothing could be noted is no reason for that. */
  async function note(action: 'install' | 'update'): Promise<void> {
    await ask(store, clock, {
      kind: 'note',
      action,
      detail: '',
      by: PLATFORM,
      atMs: clock.now(),
    });
  }

  return new Hono<PageEnv>()
    .post(ON_INSTALL, async (context) => {
      if (!(await isFromPlatform(context.req.header('authorization'), ON_INSTALL))) {
        return context.text('not allowed\n', 401);
      }
      await note('install');
      return context.body(null, 204);
    })
    .put(ON_UPDATE, async (context) => {
      if (!(await isFromPlatform(context.req.header('authorization'), ON_UPDATE))) {
        return context.text('not allowed\n', 401);
      }
      await note('update');
      return context.body(null, 204);
    });
}
