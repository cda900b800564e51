/** The settings as the rest of the program gets them: complete, checked, arranged by who needs them. */

import { dataCollectorUrl } from './data-collector-url.ts';
import type { StartFrom } from './start-from.ts';
import type { SettingValues } from './table.ts';

export interface Auth0Settings {
  /** Such as `tenant.eu.auth0.com`; of a loopback host, with its port. */
  readonly domain: string;
  /** The domain with its scheme, without a slash at the end. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface DataCollectorSettings {
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

export interface Settings {
  readonly auth0: Auth0Settings;
  readonly dataCollector: DataCollectorSettings;
  readonly startFrom: StartFrom;
  readonly maxBatchRecords: number;
  readonly minIntervalMs: number;
  readonly maxRunMs: number;
}

export function arrangeSettings(values: SettingValues): Settings {
  const workspaceId = values.LOGANALYTICS_WORKSPACEID;
  const resourceId = values.LOGANALYTICS_RESOURCEID;
  return {
    auth0: {
      ...values.AUTH0_DOMAIN,
      clientId: values.AUTH0_CLIENT_ID,
      clientSecret: values.AUTH0_CLIENT_SECRET,
    },
    dataCollector: {
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
    },
    startFrom: values.START_FROM,
    maxBatchRecords: values.BATCH_SIZE,
    minIntervalMs: values.MIN_INTERVAL_SECONDS,
    maxRunMs: values.MAX_RUN_SECONDS,
  };
}
