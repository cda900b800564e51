/** What an answer of the logs endpoints means. */

import type { Log, LogOutcome, MisconfiguredOutcome, RetryOutcome } from '../engine/walls.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { rateLimitWaitMs } from './rate-limit.ts';

export type LogsAnswer =
  | { readonly status: 'logs'; readonly logs: readonly Log[] }
  /** 400 or 404: the position to continue after is not known. */
  | { readonly status: 'position-refused'; readonly statusCode: number }
  | RetryOutcome;

/**
 * Reads an answer of `GET /api/v2/logs`. Only an array of logs is a page: an object, a text or
 * HTML with status 200 is the sign of an outage or a proxy, never the end of the logs.
 */
export function readLogsAnswer(answer: HttpAnswer, nowMs: number): LogsAnswer {
  const { statusCode } = answer;
  if (statusCode === 200) return readPage(answer.body);
  if (isUnknown(statusCode)) return { status: 'position-refused', statusCode };
  return failureOf(answer, nowMs);
}

/** Reads an answer of `GET /api/v2/logs/{id}`. */
export function readLogAnswer(answer: HttpAnswer, logId: string, nowMs: number): LogOutcome {
  if (isUnknown(answer.statusCode)) return { status: 'gone' };
  if (answer.statusCode !== 200) return failureOf(answer, nowMs);
  const log = readLog(parseJson(answer.body));
  if (log?.log_id !== logId) return unsound('something other than the log that was asked for');
  return { status: 'log', log };
}

/** Auth0 does not know the id that was asked for, or not any more. */
function isUnknown(statusCode: number): boolean {
  return statusCode === 400 || statusCode === 404;
}

function failureOf(answer: HttpAnswer, nowMs: number): RetryOutcome {
  const { statusCode } = answer;
  if (statusCode === 429) {
    const waitMs = rateLimitWaitMs(answer, nowMs);
    const reason = 'Auth0 answered 429: the rate limit of the Management API is used up';
    return {
      status: 'retry',
      reason,
      isRateLimited: true,
      ...(waitMs === undefined ? {} : { waitMs }),
    };
  }
  const waitMs = retryAfterMs(answer, nowMs);
  const reason = `Auth0 answered ${statusCode} to a request for logs`;
  return { status: 'retry', reason, ...(waitMs === undefined ? {} : { waitMs }) };
}

/** What to fix when even a new token is refused. */
export function tokenRefusedProblem(statusCode: number, domain: string): MisconfiguredOutcome {
  const problem =
    statusCode === 403
      ? `${domain} answered 403 to a request for logs, even with a new token: the scope read:logs is ` +
        'missing. Grant read:logs of the Auth0 Management API to the application.'
      : `${domain} answered 401 to a request for logs, even with a new token. AUTH0_DOMAIN must be ` +
        "the tenant's own domain, such as example.eu.auth0.com, not a custom domain.";
  return { status: 'misconfigured', problem };
}

function readPage(body: string): LogsAnswer {
  const items = parseJson(body);
  if (items === undefined) return unsound('a body that is not JSON');
  if (!Array.isArray(items)) return unsound('something other than a list of logs');
  const logs: Log[] = [];
  const ids = new Set<string>();
  for (const item of items) {
    const log = readLog(item);
    if (log === undefined) return unsound('a log without an id');
    if (ids.has(log.log_id)) return unsound('the same log twice in one page');
    ids.add(log.log_id);
    logs.push(log);
  }
  return { status: 'logs', logs };
}

/** The value of a JSON text, or `undefined` when it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A log needs only its id; Auth0 calls it `log_id`, and in old documents `_id`. */
function readLog(item: unknown): Log | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const fields = item as Record<string, unknown>;
  const { log_id: logId, _id: oldId } = fields;
  if (isId(logId)) return fields as Log;
  return isId(oldId) ? { ...fields, log_id: oldId } : undefined;
}

/** Ids have 56 digits, formerly 24; what is far longer, or nothing to read, could not be stored as a checkpoint. */
const ID = /^[!-~]{1,200}$/;

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

function unsound(what: string): RetryOutcome {
  return { status: 'retry', reason: `Auth0 answered 200 with ${what}` };
}
