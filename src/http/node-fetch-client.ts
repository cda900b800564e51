/** The HTTP client over node-fetch, with connections that are kept alive until it is closed. */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch, { type Response } from 'node-fetch';
import type { HttpClient, HttpFailure, HttpHead, HttpRequest } from './http-client.ts';

export interface ClosableHttpClient extends HttpClient {
  /** Ends all connections, those in use too; from then on nothing is sent. */
  close(): void;
}

/** Makes a client for one run; Azure and Auth0 accept TLS 1.2 or later only. */
export function createHttpClient(): ClosableHttpClient {
  const httpAgent = new HttpAgent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({ keepAlive: true, minVersion: 'TLSv1.2' });
  let isClosed = false;
  return {
    async send(request) {
      if (isClosed) return notSent(request, 'network', 'the run is over');
      if (request.timeoutMs <= 0) return notSent(request, 'timeout', 'no time was left for it');
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), request.timeoutMs);
      try {
        const response = await fetch(request.url, {
          method: request.method,
          headers: { ...request.headers },
          ...(request.body === undefined ? {} : { body: request.body }),
          redirect: 'manual',
          signal: abort.signal,
          size: request.maxResponseBytes,
          agent: (url) => (url.protocol === 'http:' ? httpAgent : httpsAgent),
        });
        const head = headOf(response);
        request.onHead?.(head);
        return { status: 'answered', ...head, body: await response.text() };
      } catch (error) {
        return failureOf(error, request, abort.signal.aborted);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      isClosed = true;
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function headOf(response: Response): HttpHead {
  return {
    statusCode: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
  };
}

function notSent(request: HttpRequest, cause: HttpFailure['cause'], why: string): HttpFailure {
  return {
    status: 'failed',
    cause,
    reason: `${hostOf(request.url)} was not asked, because ${why}`,
  };
}

function failureOf(error: unknown, request: HttpRequest, isTimedOut: boolean): HttpFailure {
  const host = hostOf(request.url);
  // node-fetch tells its errors apart by these texts. Not by names: the bundle shortens those of classes.
  const { type, code } = error as { type?: unknown; code?: unknown };
  if (isTimedOut) {
    const seconds = Math.round(request.timeoutMs / 100) / 10;
    return { status: 'failed', cause: 'timeout', reason: `${host} gave no answer in ${seconds} s` };
  }
  if (type === 'max-size') {
    const reason = `${host} answered with more than ${request.maxResponseBytes} bytes`;
    return { status: 'failed', cause: 'too-large', reason };
  }
  const detail = typeof code === 'string' ? ` (${code})` : '';
  return {
    status: 'failed',
    cause: 'network',
    reason: `the connection to ${host} failed${detail}`,
  };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return 'an address that is not a URL';
  }
}
