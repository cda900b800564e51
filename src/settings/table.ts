/** The one table that declares every setting. What asks for, reads or describes settings follows it. */

import type { DestinationKind } from '../engine/walls.ts';
import { cloudOptions } from './azure-clouds.ts';
import { endpoint } from './data-collector-url.ts';
import { type DestinationChoice, destinationKind } from './destination-kind.ts';
import { logsIngestionRows } from './logs-ingestion-rows.ts';
import { ownAddress } from './own-address.ts';
import { rootAuthority } from './root-authority.ts';
import type { SettingRow, ValueOf } from './setting.ts';
import { startFrom } from './start-from.ts';
import { tenantDomain } from './tenant-domain.ts';
import {
  anySecret,
  apiVersion,
  base64Key,
  choice,
  guid,
  logType,
  pagePassword,
  resourceId,
  secondsAsMs,
  secretWord,
  wholeNumber,
  word,
} from './value-kinds.ts';

export const settingsTable = [
  {
    name: 'AUTH0_DOMAIN',
    meaning: "The tenant's canonical domain. A custom domain does not work here.",
    kind: tenantDomain,
    isRequired: true,
    isGivenByPlatform: true,
    example: 'tenant.eu.auth0.com',
  },
  {
    name: 'AUTH0_CLIENT_ID',
    meaning: 'The client id of the application that may read the logs.',
    kind: word,
    isRequired: true,
    isGivenByPlatform: true,
    example: 'abcdefghijklmnopqrstuvwxyz012345',
  },
  {
    name: 'AUTH0_CLIENT_SECRET',
    meaning: 'The client secret of the application that may read the logs.',
    kind: secretWord,
    isRequired: true,
    isGivenByPlatform: true,
  },
  {
    name: 'LOGANALYTICS_DESTINATION',
    meaning:
      'The API of Azure that the logs are sent by, or both. One that was never used begins where the other stands; one that was used before goes on where it stopped, as far as Auth0 still has the logs.',
    kind: destinationKind,
    isRequired: false,
    default: 'data-collector',
    example: 'logs-ingestion',
  },
  {
    name: 'LOGANALYTICS_WORKSPACEID',
    meaning: 'The id of the Log Analytics workspace, from its Overview in the Azure portal.',
    kind: guid,
    isRequired: true,
    usedBy: 'data-collector',
    example: '00000000-1111-2222-3333-444444444444',
  },
  {
    name: 'LOGANALYTICS_WORKSPACEKEY',
    meaning:
      'The primary or secondary key of the workspace: Settings > Agents > Log Analytics agent instructions, in the Azure portal.',
    kind: base64Key,
    isRequired: true,
    usedBy: 'data-collector',
  },
  {
    name: 'LOGANALYTICS_NAMESPACE',
    meaning:
      "The name of the table that gets the logs. Azure appends _CL to it. Not Auth0Logs if Microsoft's Auth0 connector for Sentinel writes to this workspace.",
    kind: logType,
    isRequired: true,
    usedBy: 'data-collector',
    example: 'Auth0Logs',
  },
  {
    name: 'LOGANALYTICS_APIVERSION',
    meaning: 'The version of the HTTP Data Collector API. Nobody needs to change it.',
    kind: apiVersion,
    isRequired: false,
    usedBy: 'data-collector',
    default: '2016-04-01',
    example: '2016-04-01',
  },
  {
    name: 'LOGANALYTICS_CLOUD',
    meaning: 'The Azure cloud that the workspace is in; it decides the hosts that are called.',
    kind: choice(cloudOptions),
    isRequired: false,
    default: 'public',
    example: 'usgov',
  },
  {
    name: 'LOGANALYTICS_ENDPOINT',
    meaning:
      "Called in place of Azure's own URL, for a proxy. Without a path, /api/logs is appended.",
    kind: endpoint,
    isRequired: false,
    usedBy: 'data-collector',
    example: 'https://proxy.example.com/api/logs',
  },
  {
    name: 'LOGANALYTICS_RESOURCEID',
    meaning:
      'The Azure resource that the logs are filed under, so that people who may read that resource can query them: its Overview > JSON View > Resource ID.',
    kind: resourceId,
    isRequired: false,
    usedBy: 'data-collector',
    example:
      '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/identity/providers/Microsoft.Web/sites/shop',
  },
  ...logsIngestionRows,
  {
    name: 'LOGANALYTICS_HEALTH_ROWS',
    meaning:
      'Whether runs tell Azure how they went, in a table of their own beside that of the logs, so that alerts can watch the export.',
    kind: choice([
      { value: 'on', text: 'On' },
      { value: 'off', text: 'Off' },
    ] as const),
    isRequired: false,
    default: 'on',
    example: 'off',
  },
  {
    name: 'START_FROM',
    meaning:
      'Where the first run begins; a time that is still to come counts as now. It has no effect once a run has stored how far it came.',
    kind: startFrom,
    isRequired: false,
    default: 'beginning',
    example: '7d',
  },
  {
    name: 'BATCH_SIZE',
    meaning: 'The most logs that are sent to Azure in one request.',
    kind: wholeNumber('logs', 1, 10_000),
    isRequired: false,
    default: '1000',
    example: '500',
  },
  {
    name: 'MIN_INTERVAL_SECONDS',
    meaning: 'How long the schedule leaves the extension alone after a run that was caught up.',
    kind: secondsAsMs(0, 3600),
    isRequired: false,
    default: '30',
    example: '60',
  },
  {
    name: 'MAX_RUN_SECONDS',
    meaning: 'How long one run may take; the next run goes on where it ended.',
    kind: secondsAsMs(5, 25),
    isRequired: false,
    default: '20',
    example: '15',
  },
  {
    name: 'PAGE_PASSWORD',
    meaning:
      "A second way into the extension's page, for tenants where the dashboard's sign-in is not offered to custom extensions.",
    kind: pagePassword,
    isRequired: false,
    isForPage: true,
  },
  {
    name: 'AUTH0_RTA',
    meaning: "The authority that the dashboard's administrators sign in with to open the page.",
    kind: rootAuthority,
    isRequired: false,
    isForPage: true,
    isGivenByPlatform: true,
    default: 'auth0.auth0.com',
  },
  {
    name: 'PUBLIC_WT_URL',
    meaning: "The extension's own address, under which its page is opened.",
    kind: ownAddress,
    isRequired: false,
    isForPage: true,
    isGivenByPlatform: true,
    example: 'https://tenant.eu.webtask.run/auth0-logs',
  },
  {
    name: 'WT_URL',
    meaning:
      "The extension's own address, by which Auth0 calls it when it is installed or updated. Either address stands in for the other.",
    kind: ownAddress,
    isRequired: false,
    isForPage: true,
    isGivenByPlatform: true,
    example: 'https://tenant.eu.webtask.run/auth0-logs',
  },
  {
    name: 'EXTENSION_SECRET',
    meaning: 'What Auth0 signs with when it calls an extension that is installed or updated.',
    kind: anySecret,
    isRequired: false,
    isForPage: true,
    isGivenByPlatform: true,
  },
] as const satisfies readonly SettingRow[];

type Row = (typeof settingsTable)[number];

export type SettingName = Row['name'];

type ExportRow = Exclude<Row, { readonly isForPage: true }>;

type RowUsedBy<Kind extends DestinationKind> = Extract<ExportRow, { readonly usedBy: Kind }>;

type ValuesOf<Some extends Row> = { readonly [R in Some as R['name']]: ValueOf<R> };

/** What the settings that only one destination uses, and those that all use, are once they were read. */
export type ValuesFor<Kind extends DestinationKind> = ValuesOf<
  Exclude<ExportRow, RowUsedBy<DestinationKind>> | RowUsedBy<Kind>
>;

type ChosenBy<Choice extends DestinationChoice> = ValuesFor<
  Choice extends DestinationKind ? Choice : DestinationKind
> & { readonly LOGANALYTICS_DESTINATION: Choice };

/** What every setting that the export uses is once it was read. */
export type SettingValues = { [Choice in DestinationChoice]: ChosenBy<Choice> }[DestinationChoice];

/** What was read of all settings: those that are not set or wrong are absent. */
export type ReadableValues = { readonly [R in Row as R['name']]?: ValueOf<R> };

/** The table for code that treats all rows alike. */
export const settingRows: readonly (SettingRow & { readonly name: SettingName })[] = settingsTable;
