/** What an answer of the Logs Ingestion API means. */

import type { DeliveryOutcome } from '../../engine/walls.ts';
import type { HttpAnswer, HttpFailure } from '../../http/http-client.ts';
import { retryAfterMs } from '../../http/retry-after.ts';

/** The documented code that has digits in it. */
const RANGE_TOO_LONG = 'RecordsTimeRangeIsMoreThan30Minutes';

/** Codes of 400 that are about the address, which is the same for every batch. */
const ADDRESS_CODE = /ApiVersion|Stream|Rule|Dcr|Endpoint/i;

/** Reads the answer to a batch. Of a 401, the one that a new token got, too. */
export function readLogsIngestionAnswer(answer: HttpAnswer, nowMs: number): DeliveryOutcome {
  const { statusCode } = answer;
  if (statusCode >= 200 && statusCode < 300) return readAcceptance(answer);
  const code = errorCode(answer);
  const came = `Azure answered ${statusCode}${code === '' ? '' : ` ${code}`}`;
  if (statusCode === 408 || statusCode === 429 || statusCode >= 500) {
    const waitMs = retryAfterMs(answer, nowMs);
    return {
      status: 'retry',
      reason: came,
      isRateLimited: statusCode === 429,
      ...(waitMs === undefined ? {} : { waitMs }),
    };
  }
  if (statusCode === 413) return { status: 'refused', reason: `${came}: the batch is too large` };
  if (statusCode === 400 && !ADDRESS_CODE.test(code)) {
    // With another cause all records are refused alone, which the engine takes for what it is.
    const why =
      code === RANGE_TOO_LONG ? 'its logs are too far apart in time' : 'a record cannot be read';
    return { status: 'refused', reason: `${came}: ${why}` };
  }
  const problem = `${came}. ${adviceFor(statusCode)} Nothing was lost: the export goes on where it stopped.`;
  return { status: 'misconfigured', problem };
}

/** The service accepts with an empty body; a web page is a sign that the batch never reached it. */
function readAcceptance({ statusCode, body }: HttpAnswer): DeliveryOutcome {
  if (!/^\s*</.test(body)) return { status: 'accepted' };
  const reason = `something other than Azure answered ${statusCode} with a web page`;
  return { status: 'retry', reason };
}

/** An exchange that came to no answer. Whether the batch arrived is then not known. */
export function readLogsIngestionFailure(failure: HttpFailure): DeliveryOutcome {
  const isUnknownHost = /ENOTFOUND|EAI_AGAIN/.test(failure.reason);
  const advice = isUnknownHost ? '; check LOGANALYTICS_DCR_ENDPOINT' : '';
  return { status: 'retry', reason: `${failure.reason}${advice}` };
}

const ADVICE: Readonly<Record<number, string>> = {
  400:
    'The service does not understand where the logs are to go: check LOGANALYTICS_DCR_ENDPOINT, LOGANALYTICS_DCR_ID, ' +
    'LOGANALYTICS_DCR_STREAM and any proxy, which must not remove the query of the address.',
  401:
    'It does not take the token of the application, a new one neither: AZURE_TENANT_ID must be the tenant that the ' +
    'subscription of the rule belongs to, and LOGANALYTICS_CLOUD the cloud of the rule.',
  403:
    'The application AZURE_CLIENT_ID may not send to the rule LOGANALYTICS_DCR_ID: assign it the role "Monitoring ' +
    'Metrics Publisher" on this rule, and wait: a new role may take up to 30 minutes to act. If it has had the role ' +
    'for longer, LOGANALYTICS_DCR_ID is another rule, or AZURE_TENANT_ID or LOGANALYTICS_CLOUD not those of the rule, ' +
    'or a firewall or private link keeps this sender out.',
  404:
    'There is no such rule, stream or endpoint: LOGANALYTICS_DCR_ID must be the immutable id of the rule, ' +
    'LOGANALYTICS_DCR_STREAM a stream that it declares, and LOGANALYTICS_DCR_ENDPOINT its own endpoint, not one of ' +
    'another region.',
};

function adviceFor(statusCode: number): string {
  if (statusCode >= 300 && statusCode < 400) {
    return 'LOGANALYTICS_DCR_ENDPOINT leads to another address: enter that one.';
  }
  return (
    ADVICE[statusCode === 410 ? 404 : statusCode] ??
    'The service refuses every batch, or something on the way to it does: check LOGANALYTICS_DCR_ENDPOINT and any proxy.'
  );
}

/** The known codes are single words; anything else is not repeated. */
function errorCode(answer: HttpAnswer): string {
  const code = answer.header('x-ms-error-code') ?? codeInBody(answer.body);
  const isKnownForm = typeof code === 'string' && /^[A-Za-z]{1,40}$/.test(code);
  return isKnownForm || code === RANGE_TOO_LONG ? String(code) : '';
}

function codeInBody(body: string): unknown {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } };
    return error?.code;
  } catch {
    return undefined;
  }
}
