/** A proxy before a workspace whose answers break off, as a dying one leaves them. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What is sent of an answer before the connection is cut. */
export const BEGINNINGS = {
  'within its head': 'HTTP/1.1 200 OK\r\ncontent-le',
  'within its body': 'HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nhalf',
  'within a chunk': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n100\r\nhalf',
} as const;

/** Hands posts on to a workspace and cuts the first answers off; gives its address. */
export async function startCutter(
  t: TestContext,
  workspaceUrl: string,
  cuts: string[],
): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const { host: _host, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(`${workspaceUrl}${request.url}`, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: Buffer.concat(parts),
    });
    const cut = cuts.shift();
    if (cut === undefined) response.writeHead(answer.status).end(await answer.text());
    else response.socket?.end(cut);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
