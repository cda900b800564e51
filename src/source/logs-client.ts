/** One request to the logs endpoint, with a token that is renewed when it is refused. */

import type { Clock, Log, PageOutcome } from '../engine/walls.ts';
import type { HttpAnswer, HttpClient, HttpHead } from '../http/http-client.ts';
import { readLogsAnswer, tokenRefusedProblem } from './logs-answer.ts';
import type { TokenSource } from './management-token.ts';

export interface LogsRead {
  readonly status: 'logs';
  readonly logs: readonly Log[];
  readonly answer: HttpAnswer;
}

export type LogsReadOutcome =
  | LogsRead
  | { readonly status: 'position-refused'; readonly statusCode: number }
  | { readonly status: 'token-refused'; readonly statusCode: number }
  | { readonly status: 'too-large' }
  | Exclude<PageOutcome, { status: 'page' }>;

export interface LogsClient {
  /** Reads the logs at an address of the tenant; never rejects. `onHead` is told of each answer's head before its body has come. */
  read(
    url: string,
    maxResponseBytes: number,
    timeoutMs: number,
    onHead?: (head: HttpHead) => void,
  ): Promise<Exclude<LogsReadOutcome, { status: 'token-refused' }>>;
}

/** Makes the client for one run of one tenant. */
export function createLogsClient(
  domain: string,
  http: HttpClient,
  tokens: TokenSource,
  clock: Clock,
): LogsClient {
  async function readOnce(
    url: string,
    maxResponseBytes: number,
    endsAtMs: number,
    onHead?: (head: HttpHead) => void,
  ): Promise<LogsReadOutcome> {
    const token = await tokens.getToken(endsAtMs - clock.now());
    if (token.status !== 'token') return token;
    const answer = await http.send({
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${token.token}`, accept: 'application/json' },
      timeoutMs: endsAtMs - clock.now(),
      maxResponseBytes,
      ...(onHead === undefined ? {} : { onHead }),
    });
    if (answer.status === 'failed') {
      if (answer.cause === 'too-large') return { status: 'too-large' };
      return { status: 'retry', reason: answer.reason };
    }
    const read = readLogsAnswer(answer, clock.now());
    return read.status === 'logs' ? { ...read, answer } : read;
  }

  return {
    async read(url, maxResponseBytes, timeoutMs, onHead) {
      const endsAtMs = clock.now() + timeoutMs;
      const first = await readOnce(url, maxResponseBytes, endsAtMs, onHead);
      if (first.status !== 'token-refused') return first;
      // A scope that was granted meanwhile acts only in a new token.
      tokens.forget();
      const second = await readOnce(url, maxResponseBytes, endsAtMs, onHead);
      if (second.status !== 'token-refused') return second;
      return tokenRefusedProblem(second.statusCode, domain);
    },
  };
}
