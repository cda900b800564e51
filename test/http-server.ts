/** Lends a test a real server on 127.0.0.1, and what it heard. */

import assert from 'node:assert/strict';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ClosableHttpClient, createHttpClient } from '../src/http/node-fetch-client.ts';

export interface HeardRequest {
  readonly method: string;
  /** Path and query as they crossed the wire. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Responder = (request: HeardRequest, response: ServerResponse) => void;

export interface TestServer {
  /** Without a slash at the end. */
  readonly origin: string;
  /** With its port. */
  readonly host: string;
  /** Every request whose body came completely, in order. */
  readonly heard: readonly HeardRequest[];
  /** How many connections were ever opened. */
  connectionCount(): number;
  openConnectionCount(): number;
}

/** Runs `use` with a server that answers as told; afterwards the server and its connections are gone. */
export async function withServer(
  respond: Responder,
  use: (server: TestServer) => Promise<void>,
): Promise<void> {
  const heard: HeardRequest[] = [];
  const open = new Set<Socket>();
  let connectionCount = 0;
  const failures: unknown[] = [];

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    heard.push(request);
    respond(request, response);
  }
  const server = createServer((incoming, response) => {
    take(incoming, response).catch((error: unknown) => {
      // A request that the client gave up is no fault of the test.
      if (!incoming.destroyed || incoming.complete) failures.push(error);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    connectionCount += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  try {
    await use({
      origin: `http://${host}`,
      host,
      heard,
      connectionCount: () => connectionCount,
      openConnectionCount: () => open.size,
    });
  } finally {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
  assert.deepEqual(failures, [], 'the responder of the test failed');
}

/** Runs `use` with a server and an HTTP client; both are closed afterwards. */
export async function withHttp(
  respond: Responder,
  use: (server: TestServer, http: ClosableHttpClient) => Promise<void>,
): Promise<void> {
  const http = createHttpClient();
  try {
    await withServer(respond, (server) => use(server, http));
  } finally {
    http.close();
  }
}

/** Answers every request in the same way. */
export function answerWith(
  statusCode: number,
  body: string | Buffer = '',
  headers: OutgoingHttpHeaders = {},
): Responder {
  return (_, response) => {
    response.writeHead(statusCode, headers).end(body);
  };
}

/** Answers the first request as the first responder does, and so on; the last one goes on for ever. */
export function inTurn(...responders: readonly Responder[]): Responder {
  let count = 0;
  return (request, response) => {
    const responder = responders[Math.min(count, responders.length - 1)];
    count += 1;
    responder?.(request, response);
  };
}

/** Takes the request and never answers. */
export const hang: Responder = () => undefined;

/** Breaks the connection instead of an answer. */
export const reset: Responder = (_, response) => {
  response.socket?.resetAndDestroy();
};

async function readRequest(incoming: IncomingMessage): Promise<HeardRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  const target = incoming.url ?? '';
  const url = new URL(target, 'http://127.0.0.1');
  return {
    method: incoming.method ?? '',
    target,
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(parts),
  };
}
