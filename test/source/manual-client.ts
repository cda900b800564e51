/** A client for logs whose answers come when the test says so, and what reads ahead of it. */

import assert from 'node:assert/strict';
import type { HttpHead } from '../../src/http/http-client.ts';
import type { LogsClient } from '../../src/source/logs-client.ts';
import { checkpointUrl, MAX_TAKE } from '../../src/source/logs-request.ts';
import { readingAhead } from '../../src/source/read-ahead.ts';
import { createFakeClock } from '../fake-clock.ts';

const ORIGIN = 'https://tenant.example.auth0.com';

interface Asked {
  readonly url: string;
  /** The head of the answer comes: with a link to the page after an id, other headers and a status. */
  head(nextId: string, others?: Readonly<Record<string, string>>, statusCode?: number): void;
  /** The whole answer has come, with so many logs. */
  answer(logs: number): void;
  /** No answer comes. */
  fail(): void;
}

/** A client whose answers come when the test says so. */
function createManualClient(): { client: LogsClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const client: LogsClient = {
    readOne: async () => ({ status: 'gone' }),
    read: (url, _maxBytes, _timeoutMs, onHead) =>
      new Promise((resolve) => {
        const answered: HttpHead = { statusCode: 200, header: () => undefined };
        asked.push({
          url,
          head(nextId, others = {}, statusCode = 200) {
            const link = `<${checkpointUrl(ORIGIN, nextId, MAX_TAKE)}>; rel="next"`;
            const headers: Readonly<Record<string, string>> = { link, ...others };
            onHead?.({ statusCode, header: (name) => headers[name] });
          },
          answer(count) {
            const logs = Array.from({ length: count }, (_, i) => ({ log_id: `${url}#${i}` }));
            const answer = { ...answered, status: 'answered', body: '' } as const;
            resolve({ status: 'logs', logs, answer });
          },
          fail: () => resolve({ status: 'retry', reason: 'down' }),
        });
      }),
  };
  return { client, asked };
}

/** Reads ahead of a client whose answers come when the test says so. */
export function startAhead() {
  const { client, asked } = createManualClient();
  const ahead = readingAhead(client, ORIGIN, createFakeClock());
  const read = (id: string) => ahead.read(checkpointUrl(ORIGIN, id, MAX_TAKE), 1_000, 1_000);
  const askedIds = () => asked.map(({ url }) => new URL(url).searchParams.get('from'));
  /** One of the requests so far. */
  const request = (index: number): Asked => {
    const found = asked[index];
    assert.ok(found, `request ${index} was made`);
    return found;
  };
  return { read, request, askedIds };
}

/** Reads one full page, after which reading ahead is allowed. */
export async function readFullPage({
  read,
  request,
}: ReturnType<typeof startAhead>): Promise<void> {
  const reading = read('0');
  request(0).head('100');
  request(0).answer(MAX_TAKE);
  await reading;
}
