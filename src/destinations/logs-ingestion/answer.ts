/** What an answer of the Logs Ingestion API means. */

import type { DeliveryOutcome } from '../../engine/walls.ts';
import type { HttpAnswer, HttpFailure } from '../../http/http-client.ts';
import {
  codeWord,
  isWebPage,
  misconfigured,
  readCommonAnswer,
  readFailure,
  whatCame,
} from '../read-answer.ts';

/** The documented code that has digits in it. */
const RANGE_TOO_LONG = 'RecordsTimeRangeIsMoreThan30Minutes';

/** Codes of 400 that are about the address, which is the same for every batch. */
const ADDRESS_CODE = /ApiVersion|Stream|Rule|Dcr|Endpoint/i;

/** A call that is too large is sometimes cut off instead of answered. */
const CUT = /ECONNRESET|EPIPE/;
const ADVICE_WHEN_CUT = 'if that goes on, try a smaller BATCH_SIZE';

/** Reads the answer to a batch. Of a 401, the one that a new token got, too. */
export function readLogsIngestionAnswer(answer: HttpAnswer, nowMs: number): DeliveryOutcome {
  const { statusCode } = answer;
  const code = errorCode(answer);
  const came = whatCame(answer, code);
  const common = readCommonAnswer(answer, came, nowMs);
  if (common !== undefined) return common;
  if (statusCode === 413) return { status: 'refused', reason: `${came}: the batch is too large` };
  if (statusCode === 400 && isAboutRecords(answer, code)) {
    // With another cause all records are refused alone, which the engine takes for what it is.
    const why =
      code === RANGE_TOO_LONG ? 'its logs are too far apart in time' : 'a record cannot be read';
    return { status: 'refused', reason: `${came}: ${why}` };
  }
  return misconfigured(came, adviceFor(statusCode));
}

/** What stands in front of the service knows nothing of records, and answers with a web page. */
function isAboutRecords(answer: HttpAnswer, code: string): boolean {
  return code === '' ? !isWebPage(answer) : !ADDRESS_CODE.test(code);
}

/** An exchange that came to no answer. Whether the batch arrived is then not known. */
export function readLogsIngestionFailure(failure: HttpFailure): DeliveryOutcome {
  const outcome = readFailure(failure, 'check LOGANALYTICS_DCR_ENDPOINT');
  if (!CUT.test(failure.reason)) return outcome;
  return { ...outcome, reason: `${outcome.reason}; ${ADVICE_WHEN_CUT}` };
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

function errorCode(answer: HttpAnswer): string {
  const code = answer.header('x-ms-error-code') ?? codeInBody(answer.body);
  return code === RANGE_TOO_LONG ? RANGE_TOO_LONG : codeWord(code);
}

function codeInBody(body: string): unknown {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } };
    return error?.code;
  } catch {
    return undefined;
  }
}
