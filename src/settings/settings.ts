/** The settings as the rest of the program gets them: complete, checked, arranged by who needs them. */

import { monitorScope, signInAuthority } from './azure-clouds.ts';
import { dataCollectorUrl } from './data-collector-url.ts';
import type { StartFrom } from './start-from.ts';
import type { SettingValues, ValuesFor } from './table.ts';

export interface Auth0Settings {
  /** Such as `tenant.eu.auth0.com`; of a loopback host, with its port. */
  readonly domain: string;
  /** The domain with its scheme, without a slash at the end. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface DataCollectorSettings {
  readonly kind: 'data-collector';
  /** In lower case. */
  readonly workspaceId: string;
  /** As Azure shows it: base64. */
  readonly workspaceKey: string;
  /** Without the `_CL` that Azure appends. */
  readonly logType: string;
  /** Complete, with the API version. */
  readonly url: string;
  readonly resourceId?: string;
}

export interface EntraApplication {
  /** The sign-in host with its scheme, without a slash at the end. */
  readonly authority: string;
  /** A GUID or a domain. */
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What a token is asked for. */
  readonly scope: string;
}

export interface LogsIngestionSettings {
  readonly kind: 'logs-ingestion';
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** The immutable one, such as `dcr-` and 32 digits. */
  readonly ruleId: string;
  readonly stream: string;
  readonly application: EntraApplication;
}

export type DestinationSettings = DataCollectorSettings | LogsIngestionSettings;

export interface Settings {
  readonly auth0: Auth0Settings;
  /** Those that the logs go to. */
  readonly destinations: readonly DestinationSettings[];
  /** Whether runs tell their destinations how they went. */
  readonly tellsHealth: boolean;
  readonly startFrom: StartFrom;
  readonly maxBatchRecords: number;
  readonly minIntervalMs: number;
  readonly maxRunMs: number;
}

export function arrangeSettings(values: SettingValues): Settings {
  return {
    auth0: {
      ...values.AUTH0_DOMAIN,
      clientId: values.AUTH0_CLIENT_ID,
      clientSecret: values.AUTH0_CLIENT_SECRET,
    },
    destinations: arrangeDestinations(values),
    tellsHealth: values.LOGANALYTICS_HEALTH_ROWS === 'on',
    startFrom: values.START_FROM,
    maxBatchRecords: values.BATCH_SIZE,
    minIntervalMs: values.MIN_INTERVAL_SECONDS,
    maxRunMs: values.MAX_RUN_SECONDS,
  };
}

function arrangeDestinations(values: SettingValues): readonly DestinationSettings[] {
  switch (values.LOGANALYTICS_DESTINATION) {
    case 'data-collector':
      return [arrangeDataCollector(values)];
    case 'logs-ingestion':
      return [arrangeLogsIngestion(values)];
    case 'both':
      return [arrangeDataCollector(values), arrangeLogsIngestion(values)];
  }
}

function arrangeDataCollector(values: ValuesFor<'data-collector'>): DataCollectorSettings {
  const workspaceId = values.LOGANALYTICS_WORKSPACEID;
  const resourceId = values.LOGANALYTICS_RESOURCEID;
  return {
    kind: 'data-collector',
    workspaceId,
    workspaceKey: values.LOGANALYTICS_WORKSPACEKEY,
    logType: values.LOGANALYTICS_NAMESPACE,
    url: dataCollectorUrl({
      workspaceId,
      cloud: values.LOGANALYTICS_CLOUD,
      apiVersion: values.LOGANALYTICS_APIVERSION,
      endpoint: values.LOGANALYTICS_ENDPOINT,
    }),
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}

function arrangeLogsIngestion(values: ValuesFor<'logs-ingestion'>): LogsIngestionSettings {
  const cloud = values.LOGANALYTICS_CLOUD;
  return {
    kind: 'logs-ingestion',
    endpoint: values.LOGANALYTICS_DCR_ENDPOINT,
    ruleId: values.LOGANALYTICS_DCR_ID,
    stream: values.LOGANALYTICS_DCR_STREAM,
    application: {
      authority: values.AZURE_AUTHORITY_HOST ?? signInAuthority(cloud),
      tenantId: values.AZURE_TENANT_ID,
      clientId: values.AZURE_CLIENT_ID,
      clientSecret: values.AZURE_CLIENT_SECRET,
      scope: monitorScope(cloud),
    },
  };
}
