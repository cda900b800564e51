/** The codes with which the service refuses a post, and the statuses they come with. */

import { type Answer, jsonAnswer } from '../http/answer.ts';

const REFUSALS = {
  InactiveCustomer: [400, 'The workspace has been closed.'],
  InvalidApiVersion: [400, 'The API version that was specified is not recognised.'],
  InvalidCustomerId: [400, 'The workspace id that was specified is invalid.'],
  InvalidDataFormat: [400, 'The body is not valid JSON, or a property is not allowed.'],
  InvalidLogType: [400, 'The log type contains special characters or is too long.'],
  MissingApiVersion: [400, 'The API version was not specified.'],
  MissingContentType: [400, 'The content type was not specified.'],
  MissingLogType: [400, 'The log type was not specified.'],
  UnsupportedContentType: [400, 'The content type is not application/json.'],
  InvalidAuthorization: [403, 'An invalid signature was specified in the Authorization header'],
  UnspecifiedError: [500, 'The service had an internal error. Try again.'],
  ServiceUnavailable: [503, 'The service is not available at the moment. Try again.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type RefusalCode = keyof typeof REFUSALS;

export function refusal(code: RefusalCode, message?: string): Answer {
  const [status, usual] = REFUSALS[code];
  return jsonAnswer(status, { Error: code, Message: message ?? usual });
}

/** For planned faults, which name a status only. The service sends no body with 404 and 429. */
export function refusalOfStatus(status: number): Answer {
  const usual: Readonly<Record<number, RefusalCode>> = {
    400: 'InvalidDataFormat',
    403: 'InvalidAuthorization',
    500: 'UnspecifiedError',
    503: 'ServiceUnavailable',
  };
  const code = usual[status];
  return code === undefined ? { status, headers: {}, body: '' } : refusal(code);
}
