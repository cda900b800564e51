import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageSource } from '../../src/engine/walls.ts';
import { answerWith, type Responder } from '../http-server.ts';
import { json, sourceOf, TIMEOUT_MS, withAuth0 } from './auth0-server.ts';
import { idAt, idsOf, logAt, pageIn, targets, times } from './sample-logs.ts';

const PAGE = 3;

/** The logs of the seconds -10 to 5, of which the one at 0 was exported last. */
const kept = times(16, (index) => logAt(index - 10));

/** A tenant of small pages that refuses the position 0 and finds the log at -10 by a search. */
function tenantOf(logs: readonly { readonly log_id: string }[]): Responder {
  return (request, response) => {
    const from = request.query.get('from');
    if (from === null) return json(200, logs.slice(0, 1))(request, response);
    if (from === idAt(0)) return json(400, { message: 'unknown' })(request, response);
    const after = logs.filter(({ log_id: id }) => id > from);
    return json(200, after.slice(0, PAGE))(request, response);
  };
}

/** Asks for the position 0 until a page comes, as the engine does. */
async function fetchUntilPage(source: PageSource, timeoutMs: number, most: number) {
  for (let attempts = 1; attempts < most; attempts += 1) {
    const outcome = await source.fetchPage(idAt(0), timeoutMs);
    if (outcome.status === 'page') return { page: outcome.page, attempts };
    assert.equal(outcome.status, 'retry');
  }
  return { page: pageIn(await source.fetchPage(idAt(0), timeoutMs)), attempts: most };
}

test('passes over what was exported already between the place that was found and the position', () =>
  withAuth0({ logs: tenantOf(kept) }, async (server) => {
    const source = sourceOf(server);
    const { page } = await fetchUntilPage(source, TIMEOUT_MS, 2);
    assert.deepEqual(idsOf(page), [idAt(1), idAt(2)], 'neither 0 nor what lies before it');
    assert.equal(page.continuesAfter, idAt(2));
    assert.match(page.warnings?.[0] ?? '', /which a search found/);

    const next = pageIn(await source.fetchPage(page.continuesAfter, TIMEOUT_MS));
    assert.deepEqual(idsOf(next), [idAt(3), idAt(4), idAt(5)]);
    assert.equal(next.warnings, undefined);
  }));

test('keeps the position when all that follows the place that was found was exported already', () =>
  withAuth0({ logs: tenantOf(kept.slice(0, 10)) }, async (server) => {
    const { page } = await fetchUntilPage(sourceOf(server), TIMEOUT_MS, 2);
    assert.deepEqual([page.logs, page.continuesAfter], [[], idAt(0)]);
  }));

test('goes on passing over where the last attempt ended, because one may be too short for all', () => {
  const tenant = tenantOf(kept);
  let requests = 0;
  const logs: Responder = (request, response) => {
    requests += 1;
    // Every third answer breaks off, as when the time of the attempt is over.
    if (requests % 3 === 0 && requests > 3) return answerWith(503)(request, response);
    return tenant(request, response);
  };
  return withAuth0({ logs }, async (server) => {
    const { page, attempts } = await fetchUntilPage(sourceOf(server), TIMEOUT_MS, 6);
    assert.deepEqual(idsOf(page), [idAt(1), idAt(2)]);
    assert.ok(attempts > 2, `${attempts} attempts`);
    const positions = targets(server).map((target) => /from=(\d+)/.exec(target)?.[1]);
    const searches = positions.filter((position) => position === undefined);
    assert.equal(searches.length, 1, 'searches once');
    const passed = positions.filter((position) => position !== undefined && position < idAt(0));
    assert.deepEqual(passed, [...passed].sort(), 'never goes back');
  });
});

test('tries again later when a place that was reached is refused too, and searches no further back', () => {
  const tenant = tenantOf(kept);
  const logs: Responder = (request, response) =>
    request.query.get('from') === idAt(-7)
      ? json(400, {})(request, response)
      : tenant(request, response);
  return withAuth0({ logs }, async (server) => {
    const source = sourceOf(server);
    for (let attempts = 0; attempts < 4; attempts += 1) {
      assert.equal((await source.fetchPage(idAt(0), TIMEOUT_MS)).status, 'retry');
    }
    const searches = targets(server).filter((target) => !target.includes('from='));
    assert.equal(searches.length, 1);
  });
});
