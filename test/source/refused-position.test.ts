import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageOutcome, PageSource } from '../../src/engine/walls.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { ORDINARY_DAY_MS } from '../fake-clock.ts';
import { inTurn, type Responder } from '../http-server.ts';
import { json, sourceOf, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';
import { idAt, idsOf, logAt, pageIn, targets, times } from './sample-logs.ts';

/** Refuses positions that are no log's id, and finds logs by a search. */
function refusing(found: readonly unknown[], after: Responder): Responder {
  return (request, response) => {
    const from = request.query.get('from');
    if (from === null) return json(200, found)(request, response);
    if (from === idAt(0)) return json(400, { message: 'unknown' })(request, response);
    return after(request, response);
  };
}

/** Asks for a position that is refused as often as it takes until it is searched for. */
async function fetchRefused(source: PageSource, position: string): Promise<PageOutcome> {
  const first = await source.fetchPage(position, TIMEOUT_MS);
  assert.deepEqual(first, {
    status: 'retry',
    reason: `Auth0 refused the position after the log ${position}`,
  });
  return source.fetchPage(position, TIMEOUT_MS);
}

test('asks once more for the id of a log before it searches, because the refusal may be a whim', () =>
  withAuth0({ logs: inTurn(json(400, {}), json(200, [logAt(1)])) }, async (server) => {
    const page = pageIn(await fetchRefused(sourceOf(server), idAt(0)));
    assert.deepEqual(idsOf(page), [idAt(1)]);
    assert.equal(page.warnings, undefined);
    const ordinary = `/api/v2/logs?from=${idAt(0)}&take=100`;
    assert.deepEqual(targets(server), [ordinary, ordinary]);
  }));

test('searches at once for a position made from a time, because no log may have it', () => {
  const position = syntheticId(ORDINARY_DAY_MS);
  return withAuth0(
    { logs: inTurn(json(400, {}), json(200, [logAt(-5)]), json(200, [logAt(1)])) },
    async (server) => {
      const page = pageIn(await sourceOf(server).fetchPage(position, TIMEOUT_MS));
      assert.deepEqual(idsOf(page), [idAt(1)]);
      assert.equal(server.logRequests().length, 3);
    },
  );
});

test('searches from a minute before the position when it is refused again', () =>
  withAuth0({ logs: refusing([], json(200, [])) }, async (server) => {
    const page = pageIn(await fetchRefused(sourceOf(server), idAt(0)));
    assert.deepEqual(page, { logs: [], continuesAfter: idAt(0), isFull: false });
    assert.equal(server.logRequests()[2]?.query.get('q'), 'date:[2026-11-01T13:59:00.000Z TO *]');
  }));

test('gives the smallest id that the search found alone, and goes on after it', () => {
  const found = [logAt(9, 1), logAt(4, 2), logAt(6, 3)];
  return withAuth0({ logs: refusing(found, json(200, [logAt(5)])) }, async (server) => {
    const source = sourceOf(server);
    const first = pageIn(await fetchRefused(source, idAt(0)));
    const second = pageIn(await source.fetchPage(first.continuesAfter, TIMEOUT_MS));

    assert.deepEqual(idsOf(first), [idAt(4)]);
    assert.equal(first.continuesAfter, idAt(4));
    assert.equal(first.isFull, true);
    assert.match(
      first.warnings?.[0] ?? '',
      new RegExp(`${idAt(0)}.*${idAt(4)}, which a search found`),
    );
    assert.equal(targets(server)[4], `/api/v2/logs?from=${idAt(4)}&take=100`);
    assert.deepEqual(idsOf(second), [idAt(5)]);
  });
});

test('searches back from there when no log is before the position, because one may have come late', () =>
  withAuth0(
    {
      logs: (request, response) => {
        const query = request.query.get('q');
        if (query === null) return json(400, {})(request, response);
        // The log of the third second happened an hour before its id was given.
        const found = query.startsWith('date:[* TO') ? [logAt(3, -3600)] : [logAt(9)];
        return json(200, found)(request, response);
      },
    },
    async (server) => {
      const page = pageIn(await fetchRefused(sourceOf(server), idAt(0)));
      assert.deepEqual(idsOf(page), [idAt(3)]);
      const back = server.logRequests()[3]?.query;
      assert.equal(back?.get('q'), 'date:[* TO 2026-11-01T13:59:00.000Z]');
      assert.equal(back?.get('sort'), 'date:-1');
    },
  ));

test('goes on after the last log before the position when the search found one', () => {
  const found = [logAt(-20), logAt(-5), logAt(3, -4)];
  return withAuth0({ logs: refusing(found, json(200, [logAt(1), logAt(2)])) }, async (server) => {
    const page = pageIn(await fetchRefused(sourceOf(server), idAt(0)));
    assert.deepEqual(idsOf(page), [idAt(1), idAt(2)]);
    assert.equal(page.continuesAfter, idAt(2));
    assert.match(page.warnings?.[0] ?? '', new RegExp(idAt(-5)));
    assert.equal(targets(server)[3], `/api/v2/logs?from=${idAt(-5)}&take=100`);
  });
});

test('keeps the position that was asked for while nothing follows the place that was found', () =>
  withAuth0({ logs: refusing([logAt(-5)], json(200, [])) }, async (server) => {
    const page = pageIn(await fetchRefused(sourceOf(server), idAt(0)));
    assert.deepEqual([page.logs, page.continuesAfter], [[], idAt(0)]);
  }));

test('searches from the beginning when the refused position tells no time', () =>
  withAuth0({ logs: inTurn(json(404, {}), json(404, {}), json(200, [])) }, async (server) => {
    await fetchRefused(sourceOf(server), '5f1b2c3d4e5f60718293a4b5');
    assert.equal(server.logRequests()[2]?.query.get('q'), 'date:[1970-01-01T00:00:00.000Z TO *]');
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
      const outcome = await fetchRefused(source, position);
      assert.equal(outcome.status, 'retry', position);
    }
  });
});

test('does not ask again at once for a log that exists but is refused, because a wait may help', () =>
  withAuth0({ logs: refusing([logAt(0)], json(200, [])) }, async (server) => {
    const outcome = await fetchRefused(sourceOf(server), idAt(0));
    assert.equal(outcome.status, 'retry');
    assert.equal(server.logRequests().length, 3);
  }));

test('asks to be tried again when the search is refused as well', () =>
  withAuth0({ logs: json(400, {}) }, async (server) => {
    const outcome = await fetchRefused(sourceOf(server), idAt(0));
    assert.equal(outcome.status, 'retry');
    assert.equal(server.logRequests().length, 3);
  }));

test('passes on why a search failed', () =>
  withAuth0(
    { logs: inTurn(json(400, {}), json(400, {}), json(429, {}, { 'retry-after': '2' })) },
    async (server) => {
      const outcome = await fetchRefused(sourceOf(server), idAt(0));
      assert.ok(outcome.status === 'retry' && outcome.isRateLimited === true);
      assert.equal(outcome.waitMs, 2_000);
    },
  ));
