/** What the Management API is asked about logs: for a list of them, and for one. */

import type {
  Clock,
  Log,
  LogOutcome,
  MisconfiguredOutcome,
  RetryOutcome,
} from '../engine/walls.ts';
import type { HttpAnswer, HttpClient, HttpHead } from '../http/http-client.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { createAuthorizedGet } from './authorized-get.ts';
import { readLogAnswer, readLogsAnswer } from './logs-answer.ts';

export interface LogsRead {
  readonly status: 'logs';
  readonly logs: readonly Log[];
  readonly answer: HttpAnswer;
}

export type LogsReadOutcome =
  | LogsRead
  | { readonly status: 'position-refused'; readonly statusCode: number }
  | { readonly status: 'too-large' }
  | RetryOutcome
  | MisconfiguredOutcome;

export interface LogsClient {
  /** Reads the logs at an address of the tenant; never rejects. `onHead` is told of each answer's head before its body has come. */
  read(
    url: string,
    maxResponseBytes: number,
    timeoutMs: number,
    onHead?: (head: HttpHead) => void,
  ): Promise<LogsReadOutcome>;
  /** Reads the log with this id, which is at this address; never rejects. */
  readOne(
    logId: string,
    url: string,
    maxResponseBytes: number,
    timeoutMs: number,
  ): Promise<LogOutcome>;
}

/** Makes the client for one run of one tenant. */
export function createLogsClient(
  domain: string,
  http: HttpClient,
  tokens: TokenSource,
  clock: Clock,
): LogsClient {
  const get = createAuthorizedGet(domain, http, tokens, clock);
  return {
    async read(url, maxResponseBytes, timeoutMs, onHead) {
      const answer = await get(url, maxResponseBytes, timeoutMs, onHead);
      if (answer.status !== 'answered') return answer;
      const read = readLogsAnswer(answer, clock.now());
      return read.status === 'logs' ? { ...read, answer } : read;
    },
    async readOne(logId, url, maxResponseBytes, timeoutMs) {
      const answer = await get(url, maxResponseBytes, timeoutMs);
      if (answer.status === 'answered') return readLogAnswer(answer, logId, clock.now());
      if (answer.status !== 'too-large') return answer;
      return {
        status: 'retry',
        reason: `the log ${logId} is larger than ${maxResponseBytes} bytes`,
      };
    },
  };
}
