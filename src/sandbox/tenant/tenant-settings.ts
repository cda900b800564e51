/** What may be chosen about an emulated tenant, when it starts and, for most of it, while it runs. */

import { SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../credentials.ts';
import type { JsonObject } from '../http/json-input.ts';
import type { RateLimit } from './rate-limiter.ts';

/** What comes for a `from` whose retention is over; the real answer is not documented. */
export const EXPIRED_FROM_ANSWERS = ['jump', '400', '404', 'empty'] as const;

export type ExpiredFromAnswer = (typeof EXPIRED_FROM_ANSWERS)[number];

export interface TenantSettings {
  readonly tenantName: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether the application was granted the Management API. */
  readonly hasClientGrant: boolean;
  /** The scopes that a token gets, separated by spaces. */
  readonly scope: string;
  readonly tokenLifeSeconds: number;
  /** Whether each token issued is itself an event, as in a real tenant. */
  readonly logsTokens: boolean;
  /** How long every page takes. */
  readonly latencyMs: number;
  /** Logs taken in longer ago are gone. */
  readonly retentionHours: number;
  /** Logs younger than this are not found by a search yet. */
  readonly searchDelayMs: number;
  /** The most logs in one page, whatever was asked for: a page that is not full is not the end. */
  readonly maxPageLogs: number;
  readonly omitsLink: boolean;
  /** Answers 400 to a `from` that is not the id of an existing log. */
  readonly refusesSyntheticIds: boolean;
  /**
   * `jump`: reading goes on at the oldest log that is kept, in silence. `empty`: 200 without logs
   * for ever, as at the end. `400` and `404`: a refusal.
   */
  readonly expiredFromAnswer: ExpiredFromAnswer;
  /** `null`: none. */
  readonly rateLimit: RateLimit | null;
}

export const DEFAULT_TENANT_SETTINGS: TenantSettings = {
  tenantName: 'sandbox',
  clientId: SANDBOX_CLIENT_ID,
  clientSecret: SANDBOX_CLIENT_SECRET,
  hasClientGrant: true,
  scope: 'read:logs',
  tokenLifeSeconds: 86_400,
  logsTokens: false,
  latencyMs: 0,
  retentionHours: 30 * 24,
  searchDelayMs: 0,
  maxPageLogs: 100,
  omitsLink: false,
  refusesSyntheticIds: false,
  expiredFromAnswer: 'jump',
  rateLimit: null,
};

/** The settings in posted JSON; throws when one is unknown or its value is. */
export function readTenantSettings(given: JsonObject): Partial<TenantSettings> {
  const defaults: JsonObject = { ...DEFAULT_TENANT_SETTINGS };
  const wrong = Object.keys(given).filter((name) => typeof defaults[name] !== typeof given[name]);
  if (wrong.length > 0) {
    throw new Error(`No such setting, or of another type: ${wrong.join(', ')}`);
  }
  const { expiredFromAnswer: answer } = given;
  if (answer !== undefined && !EXPIRED_FROM_ANSWERS.some((known) => known === answer)) {
    throw new Error(`expiredFromAnswer is one of ${EXPIRED_FROM_ANSWERS.join(', ')}`);
  }
  const changes: Partial<TenantSettings> = {};
  return Object.assign(changes, given);
}
