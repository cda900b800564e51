/** A server on 127.0.0.1 that turns calls into replies and is gone, sockets included, after `stop`. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Call, Reply } from './answer.ts';
import { errorText } from './error-text.ts';
import type { SelfSigned } from './self-signed.ts';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** 0 lets the system choose. */
  readonly port?: number;
  /** Left out: plain http. */
  readonly tls?: SelfSigned | undefined;
}

/** Above the largest body that any emulated service reads; beyond it the connection is cut. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

/** Longer than any pause of a client under test, so that a kept connection is not closed under it. */
const KEEP_ALIVE_MS = 60_000;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let byteCount = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    byteCount += bytes.length;
    if (byteCount > MAX_BODY_BYTES) throw new Error('The body is larger than the sandbox reads.');
    parts.push(bytes);
  }
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
}

/** The request with its whole body. */
export async function toCall(request: IncomingMessage): Promise<Call> {
  const target = request.url ?? '/';
  const cut = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: cut === -1 ? target : target.slice(0, cut),
    target,
    query: new URLSearchParams(cut === -1 ? '' : target.slice(cut + 1)),
    headers: request.headers,
    body: await readBody(request),
  };
}

/** Puts a reply on the wire. */
export function perform(reply: Reply, response: ServerResponse): void {
  if (reply.kind === 'hang') return;
  if (reply.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { answer } = reply;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  if (reply.kind === 'send') {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

export async function serveReplies(
  replyTo: (call: Call) => Promise<Reply>,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      perform(await replyTo(await toCall(request)), response);
    } catch (error) {
      if (response.headersSent || response.destroyed) return;
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`The sandbox itself failed: ${errorText(error)}`);
    }
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void handle(request, response);
  };
  const { tls } = options;
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', ready);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    port: address.port,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
