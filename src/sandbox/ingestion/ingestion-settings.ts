/** What may be chosen about the emulated Entra tenant and data collection rule, at the start and later. */

import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_CLIENT_SECRET,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
  SANDBOX_STREAM,
} from '../credentials.ts';
import { isObject, type JsonObject } from '../http/json-input.ts';
import { CLOUDS, type Cloud } from './clouds.ts';
import { type Column, isColumn } from './column-types.ts';
import type { MinuteRate } from './minute-limits.ts';

const APPLICATION_STATES = ['usual', 'disabled', 'secret-expired'] as const;
const COUNTED_SIZES = ['both', 'compressed', 'uncompressed'] as const;
const OVERSIZED_ANSWERS = ['413', 'cut'] as const;
const ACCEPTED_STATUSES = [200, 202, 204] as const;

/** Where one stream of the rule leads. */
export interface StreamRoute {
  readonly stream: string;
  /** What the stream declares; everything else in a record is dropped. `any`: nothing is. */
  readonly columns: readonly Column[] | 'any';
  /** Where the rule sends its rows. */
  readonly table: string;
  /** The property of which the rule's transform makes TimeGenerated. */
  readonly timeProperty: string;
}

export interface IngestionSettings extends StreamRoute {
  /** Decides the audience of Azure Monitor. */
  readonly cloud: Cloud;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What has become of the application's registration. */
  readonly applicationState: (typeof APPLICATION_STATES)[number];
  readonly tokenLifeSeconds: number;
  /** Other services of the tenant for which a token can be had, but not used here. */
  readonly otherAudiences: readonly string[];
  readonly ruleId: string;
  /** The other streams of the rule, each with a table of its own; they carry no logs. */
  readonly otherStreams: readonly StreamRoute[];
  /** The property that says which log a record is about. */
  readonly idProperty: string;
  /** Whether the application has the role Monitoring Metrics Publisher on the rule. */
  readonly hasRole: boolean;
  /** How long a role that is assigned takes to act; counted from the start, or from the change. */
  readonly roleDelayMs: number;
  /** How long every upload takes. */
  readonly latencyMs: number;
  readonly maxCallBytes: number;
  /** Which size the limit is held against; the service says both, reports say compressed. */
  readonly countedSize: (typeof COUNTED_SIZES)[number];
  /** `cut`: the connection is cut instead, as some have seen. */
  readonly oversizedAnswer: (typeof OVERSIZED_ANSWERS)[number];
  readonly maxFieldBytes: number;
  /** The furthest that the times in one call may be apart, as on Auxiliary tables; `null`: no limit. */
  readonly maxTimeRangeMinutes: number | null;
  /** `null`: no limit. */
  readonly rateLimit: MinuteRate | null;
  /** The service documents 204; others were seen. */
  readonly acceptedStatus: (typeof ACCEPTED_STATUSES)[number];
  /** A call that holds one of these log ids is refused as a whole. */
  readonly refusedLogIds: readonly string[];
  /** The newest rows that are kept to be looked at; `all` for tests. */
  readonly keepRows: number | 'all';
}

export const DEFAULT_INGESTION_SETTINGS: IngestionSettings = {
  cloud: 'public',
  tenantId: SANDBOX_AZURE_TENANT_ID,
  clientId: SANDBOX_AZURE_CLIENT_ID,
  clientSecret: SANDBOX_AZURE_CLIENT_SECRET,
  applicationState: 'usual',
  tokenLifeSeconds: 3599,
  otherAudiences: ['https://management.azure.com'],
  ruleId: SANDBOX_RULE_ID,
  stream: SANDBOX_STREAM,
  columns: 'any',
  table: 'Auth0_CL',
  timeProperty: 'TimeGenerated',
  otherStreams: [],
  idProperty: 'log_id',
  hasRole: true,
  roleDelayMs: 0,
  latencyMs: 0,
  maxCallBytes: 1_048_576,
  countedSize: 'both',
  oversizedAnswer: '413',
  maxFieldBytes: 65_536,
  maxTimeRangeMinutes: null,
  rateLimit: { requestsPerMinute: 12_000, bytesPerMinute: 2 * 1024 ** 3 },
  acceptedStatus: 204,
  refusedLogIds: [],
  keepRows: 'all',
};

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && value >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isOneOf =
  (known: readonly unknown[]): Check =>
  (value) =>
    known.includes(value);
const orElse =
  (other: unknown, check: Check): Check =>
  (value) =>
    value === other || check(value);

const isMinuteRate: Check = (value) =>
  isObject(value) && isNumber(value['requestsPerMinute']) && isNumber(value['bytesPerMinute']);

const isColumns = orElse('any', (value) => Array.isArray(value) && value.every(isColumn));

const isRoute: Check = (value) =>
  isObject(value) &&
  ['stream', 'table', 'timeProperty'].every((name) => isText(value[name])) &&
  isColumns(value['columns']);

const CHECKS: Readonly<Record<keyof IngestionSettings, Check>> = {
  cloud: isOneOf(CLOUDS),
  tenantId: isText,
  clientId: isText,
  clientSecret: isText,
  applicationState: isOneOf(APPLICATION_STATES),
  tokenLifeSeconds: isNumber,
  otherAudiences: isTexts,
  ruleId: isText,
  stream: isText,
  columns: isColumns,
  table: isText,
  timeProperty: isText,
  otherStreams: (value) => Array.isArray(value) && value.every(isRoute),
  idProperty: isText,
  hasRole: (value) => typeof value === 'boolean',
  roleDelayMs: isNumber,
  latencyMs: isNumber,
  maxCallBytes: isNumber,
  countedSize: isOneOf(COUNTED_SIZES),
  oversizedAnswer: isOneOf(OVERSIZED_ANSWERS),
  maxFieldBytes: isNumber,
  maxTimeRangeMinutes: orElse(null, isNumber),
  rateLimit: orElse(null, isMinuteRate),
  acceptedStatus: isOneOf(ACCEPTED_STATUSES),
  refusedLogIds: isTexts,
  keepRows: orElse('all', isNumber),
};

const isSound = (name: string, value: unknown): boolean =>
  Object.entries(CHECKS).some(([known, check]) => known === name && check(value));

/** The settings for one stream: with where it leads. `undefined` when the rule has no such stream. */
export function settingsForStream(
  settings: IngestionSettings,
  stream: string,
): IngestionSettings | undefined {
  if (stream === settings.stream) return settings;
  const route = settings.otherStreams.find((other) => other.stream === stream);
  return route === undefined ? undefined : { ...settings, ...route };
}

/** The settings in posted JSON; throws when one is unknown or its value is. */
export function readIngestionSettings(given: JsonObject): Partial<IngestionSettings> {
  const wrong = Object.keys(given).filter((name) => !isSound(name, given[name]));
  if (wrong.length > 0) {
    throw new Error(`No such setting, or not of its kind: ${wrong.join(', ')}`);
  }
  const changes: Partial<IngestionSettings> = {};
  return Object.assign(changes, given);
}
