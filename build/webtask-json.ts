/** Makes `webtask.json`, by which Auth0 installs the extension, from the settings table and `package.json`. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingRow } from '../src/settings/setting.ts';
import { settingRows } from '../src/settings/table.ts';

/** What is taken from `package.json`. The repository stands there only, so a fork changes one line. */
export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly author?: string;
  readonly repository?: string | { readonly url: string };
}

const root = join(__dirname, '..');

export function readPackageFacts(): PackageFacts {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** The settings that a person is asked for, in the form of `webtask.json`. */
function makeSecret(row: SettingRow): object {
  const { type, expected, options } = row.kind;
  return {
    description: [
      row.meaning,
      ...(options === undefined ? [`Expected: ${expected}.`] : []),
      ...(row.usedBy === undefined
        ? []
        : [`${row.isRequired ? 'Needed' : 'Only'} for ${row.usedBy} and for both.`]),
    ].join(' '),
    type: type === 'number' ? 'text' : type,
    // Which destination is chosen, the dialog does not know.
    ...(row.isRequired && row.usedBy === undefined ? { required: true } : {}),
    ...(row.default === undefined ? {} : { default: row.default }),
    ...(row.example === undefined ? {} : { example: row.example }),
    ...(options === undefined ? {} : { allowMultiple: false, options }),
  };
}

/** `OWNER/NAME` of the repository on GitHub; `undefined` as long as there is none. */
export function githubPath({ repository }: PackageFacts): string | undefined {
  if (repository === undefined) return undefined;
  const given = typeof repository === 'string' ? repository : repository.url;
  const path = /^(?:git\+)?https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
    given,
  )?.[1];
  if (path === undefined) {
    throw new Error(
      `package.json: "repository" should be https://github.com/OWNER/NAME, but it is ${given}`,
    );
  }
  return path;
}

/** The repository's address and what follows from it; nothing as long as there is none. */
function makeAddresses(facts: PackageFacts): object {
  const path = githubPath(facts);
  if (path === undefined) return {};
  return {
    repository: `https://github.com/${path}`,
    docsUrl: `https://github.com/${path}#readme`,
    // The dashboard's choice of branch is not documented; this address does not depend on it.
    codeUrl: `https://raw.githubusercontent.com/${path}/main/build/bundle.js`,
  };
}

export function makeWebtaskJson(facts: PackageFacts = readPackageFacts()): object {
  const asked = settingRows.filter((row) => row.isGivenByPlatform !== true);
  return {
    title: 'Auth0 Logs to Azure Log Analytics',
    name: facts.name,
    version: facts.version,
    author: facts.author ?? `The contributors to ${facts.name}`,
    description: 'Ships every log of the tenant to Azure Log Analytics, on a schedule.',
    type: 'cron',
    category: 'log_export',
    keywords: ['auth0', 'extension', 'logs', 'azure', 'log-analytics'],
    ...makeAddresses(facts),
    useHashName: false,
    // With seconds, as in every extension that was ever installed from the dashboard.
    schedule: '0 */5 * * * *',
    initialUrlPath: '/login',
    auth0: {
      createClient: true,
      scopes: 'read:logs',
      // No hook for uninstalling: the platform cleans up by itself, and a failing one would hinder it.
      onInstallPath: '/.extensions/on-install',
      onUpdatePath: '/.extensions/on-update',
    },
    uninstallConfirmMessage:
      'Uninstalling deletes the checkpoint: after a new installation the export begins again at START_FROM, and logs that Azure already has are sent a second time.',
    secrets: Object.fromEntries(asked.map((row) => [row.name, makeSecret(row)])),
  };
}

/** The text of the file, laid out as the formatter does: short lists of words on one line. */
export function formatWebtaskJson(webtaskJson: object): string {
  const spread = JSON.stringify(webtaskJson, null, 2);
  const compact = spread.replace(/\[\n\s+("[^[\]{}]*")\n\s+\]/g, (_list, items: string) => {
    return `[${items.replace(/,\n\s+/g, ', ')}]`;
  });
  return `${compact}\n`;
}

if (require.main === module) {
  writeFileSync(join(root, 'webtask.json'), formatWebtaskJson(makeWebtaskJson()));
}
