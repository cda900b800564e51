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

const ABOUT =
  'Auth0 Logs to Azure Log Analytics is installed. It exports the logs of this tenant on a schedule.\n';

/** All that the extension ever says to these, and the empty answers of Node itself. */
const WORDS = ['too-soon', ABOUT, 'not found\n', 'method not allowed\n', '', '0\r\n\r\n'];

const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
const HEADERS_OF_NODE = ['date', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

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

        await t.test('by its method and path only, with a fixed word', () =>
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
  const secrets = { ...services.secrets, MIN_INTERVAL_SECONDS: '3600' };
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
  };
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

  const { status, word } = expectedOf(request);
  assert.ok(answer, 'there is an answer');
  const text = request.method === 'HEAD' ? '' : word;
  assert.deepEqual({ status: answer.status, text: answer.body }, { status, text });
  assertTellsNothing(place, answer);
  for (const [name, value] of Object.entries(HEADERS)) assert.equal(answer.headers[name], value);
  // A scheduler's call that comes too soon costs one read and nothing else.
  const cost = word === 'too-soon' ? 1 : 0;
  assert.deepEqual(await storageUse(place.host), { reads: reads + cost, writes });
  await assertNothingRan(place);
}

function expectedOf({ isForRoot, method }: ProperRequest): { status: number; word: string } {
  if (!isForRoot) return { status: 404, word: 'not found\n' };
  if (method === 'GET' || method === 'HEAD') return { status: 200, word: ABOUT };
  if (method === 'POST') return { status: 200, word: 'too-soon' };
  return { status: 405, word: 'method not allowed\n' };
}

async function expectNoHarm(place: Place, bytes: string): Promise<void> {
  const { writes } = await storageUse(place.host);

  const answer = await sendRaw(place.host.url, bytes, { isEnded: true });

  if (answer !== undefined) {
    assert.ok([200, 400, 404, 405, 408, 413, 417, 431].includes(answer.status), answer.text);
    assertTellsNothing(place, answer);
  }
  assert.equal((await storageUse(place.host)).writes, writes);
  await assertNothingRan(place);
}

function assertTellsNothing({ services }: Place, { body, headers, text }: RawAnswer): void {
  assert.ok(WORDS.includes(body), body);
  for (const name of Object.keys(headers)) {
    assert.ok(Object.hasOwn(HEADERS, name) || HEADERS_OF_NODE.includes(name), name);
  }
  assert.ok(!text.includes(MARK), 'nothing of the request is echoed');
  for (const secret of Object.values(services.secrets).filter(({ length }) => length > 4)) {
    assert.ok(!text.includes(secret), 'no setting is told');
  }
}

async function assertNothingRan({ host, services, stored, tenantRequests }: Place): Promise<void> {
  assert.ok(host.isAlive());
  assert.equal(await control(host, 'storage'), stored);
  assert.equal(services.tenant.counters().requests, tenantRequests);
}
