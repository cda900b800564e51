/** What an answer of the HTTP Data Collector API means. */

import type { DeliveryOutcome } from '../../engine/walls.ts';
import type { HttpAnswer, HttpFailure } from '../../http/http-client.ts';
import {
  codeWord,
  misconfigured,
  readCommonAnswer,
  readFailure,
  whatCame,
} from '../read-answer.ts';

/** A 404 for a body of at least this size means "too large", for a smaller one "no such address". */
const LARGE_BODY_BYTES = 1_000_000;

const ENDED_SUPPORT =
  'Microsoft ended support for the HTTP Data Collector API on 14 September 2026 and may have switched it off';

/** What to do about the codes of 400 that concern every batch, as far as a setting decides them. */
const ADVICE: Readonly<Record<string, string>> = {
  InactiveCustomer:
    'The workspace is closed: reopen it, or enter another in LOGANALYTICS_WORKSPACEID.',
  InvalidApiVersion: 'LOGANALYTICS_APIVERSION is not known to the service: 2016-04-01 is.',
  MissingApiVersion: 'LOGANALYTICS_ENDPOINT must not remove the query of the address.',
  InvalidCustomerId: 'LOGANALYTICS_WORKSPACEID is not the id of a workspace.',
  InvalidLogType:
    'LOGANALYTICS_NAMESPACE must begin with a letter and hold only letters, digits and underscores.',
};

/** Reads the answer to a batch of `bodyBytes`. */
export function readDataCollectorAnswer(
  answer: HttpAnswer,
  bodyBytes: number,
  nowMs: number,
): DeliveryOutcome {
  const { statusCode } = answer;
  const code = errorCode(answer.body);
  const came = whatCame(answer, code);
  const common = readCommonAnswer(answer, came, nowMs);
  if (common !== undefined) return common;
  if (statusCode === 413 || (statusCode === 404 && bodyBytes >= LARGE_BODY_BYTES)) {
    return { status: 'refused', reason: `${came}: the batch is too large` };
  }
  if (statusCode === 400 && code === 'InvalidDataFormat') {
    return { status: 'refused', reason: `${came}: a record cannot be read` };
  }
  return misconfigured(came, adviceFor(statusCode, code));
}

/** An exchange that came to no answer. Whether the batch arrived is then not known. */
export function readDataCollectorFailure(failure: HttpFailure): DeliveryOutcome {
  return readFailure(
    failure,
    `check LOGANALYTICS_WORKSPACEID and LOGANALYTICS_CLOUD. ${ENDED_SUPPORT}`,
  );
}

function adviceFor(statusCode: number, code: string): string {
  if (statusCode === 403) {
    return (
      'LOGANALYTICS_WORKSPACEKEY is not a key of the workspace LOGANALYTICS_WORKSPACEID, the workspace ' +
      'does not allow shared keys (local authentication is off), or the clock of the machine that sends is ' +
      `minutes off. If all are right: ${ENDED_SUPPORT}.`
    );
  }
  if (statusCode === 404 || statusCode === 410) {
    return `Check LOGANALYTICS_WORKSPACEID, LOGANALYTICS_CLOUD and LOGANALYTICS_ENDPOINT. If they are right: ${ENDED_SUPPORT}.`;
  }
  if (statusCode >= 300 && statusCode < 400) {
    return 'LOGANALYTICS_ENDPOINT leads to another address: enter that one.';
  }
  return (
    ADVICE[code] ??
    'The service refuses every batch, or something on the way to it does: check LOGANALYTICS_ENDPOINT and any proxy.'
  );
}

function errorCode(body: string): string {
  try {
    const { Error: code } = JSON.parse(body) as { Error?: unknown };
    return codeWord(code);
  } catch {
    return '';
  }
}
