/** The settings of a campaign, which an administrator may change between two runs. */

import memoize from 'lodash/memoize';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import { parseSettings, type Settings } from '../../src/settings/parse.ts';
import { ENTRA_SECRET, ENTRA_TOKEN_MARK, RULE_SETTINGS } from './rule.ts';
import { LOG_CONTENT, TENANT_HOST, TOKEN_MARK } from './tenant.ts';
import { WORKSPACE_ID } from './workspace.ts';

export const MAX_BATCH_RECORDS = 20;

/** What `LOGANALYTICS_DESTINATION` may be. */
export const CHOICES = [...DESTINATION_KINDS, 'both'] as const;
export type Choice = (typeof CHOICES)[number];

/** The destinations of a choice. */
export function kindsIn(choice: Choice): readonly DestinationKind[] {
  return choice === 'both' ? DESTINATION_KINDS : [choice];
}

const CLIENT_SECRET = 'the-client-secret-of-a-campaign';
const WORKSPACE_KEY = Buffer.from('the workspace key of a campaign').toString('base64');

/** What nothing may hold that is stored or told. */
export const SECRETS: readonly string[] = [
  CLIENT_SECRET,
  WORKSPACE_KEY,
  ENTRA_SECRET,
  TOKEN_MARK,
  ENTRA_TOKEN_MARK,
  LOG_CONTENT,
];

/** The settings with a choice; read once, because many runs have the same. */
export const settingsOf = memoize(
  readSettings,
  (choice, maxRunSeconds) => `${choice} ${maxRunSeconds}`,
);

function readSettings(choice: Choice, maxRunSeconds: number): Settings {
  const parsed = parseSettings({
    AUTH0_DOMAIN: TENANT_HOST,
    AUTH0_CLIENT_ID: 'a-client-id',
    AUTH0_CLIENT_SECRET: CLIENT_SECRET,
    LOGANALYTICS_DESTINATION: choice,
    LOGANALYTICS_WORKSPACEID: WORKSPACE_ID,
    LOGANALYTICS_WORKSPACEKEY: WORKSPACE_KEY,
    LOGANALYTICS_NAMESPACE: 'Auth0Logs',
    ...RULE_SETTINGS,
    BATCH_SIZE: String(MAX_BATCH_RECORDS),
    MIN_INTERVAL_SECONDS: '0',
    MAX_RUN_SECONDS: String(maxRunSeconds),
  });
  if (!parsed.ok) throw new Error('the settings of the campaign are wrong');
  return parsed.settings;
}
