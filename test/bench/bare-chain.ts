/**
 * The comparison for the speed of reading: asks for one page after the other by `node:http` on one
 * connection, follows the `Link` header, and does nothing with the body but receive it. Nothing that
 * reads the pages of a checkpoint in order can be faster.
 */

import { Agent, get, type IncomingMessage } from 'node:http';
import type { Contender } from './contender.ts';
import { requestToken } from './request-token.ts';

export const bareChain: Contender = async ({ tenantUrl }) => {
  const authorization = `Bearer ${await requestToken(tenantUrl)}`;
  const agent = new Agent({ keepAlive: true });

  const readPage = (url: string): Promise<{ next: string | undefined; byteCount: number }> =>
    new Promise((resolve, reject) => {
      const receive = (answer: IncomingMessage): void => {
        let byteCount = 0;
        answer.on('data', (chunk: Buffer) => {
          byteCount += chunk.length;
        });
        answer.on('end', () => {
          const next = /<([^>]+)>/.exec(String(answer.headers['link']))?.[1];
          resolve({ next, byteCount });
        });
        answer.on('error', reject);
      };
      get(url, { agent, headers: { authorization } }, receive).on('error', reject);
    });

  let url = `${tenantUrl}/api/v2/logs?from=900${'0'.repeat(53)}&take=100`;
  for (;;) {
    const { next, byteCount } = await readPage(url);
    // An empty page is "[]".
    if (next === undefined || byteCount <= 2) break;
    url = next;
  }
  agent.destroy();
};
