/**
 * The codes with which the Logs Ingestion API refuses a call. Those of 403, 404 and 413 were seen, and
 * `RecordsTimeRangeIsMoreThan30Minutes` is documented; the others are guesses in the documented shape.
 */

import { type Answer, emptyAnswer, jsonAnswer } from '../http/answer.ts';

const STATUSES = {
  ApiVersionUnspecified: 400,
  UnsupportedApiVersion: 400,
  InvalidPayload: 400,
  RecordsTimeRangeIsMoreThan30Minutes: 400,
  InvalidAuthenticationToken: 401,
  OperationFailed: 403,
  NotFound: 404,
  ContentLengthLimitExceeded: 413,
  UnsupportedMediaType: 415,
  TooManyRequests: 429,
  InternalServerError: 500,
  ServiceUnavailable: 503,
} as const;

type RefusalCode = keyof typeof STATUSES;

/** The code stands in a header, too. */
export const refusal = (
  code: RefusalCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  jsonAnswer(STATUSES[code], { error: { code, message } }, { 'x-ms-error-code': code, ...headers });

export const refusedToken = (message: string): Answer =>
  refusal('InvalidAuthenticationToken', message, {
    'www-authenticate': 'Bearer error="invalid_token"',
  });

export const missingRole = (ruleId: string, tenantId: string): Answer =>
  refusal(
    'OperationFailed',
    `The authentication token provided does not have access to ingest data for the data collection rule with immutable Id '${ruleId}' PipelineAccessResult: AccessGranted: False, IsRbacPresent: False, IsDcrDceBindingValid: , DcrArmId: , Message: Required authorization action was not found for tenantId ${tenantId} objectId  on resourceId  ConfigurationId: .`,
  );

export const unknownRule = (ruleId: string): Answer =>
  refusal('NotFound', `Data collection rule with immutable Id '${ruleId}' not found.`);

export const unknownStream = (stream: string): Answer =>
  refusal('NotFound', `The data collection rule has no stream '${stream}'.`);

export const oversized = (maxBytes: number, byteCount: number): Answer =>
  refusal(
    'ContentLengthLimitExceeded',
    `Maximum allowed content length: ${maxBytes} bytes (${maxBytes / 1_048_576} MB). Provided content length: ${byteCount} bytes.`,
  );

export const tooMany = (retryAfterSeconds: number): Answer =>
  refusal('TooManyRequests', 'The data collection rule takes no more in this minute.', {
    'retry-after': String(retryAfterSeconds),
  });

const USUAL: Readonly<Record<number, RefusalCode>> = {
  400: 'InvalidPayload',
  401: 'InvalidAuthenticationToken',
  403: 'OperationFailed',
  404: 'NotFound',
  413: 'ContentLengthLimitExceeded',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

/** For planned faults, which name a status only. */
export function refusalOfStatus(status: number): Answer {
  const code = USUAL[status];
  return code === undefined ? emptyAnswer(status) : refusal(code, 'This refusal was planned.');
}
