import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpHead } from '../../src/http/http-client.ts';
import type { LogsClient } from '../../src/source/logs-client.ts';
import { checkpointUrl, MAX_TAKE } from '../../src/source/logs-request.ts';
import { readingAhead } from '../../src/source/read-ahead.ts';
import { createFakeClock } from '../fake-clock.ts';

const ORIGIN = 'https://tenant.example.auth0.com';

interface Asked {
  readonly url: string;
  /** The head of the answer comes: with a link to the page after an id, and other headers. */
  head(nextId: string, others?: Readonly<Record<string, string>>): void;
  /** The whole answer has come, with so many logs. */
  answer(logs: number): void;
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
          head(nextId, others = {}) {
            const link = `<${checkpointUrl(ORIGIN, nextId, MAX_TAKE)}>; rel="next"`;
            const headers: Readonly<Record<string, string>> = { link, ...others };
            onHead?.({ statusCode: 200, header: (name) => headers[name] });
          },
          answer(count) {
            const logs = Array.from({ length: count }, (_, i) => ({ log_id: `${url}#${i}` }));
            const answer = { ...answered, status: 'answered', body: '' } as const;
            resolve({ status: 'logs', logs, answer });
          },
        });
      }),
  };
  return { client, asked };
}

function start() {
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
async function readFullPage({ read, request }: ReturnType<typeof start>): Promise<void> {
  const reading = read('0');
  request(0).head('100');
  request(0).answer(MAX_TAKE);
  await reading;
}

test('makes one request for a page that is not full, because an idle run should cost no more', async () => {
  const { read, request, askedIds } = start();
  const reading = read('0');
  request(0).head('0');
  request(0).answer(0);
  await reading;
  assert.deepEqual(askedIds(), ['0']);
});

test('after a full page, asks for the next one when the head names it, before the body has come', async () => {
  const started = start();
  await readFullPage(started);
  const { read, request, askedIds } = started;

  const second = read('100');
  request(1).head('200');
  assert.deepEqual(askedIds(), ['0', '100', '200']);
  request(1).answer(MAX_TAKE);
  await second;

  const third = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '200'], 'the page is under way already');
  request(2).answer(3);
  const outcome = await third;
  assert.equal(outcome.status === 'logs' && outcome.logs.length, 3);
});

test('never reads further ahead than one page, because memory must not grow', async () => {
  const started = start();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('200');
  request(2).head('300');
  assert.deepEqual(askedIds(), ['0', '100', '200']);

  request(1).answer(MAX_TAKE);
  await second;
  const third = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '200', '300'], 'only once the page is wanted');
  request(2).answer(1);
  await third;
});

test('asks anew when the page that was read ahead is not the one that is wanted', async () => {
  const started = start();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('999');
  request(1).answer(MAX_TAKE);
  await second;

  const third = read('200');
  assert.deepEqual(askedIds(), ['0', '100', '999', '200']);
  request(3).answer(0);
  const outcome = await third;
  assert.equal(outcome.status === 'logs' && outcome.logs.length, 0);
});

test('does not read ahead when the allowance is used up, because that would provoke a 429', async () => {
  const started = start();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('200', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' });
  request(1).answer(MAX_TAKE);
  await second;
  assert.deepEqual(askedIds(), ['0', '100']);
});

test('does not follow a link that leads elsewhere, because the token would go there', async () => {
  const started = start();
  await readFullPage(started);
  const { read, request, askedIds } = started;
  const second = read('100');
  request(1).head('200', { link: '<https://evil.example/api/v2/logs?from=200>; rel="next"' });
  request(1).answer(MAX_TAKE);
  await second;
  assert.deepEqual(askedIds(), ['0', '100']);
});
