import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createFakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';
import { answerWith, inTurn, type Responder } from '../http-server.ts';
import { json, sourceOf, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';
import { idAt, idsOf, logAt, pageIn, targets, times } from './sample-logs.ts';

test('asks for the hundred logs after an id', () =>
  withAuth0({ logs: json(200, []) }, async (server) => {
    await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS);
    assert.deepEqual(targets(server), [`/api/v2/logs?from=${idAt(0)}&take=100`]);
    assert.equal(server.logRequests()[0]?.method, 'GET');
  }));

test('keeps the order of the answer and goes on after its last log, whatever ids and dates say', () => {
  const logs = [logAt(3), logAt(1, 9), logAt(2, 0)];
  return withAuth0({ logs: json(200, logs) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.deepEqual(page, { logs, continuesAfter: idAt(2), isFull: false });
  });
});

test('leaves the position where it is at an empty page, because that is the end of the logs', () =>
  withAuth0(
    { logs: json(200, [], { link: '</api/v2/logs?from=x>; rel="next"' }) },
    async (server) => {
      const page = pageIn(await sourceOf(server).fetchPage(idAt(5), TIMEOUT_MS));
      assert.deepEqual(page, { logs: [], continuesAfter: idAt(5), isFull: false });
    },
  ));

test('calls a page of a hundred full, because more may follow', () =>
  withAuth0(
    {
      logs: json(
        200,
        times(100, (index) => logAt(index + 1)),
      ),
    },
    async (server) => {
      const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
      assert.equal(page.isFull, true);
    },
  ));

test('refuses a page that holds the log it was to continue after, because it would be sent twice', () =>
  withAuth0({ logs: json(200, [logAt(5), logAt(6)]) }, async (server) => {
    const outcome = await sourceOf(server).fetchPage(idAt(5), TIMEOUT_MS);
    assert.equal(outcome.status, 'retry');
  }));

/** A page of one log whose link leads on with a mark of its own. */
function linkedPage(target: (last: string) => string): Responder {
  return json(200, [logAt(1)], { link: `<${target(idAt(1))}>; rel="next"` });
}

test('follows the address that the last page gave', () =>
  withAuth0(
    {
      logs: inTurn(
        linkedPage((last) => `/api/v2/logs?from=${last}&take=50&mark=1`),
        json(200, []),
      ),
    },
    async (server) => {
      const source = sourceOf(server);
      await source.fetchPage(idAt(0), TIMEOUT_MS);
      await source.fetchPage(idAt(1), TIMEOUT_MS);
      assert.equal(targets(server)[1], `/api/v2/logs?from=${idAt(1)}&take=100&mark=1`);
    },
  ));

test('makes the address itself when the link leads elsewhere, because the token would go there', () =>
  withAuth0(
    {
      logs: inTurn(
        linkedPage((last) => `http://127.0.0.1:1/api/v2/logs?from=${last}`),
        json(200, []),
      ),
    },
    async (server) => {
      const source = sourceOf(server);
      await source.fetchPage(idAt(0), TIMEOUT_MS);
      const page = pageIn(await source.fetchPage(idAt(1), TIMEOUT_MS));
      assert.deepEqual(page.logs, []);
      assert.equal(targets(server)[1], `/api/v2/logs?from=${idAt(1)}&take=100`);
    },
  ));

test('does not use the address of one page for another position', () =>
  withAuth0(
    {
      logs: inTurn(
        linkedPage((last) => `/api/v2/logs?from=${last}&mark=1`),
        json(200, []),
      ),
    },
    async (server) => {
      const source = sourceOf(server);
      await source.fetchPage(idAt(0), TIMEOUT_MS);
      await source.fetchPage(idAt(9), TIMEOUT_MS);
      assert.equal(targets(server)[1], `/api/v2/logs?from=${idAt(9)}&take=100`);
    },
  ));

test('makes the address itself when the one that a page gave is refused, before it searches', () =>
  withAuth0(
    {
      logs: inTurn(
        linkedPage((last) => `/api/v2/logs?from=${last}&mark=1`),
        json(400, {}),
        json(200, [logAt(2)]),
      ),
    },
    async (server) => {
      const source = sourceOf(server);
      await source.fetchPage(idAt(0), TIMEOUT_MS);
      const page = pageIn(await source.fetchPage(idAt(1), TIMEOUT_MS));
      assert.deepEqual(idsOf(page), [idAt(2)]);
      assert.equal(page.warnings, undefined);
      assert.equal(targets(server)[2], `/api/v2/logs?from=${idAt(1)}&take=100`);
    },
  ));

test('tries an address that a page gave once, because it may be what fails', () =>
  withAuth0(
    {
      logs: inTurn(
        linkedPage((last) => `/api/v2/logs?from=${last}&mark=1`),
        answerWith(500),
        json(200, []),
      ),
    },
    async (server) => {
      const source = sourceOf(server);
      await source.fetchPage(idAt(0), TIMEOUT_MS);
      assert.equal((await source.fetchPage(idAt(1), TIMEOUT_MS)).status, 'retry');
      pageIn(await source.fetchPage(idAt(1), TIMEOUT_MS));
      assert.equal(targets(server)[2], `/api/v2/logs?from=${idAt(1)}&take=100`);
    },
  ));

/** A page of more than so many logs is larger than any page may be. */
function tooLargeAbove(mostLogs: number): Responder {
  const tooLarge = Buffer.alloc(16_000_001, ' ');
  return (request, response) => {
    const take = Number(request.query.get('take'));
    const logs = times(take, (index) => logAt(index + 1));
    (take > mostLogs ? answerWith(200, tooLarge) : json(200, logs))(request, response);
  };
}

test('asks for ten logs when a page of a hundred is too large, and calls ten full', () =>
  withAuth0({ logs: tooLargeAbove(10) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.equal(page.logs.length, 10);
    assert.equal(page.isFull, true);
    assert.equal(page.continuesAfter, idAt(10));
    assert.deepEqual(
      server.logRequests().map(({ query }) => [query.get('from'), query.get('take')]),
      [
        [idAt(0), '100'],
        [idAt(0), '10'],
      ],
    );
  }));

test('asks for one log alone when ten are too large', () =>
  withAuth0({ logs: tooLargeAbove(1) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.deepEqual(idsOf(page), [idAt(1)]);
    assert.equal(page.isFull, true);
    assert.deepEqual(
      server.logRequests().map(({ query }) => query.get('take')),
      ['100', '10', '1'],
    );
  }));

test('asks for a hundred again after a page that was too large, because most are not', () =>
  withAuth0(
    { logs: inTurn(tooLargeAbove(10), tooLargeAbove(10), json(200, [])) },
    async (server) => {
      const source = sourceOf(server);
      await source.fetchPage(idAt(0), TIMEOUT_MS);
      await source.fetchPage(idAt(10), TIMEOUT_MS);
      assert.equal(server.logRequests()[2]?.query.get('take'), '100');
    },
  ));

test('stops at a log that is larger than everything, because going on would leave it out', async () => {
  const limits: number[] = [];
  const client = {
    read: async (_url: string, maxResponseBytes: number) => {
      limits.push(maxResponseBytes);
      return { status: 'too-large' as const };
    },
    readOne: async () => neverAsked(),
  };
  const source = createLogsApi('https://tenant.eu.auth0.com', client, createFakeClock());
  const outcome = await source.fetchPage(idAt(0), TIMEOUT_MS);
  assert.deepEqual(outcome, {
    status: 'stopped',
    reason: `the log after ${idAt(0)} is larger than 64000000 bytes and cannot be read`,
  });
  assert.deepEqual(limits, [16_000_000, 16_000_000, 64_000_000]);
});

test('asks to be left alone until the reset when the allowance is used up', () => {
  const headers = {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(ORDINARY_DAY_MS / 1000 + 3),
    date: new Date(ORDINARY_DAY_MS).toUTCString(),
  };
  return withAuth0({ logs: json(200, [logAt(1)], headers) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.equal(page.pauseMs, 3_000);
  });
});

test('waits after a 429 until the reset by the clock of Auth0, not by a wrong one here', () => {
  const theirsMs = ORDINARY_DAY_MS + 7_200_000;
  const headers = {
    'x-ratelimit-reset': String(theirsMs / 1000 + 6),
    date: new Date(theirsMs).toUTCString(),
  };
  return withAuth0({ logs: json(429, {}, headers) }, async (server) => {
    const outcome = await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS);
    assert.ok(outcome.status === 'retry');
    assert.deepEqual([outcome.isRateLimited, outcome.waitMs], [true, 6_000]);
  });
});

test("tells a log's time by its date", () => {
  const source = createLogsApi(
    'https://tenant.eu.auth0.com',
    { read: async () => neverAsked(), readOne: async () => neverAsked() },
    createFakeClock(),
  );
  assert.equal(source.timeOf(logAt(7)), ORDINARY_DAY_MS + 7_000);
});

function neverAsked(): never {
  throw new Error('nothing was to be read');
}
