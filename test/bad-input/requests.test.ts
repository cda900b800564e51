import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import fc from 'fast-check';
import {
  type BuiltHost,
  buildHost,
  type SpawnedHost,
  spawnHost,
} from '../../src/sandbox/spawn-host.ts';
import type { UrlFormat } from '../../src/sandbox/webtask-host.ts';
import { BUNDLE, callAsScheduler, type Services, startServices } from '../extension.ts';
import { brokenRequest, MARK, type ProperRequest, properRequest } from './any-request.ts';
import { type RawAnswer, sendRaw } from './raw-request.ts';

const PAGE_PASSWORD = 'not-to-be-guessed-5d20';

/** What it says in one word, and the empty answers of redirects and of Node itself. */
const WORDS = [
  ...['too-soon', 'not found\n', 'method not allowed\n', 'bad request\n', 'not allowed\n'],
  // Without an address of its own the extension is no client of the authority.
  ...['{"error":"not_found"}', '', '0\r\n\r\n'],
];

/** What somebody without a session may see of the page, and how it is asked for. */
const SEEN_BY_ANYBODY = [
  ['GET', '/login'],
  ['GET', '/login/dashboard'],
  ['POST', '/login/password'],
  ['POST', '/login/callback'],
  ['POST', '/runs'],
] as const;

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
};
const HEADERS_OF_PAGE = [
  ...['content-type', 'content-security-policy', 'x-frame-options', 'location', 'set-cookie'],
  ...['cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy'],
];
const HEADERS_OF_NODE = ['date', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

/** Of the password form and of a sign-in that was begun; neither signs anybody in. */
const COOKIE = /^log-export-(?:form|login)=/;

describe('the bundle, asked by a stranger', () => {
  let builtHost: BuiltHost;
  before(async () => {
    builtHost = await buildHost();
  });
  after(() => builtHost.remove());

  for (const urlFormat of [1, 2, 3] as const) {
    for (const bodyParsing of [0, 1] as const) {
      const parsed = bodyParsing === 1 ? 'a parsed body' : 'a body that is not parsed';
      test(`answers any request by form ${urlFormat} of URL with ${parsed}`, async (t) => {
        const place = await startPlace(t, { urlFormat, bodyParsing, builtHost });

        await t.test('by its method and path only, with a fixed word or page', () =>
          fc.assert(
            fc.asyncProperty(properRequest(urlFormat, place.root), (request) =>
              expectAnswer(place, request),
            ),
            { numRuns: 40 },
          ),
        );
        await t.test('or as Node does, when the request is broken', () =>
          fc.assert(
            fc.asyncProperty(brokenRequest(place.root), (bytes) => expectNoHarm(place, bytes)),
            { numRuns: 25 },
          ),
        );

        assert.ok(place.host.isAlive());
        assert.deepEqual(place.host.output(), place.printed, 'of no request anything is printed');
        const told = await callAsScheduler(place.host.url);
        assert.deepEqual(told, { status: 200, text: 'too-soon' });
      });
    }
  }
});

/** A host whose next run is not due for an hour. */
interface Place {
  readonly host: SpawnedHost;
  readonly services: Services;
  readonly root: string;
  readonly stored: string;
  readonly printed: unknown;
  readonly tenantRequests: number;
  /** All pages that a stranger may get, without what differs from one time to the next. */
  readonly pages: readonly string[];
}

async function startPlace(
  t: TestContext,
  options: {
    readonly urlFormat: UrlFormat;
    readonly bodyParsing: 0 | 1;
    readonly builtHost: BuiltHost;
  },
): Promise<Place> {
  const services = await startServices(t, { tenant: { backlog: 3 } });
  const secrets = { ...services.secrets, MIN_INTERVAL_SECONDS: '3600', PAGE_PASSWORD };
  const host = await spawnHost({ ...options, bundlePath: BUNDLE, secrets });
  t.after(() => host.stop());
  assert.deepEqual(await callAsScheduler(host.url), { status: 200, text: 'caught-up' });
  return {
    host,
    services,
    root: new URL(host.url).pathname,
    stored: await control(host, 'storage'),
    printed: host.output(),
    tenantRequests: services.tenant.counters().requests,
    pages: await pagesOf(host.url),
  };
}

async function pagesOf(url: string): Promise<readonly string[]> {
  const answers = SEEN_BY_ANYBODY.map(async ([method, path]) => {
    const answer = await fetch(url + path, { method, redirect: 'error' });
    // A character a byte, as raw answers are read.
    return withoutChance(Buffer.from(await answer.arrayBuffer()).toString('latin1'));
  });
  return Promise.all(answers);
}

/** A page without its nonces, and without the path before its links. */
function withoutChance(html: string): string {
  return html
    .replace(/nonce="[\w-]{22}"/g, 'nonce')
    .replace(/name="csrf" value="[\w-]{43}"/g, 'csrf')
    .replace(/(href|action)="(?:\/[\w-]+)*?(\/login[^"]*)"/g, '$1="$2"');
}

async function control(host: SpawnedHost, what: 'storage' | 'counters'): Promise<string> {
  return (await fetch(`${host.controlUrl}/sandbox/${what}`)).text();
}

interface StorageUse {
  readonly reads: number;
  readonly writes: number;
}

async function storageUse(host: SpawnedHost): Promise<StorageUse> {
  const { reads, writes }: StorageUse = JSON.parse(await control(host, 'counters'));
  return { reads, writes };
}

async function expectAnswer(place: Place, request: ProperRequest): Promise<void> {
  const { reads, writes } = await storageUse(place.host);

  const answer = await sendRaw(place.host.url, request.bytes);

  assert.ok(answer, 'there is an answer');
  const isScheduled = request.isForRoot && request.method === 'POST';
  if (isScheduled) {
    assert.deepEqual(
      { status: answer.status, text: answer.body },
      { status: 200, text: 'too-soon' },
    );
  } else {
    const statuses = STATUSES[request.method] ?? OF_OTHER_METHODS;
    assert.ok(statuses.includes(answer.status), `${request.method} ${answer.status}`);
    if (request.isForRoot) assert.equal(answer.status, OF_THE_ROOT[request.method] ?? 405);
  }
  assertTellsNothing(place, answer);
  for (const [name, value] of Object.entries(HEADERS)) assert.equal(answer.headers[name], value);
  assert.match(answer.headers['content-security-policy'] ?? '', /frame-ancestors 'none'/);
  // A scheduler's call that comes too soon costs one read, and a stranger's none.
  const cost = isScheduled ? 1 : 0;
  assert.deepEqual(await storageUse(place.host), { reads: reads + cost, writes });
  await assertNothingRan(place);
}

/** Where a path may lead that is not the root: to the sign-in, to a refusal, or nowhere. */
const STATUSES: Readonly<Record<string, readonly number[]>> = {
  GET: [200, 302, 303, 400, 403, 404],
  HEAD: [200, 302, 303, 400, 403, 404],
  POST: [303, 400, 401, 403, 404],
  PUT: [400, 401, 404],
};
const OF_OTHER_METHODS = [404, 405];
const OF_THE_ROOT: Readonly<Record<string, number>> = { GET: 303, HEAD: 303, PUT: 401 };

async function expectNoHarm(place: Place, bytes: string): Promise<void> {
  const { writes } = await storageUse(place.host);

  const answer = await sendRaw(place.host.url, bytes, { isEnded: true });

  if (answer !== undefined) {
    assert.ok(
      [200, 303, 400, 401, 403, 404, 405, 408, 413, 417, 431].includes(answer.status),
      answer.text,
    );
    assertTellsNothing(place, answer);
  }
  assert.equal((await storageUse(place.host)).writes, writes);
  await assertNothingRan(place);
}

function assertTellsNothing({ services, pages }: Place, answer: RawAnswer): void {
  const { body, headers, text } = answer;
  assert.ok(WORDS.includes(body) || pages.includes(withoutChance(body)), body);
  for (const name of Object.keys(headers)) {
    const isKnown = [...HEADERS_OF_PAGE, ...HEADERS_OF_NODE].includes(name);
    assert.ok(isKnown || Object.hasOwn(HEADERS, name), name);
  }
  const { location, 'set-cookie': cookie } = headers;
  if (location !== undefined) assert.match(location, /^(?:\/[\w-]+)*\/login$/);
  if (cookie !== undefined) assert.match(cookie, COOKIE);
  assert.ok(!text.includes(MARK), 'nothing of the request is echoed');
  const secrets = [...Object.values(services.secrets), PAGE_PASSWORD];
  for (const secret of secrets.filter(({ length }) => length > 4)) {
    assert.ok(!text.includes(secret), 'no setting is told');
  }
}

async function assertNothingRan({ host, services, stored, tenantRequests }: Place): Promise<void> {
  assert.ok(host.isAlive());
  assert.equal(await control(host, 'storage'), stored);
  assert.equal(services.tenant.counters().requests, tenantRequests);
}
