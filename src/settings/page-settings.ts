/** Reads what the extension's page needs: whatever is wrong, there are settings, and the rest of the page works. */

import type { BareHost } from './bare-host.ts';
import type { SettingProblem } from './problems.ts';
import { readRows } from './read-rows.ts';
import type { ReadableValues, SettingName } from './table.ts';

/** What is not set or wrong is `undefined`. */
export interface PageSettings {
  /** The address that people open the page by. No slash at the end of its path, except the root's. */
  readonly baseUrl: URL | undefined;
  /** The address that the platform calls the hooks by. In the same form. */
  readonly hookUrl: URL | undefined;
  /** Who vouches for the dashboard's administrators. */
  readonly authority: BareHost | undefined;
  /** Such as `tenant.eu.auth0.com`; of a loopback host, with its port. */
  readonly tenantDomain: string | undefined;
  readonly clientSecret: string | undefined;
  /** Signs what the platform sends to the hooks. */
  readonly extensionSecret: string | undefined;
  /** Of at least 16 characters. */
  readonly password: string | undefined;
}

export interface ParsedPageSettings {
  readonly settings: PageSettings;
  /** What is wrong among the settings that the page uses. That one is not set is no problem. */
  readonly problems: readonly SettingProblem[];
}

/** The export has these, too. */
const SHARED_NAMES: readonly SettingName[] = ['AUTH0_DOMAIN', 'AUTH0_CLIENT_SECRET'];

/** Reads the values by name, by the rules of `parseSettings`. Pure; never throws, whatever the values are. */
export function parsePageSettings(values: Readonly<Record<string, unknown>>): ParsedPageSettings {
  const problems: SettingProblem[] = [];
  const read = new Map<string, unknown>();
  for (const { row, outcome } of readRows(values).rows) {
    if (!row.isForPage && !SHARED_NAMES.includes(row.name)) continue;
    if (outcome.status === 'read') read.set(row.name, outcome.value);
    if (outcome.status === 'wrong') problems.push(outcome.problem);
  }
  // What is there is what the row's own reader made.
  return { settings: arrange(Object.fromEntries(read) as ReadableValues), problems };
}

function arrange(values: ReadableValues): PageSettings {
  return {
    baseUrl: values.PUBLIC_WT_URL ?? values.WT_URL,
    hookUrl: values.WT_URL ?? values.PUBLIC_WT_URL,
    authority: values.AUTH0_RTA,
    tenantDomain: values.AUTH0_DOMAIN?.domain,
    clientSecret: values.AUTH0_CLIENT_SECRET,
    extensionSecret: values.EXTENSION_SECRET,
    password: values.PAGE_PASSWORD,
  };
}
