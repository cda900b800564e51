/** What the platform calls when the extension is installed or updated: the history tells of it. */

import { ask } from '../../engine/ask.ts';
import type { PageSettings } from '../../settings/page-settings.ts';
import type { Desk } from '../desk.ts';
import type { Context } from '../http/context.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { verifyHookToken } from './verify-hook-token.ts';

/** As in `webtask.json`. */
const ON_INSTALL = '/.extensions/on-install';
const ON_UPDATE = '/.extensions/on-update';

/** Who is named in the history. */
const PLATFORM = 'Auth0';

export function hookRoutes({ store, clock }: Desk, settings: PageSettings): Routes {
  const { extensionSecret: secret, tenantDomain, hookUrl } = settings;

  async function isFromPlatform(header: string | null, path: string): Promise<boolean> {
    const issuer = tenantDomain === undefined ? undefined : `https://${tenantDomain}`;
    const audience =
      hookUrl === undefined
        ? undefined
        : hookUrl.origin + hookUrl.pathname.replace(/\/$/, '') + path;
    return verifyHookToken(header, { secret, issuer, audience }, clock);
  }

  /** A hook that fails would fail the installation; that nothing could be noted is no reason for that. */
  function noting(action: 'install' | 'update', path: string) {
    return async (context: Context): Promise<Response> => {
      if (!(await isFromPlatform(context.headers.get('authorization'), path))) {
        return context.answer('not allowed\n', 401, 'text/plain');
      }
      await ask(store, clock, {
        kind: 'note',
        action,
        detail: '',
        by: PLATFORM,
        atMs: clock.now(),
      });
      return context.answer(null, 204);
    };
  }

  return createRoutes()
    .post(ON_INSTALL, noting('install', ON_INSTALL))
    .put(ON_UPDATE, noting('update', ON_UPDATE));
}
