/** Answers that were never sent, for tests of what is made of an answer. */

import type { HttpAnswer } from '../../src/http/http-client.ts';

/** An answer; the names of its headers in lower case. */
export function answerOf(
  statusCode: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status: 'answered', statusCode, body, header: (name) => headers[name.toLowerCase()] };
}
