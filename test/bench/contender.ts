/** What takes part in the benchmark: each in a process of its own, timed from its first request. */

import {
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_WORKSPACE_ID,
  SANDBOX_WORKSPACE_KEY,
} from '../../src/sandbox/credentials.ts';
import { ingestionSecretsFor } from '../../src/sandbox/ingestion-secrets.ts';
import type { DestinationChoice } from '../../src/settings/destination-kind.ts';

export interface Course {
  readonly tenantUrl: string;
  readonly workspaceUrl: string;
  /** Only for the exporter by the Logs Ingestion API. */
  readonly ingestionUrl?: string;
  /** Where the exporter sends to. */
  readonly destination?: DestinationChoice;
  /** The committed `build/bundle.js`. */
  readonly bundlePath: string;
}

/** Brings everything that the tenant has to where it belongs, and resolves. */
export type Contender = (course: Course) => Promise<void>;

export interface Measurement {
  readonly seconds: number;
  /** The most memory that the process ever held, in MB. */
  readonly peakMb: number;
  /** The memory of the process at even intervals, in MB. */
  readonly samplesMb: readonly number[];
}

export function benchSecrets(course: Course): Record<string, string> {
  const { tenantUrl, workspaceUrl, ingestionUrl, destination = 'data-collector' } = course;
  return {
    AUTH0_DOMAIN: tenantUrl,
    AUTH0_CLIENT_ID: SANDBOX_CLIENT_ID,
    AUTH0_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
    LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
    LOGANALYTICS_NAMESPACE: 'Bench',
    LOGANALYTICS_ENDPOINT: workspaceUrl,
    LOGANALYTICS_DESTINATION: destination,
    // What is timed is the way of the logs.
    LOGANALYTICS_HEALTH_ROWS: 'off',
    ...(ingestionUrl === undefined ? {} : ingestionSecretsFor(ingestionUrl)),
  };
}
