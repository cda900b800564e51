/** The words of the Management API and of the token endpoint when they refuse. */

import { type Answer, jsonAnswer } from '../http/answer.ts';

interface Refusal {
  readonly error: string;
  readonly message: string;
  readonly errorCode?: string;
}

const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: {
    error: 'Bad Request',
    message: 'Query validation error',
    errorCode: 'invalid_query_string',
  },
  401: { error: 'Unauthorized', message: 'Invalid token', errorCode: 'invalid_token' },
  403: {
    error: 'Forbidden',
    message: 'Insufficient scope, expected any of: read:logs,read:logs_users',
    errorCode: 'insufficient_scope',
  },
  404: { error: 'Not Found', message: 'Not Found' },
  429: {
    error: 'Too Many Requests',
    message: 'Global limit has been reached',
    errorCode: 'too_many_requests',
  },
  500: { error: 'Internal Server Error', message: 'An internal server error occurred' },
  502: { error: 'Bad Gateway', message: 'Bad Gateway' },
  503: { error: 'Service Unavailable', message: 'Service Unavailable' },
};

const OTHER: Refusal = { error: 'Error', message: 'The request was refused' };

/** An error of the Management API, with `message` in place of the usual one. */
export const refusal = (status: number, message?: string): Answer =>
  jsonAnswer(status, {
    statusCode: status,
    ...(REFUSALS[status] ?? OTHER),
    ...(message === undefined ? {} : { message }),
  });

export const tokenRefusal = (status: number, error: string, description: string): Answer =>
  jsonAnswer(status, { error, error_description: description });
