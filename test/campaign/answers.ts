/** Answers of HTTP, as a client receives them. */

import type { HttpAnswer, HttpOutcome } from '../../src/http/http-client.ts';

export function answered(
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status: 'answered', statusCode, body, header: (name) => headers[name.toLowerCase()] };
}

export function json(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return answered(statusCode, JSON.stringify(body), headers);
}

export const NO_ANSWER: HttpOutcome = {
  status: 'failed',
  cause: 'network',
  reason: 'the connection broke',
};

const WEB_PAGE = '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>';

/** A web page, as a proxy sends it in the place of an answer. */
export function webPage(statusCode: number): HttpAnswer {
  return answered(statusCode, WEB_PAGE, { 'content-type': 'text/html' });
}
