/** A request and its answer as values, so that what a server says can be decided without a socket. */

import type { IncomingHttpHeaders } from 'node:http';

export interface Call {
  readonly method: string;
  /** The path alone. */
  readonly path: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** What happens on the wire: the answer, a part of it, or none. */
export type Reply =
  | { readonly kind: 'send'; readonly answer: Answer }
  | { readonly kind: 'send-half'; readonly answer: Answer }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const htmlAnswer = (status: number, html: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: html,
});

export const emptyAnswer = (status: number): Answer => ({ status, headers: {}, body: '' });
