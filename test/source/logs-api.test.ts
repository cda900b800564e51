import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page, PageOutcome } from '../../src/engine/walls.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { createLogsApi } from '../../src/source/logs-api.ts';
import { createFakeClock, ORDINARY_DAY_MS } from '../fake-clock.ts';
import { answerWith, inTurn, type Responder } from '../http-server.ts';
import { type Auth0Server, json, sourceOf, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';

/** An id that was taken in so many seconds after two o'clock. */
function idAt(seconds: number): string {
  return syntheticId(ORDINARY_DAY_MS + seconds * 1000).replace(/0$/, '1');
}

function logAt(seconds: number, dateSeconds = seconds) {
  const date = new Date(ORDINARY_DAY_MS + dateSeconds * 1000).toISOString();
  return { log_id: idAt(seconds), date, type: 's' };
}

function pageIn(outcome: PageOutcome): Page {
  assert.ok(outcome.status === 'page', JSON.stringify(outcome));
  return outcome.page;
}

function idsOf(page: Page): readonly string[] {
  return page.logs.map((log) => log.log_id);
}

function targets(server: Auth0Server): readonly string[] {
  return server.logRequests().map(({ target }) => target);
}

function times<Value>(count: number, value: (index: number) => Value): readonly Value[] {
  return Array.from({ length: count }, (_, index) => value(index));
}

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
      assert.equal(page.warning, undefined);
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

/** Refuses positions that are no log's id, and finds logs by a search. */
function refusing(found: readonly unknown[], after: Responder): Responder {
  return (request, response) => {
    const from = request.query.get('from');
    if (from === null) return json(200, found)(request, response);
    if (from === idAt(0)) return json(400, { message: 'unknown' })(request, response);
    return after(request, response);
  };
}

test('searches from a minute before the position when it is refused', () =>
  withAuth0({ logs: refusing([], json(200, [])) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.deepEqual(page, { logs: [], continuesAfter: idAt(0), isFull: false });
    assert.equal(server.logRequests()[1]?.query.get('q'), 'date:[2026-11-01T13:59:00.000Z TO *]');
  }));

test('gives the smallest id that the search found alone, and goes on after it', () => {
  const found = [logAt(9, 1), logAt(4, 2), logAt(6, 3)];
  return withAuth0({ logs: refusing(found, json(200, [logAt(5)])) }, async (server) => {
    const source = sourceOf(server);
    const first = pageIn(await source.fetchPage(idAt(0), TIMEOUT_MS));
    const second = pageIn(await source.fetchPage(first.continuesAfter, TIMEOUT_MS));

    assert.deepEqual(idsOf(first), [idAt(4)]);
    assert.equal(first.continuesAfter, idAt(4));
    assert.equal(first.isFull, true);
    assert.match(first.warning ?? '', new RegExp(`${idAt(0)}.*${idAt(4)}, which a search found`));
    assert.equal(targets(server)[2], `/api/v2/logs?from=${idAt(4)}&take=100`);
    assert.deepEqual(idsOf(second), [idAt(5)]);
  });
});

test('goes on after the last log before the position when the search found one', () => {
  const found = [logAt(-20), logAt(-5), logAt(3, -4)];
  return withAuth0({ logs: refusing(found, json(200, [logAt(1), logAt(2)])) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.deepEqual(idsOf(page), [idAt(1), idAt(2)]);
    assert.equal(page.continuesAfter, idAt(2));
    assert.match(page.warning ?? '', new RegExp(idAt(-5)));
    assert.equal(targets(server)[2], `/api/v2/logs?from=${idAt(-5)}&take=100`);
  });
});

test('keeps the position that was asked for while nothing follows the place that was found', () =>
  withAuth0({ logs: refusing([logAt(-5)], json(200, [])) }, async (server) => {
    const page = pageIn(await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS));
    assert.deepEqual([page.logs, page.continuesAfter], [[], idAt(0)]);
  }));

test('searches from the beginning when the refused position tells no time', () =>
  withAuth0({ logs: inTurn(json(404, {}), json(200, [])) }, async (server) => {
    await sourceOf(server).fetchPage('5f1b2c3d4e5f60718293a4b5', TIMEOUT_MS);
    assert.equal(server.logRequests()[1]?.query.get('q'), 'date:[1970-01-01T00:00:00.000Z TO *]');
  }));

test('never walks back when every position is refused, because all would be exported again', () => {
  const kept = times(50, (index) => logAt(index * 30 - 1500));
  const logs: Responder = (request, response) => {
    const query = request.query.get('q');
    if (query === null) return json(400, {})(request, response);
    const [, from = ''] = /date:\[(\S+) TO/.exec(query) ?? [];
    return json(
      200,
      kept.filter(({ date }) => date >= from),
    )(request, response);
  };
  return withAuth0({ logs }, async (server) => {
    const source = sourceOf(server);
    for (const position of [idAt(-30), idAt(-45), idAt(-1500)]) {
      const outcome = await source.fetchPage(position, TIMEOUT_MS);
      assert.equal(outcome.status, 'retry', position);
    }
  });
});

test('asks to be tried again when the search is refused as well', () =>
  withAuth0({ logs: json(400, {}) }, async (server) => {
    const outcome = await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS);
    assert.equal(outcome.status, 'retry');
    assert.equal(server.logRequests().length, 2);
  }));

test('passes on why a search failed', () =>
  withAuth0(
    { logs: inTurn(json(400, {}), json(429, {}, { 'retry-after': '2' })) },
    async (server) => {
      const outcome = await sourceOf(server).fetchPage(idAt(0), TIMEOUT_MS);
      assert.ok(outcome.status === 'retry' && outcome.isRateLimited === true);
      assert.equal(outcome.waitMs, 2_000);
    },
  ));

test("tells a log's time by its date", () => {
  const source = createLogsApi(
    'https://tenant.eu.auth0.com',
    { read: async () => neverAsked() },
    createFakeClock(),
  );
  assert.equal(source.timeOf(logAt(7)), ORDINARY_DAY_MS + 7_000);
});

function neverAsked(): never {
  throw new Error('nothing was to be read');
}
