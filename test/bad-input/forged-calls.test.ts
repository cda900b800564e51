import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { spawnHost } from '../../src/sandbox/spawn-host.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import {
  type Answer,
  BUNDLE,
  callAsScheduler,
  startExtension,
  startServices,
  TABLE,
} from '../extension.ts';
import { MARK } from './any-request.ts';
import { startRawExtension } from './hostile-logs.ts';
import { sendRaw } from './raw-request.ts';

const FORGED_SETTINGS = {
  AUTH0_DOMAIN: 'evil.example.com',
  AUTH0_CLIENT_SECRET: MARK,
  LOGANALYTICS_WORKSPACEKEY: Buffer.alloc(64, 1).toString('base64'),
  LOGANALYTICS_ENDPOINT: 'http://127.0.0.1:9/',
  LOGANALYTICS_NAMESPACE: 'Forged',
  // Of what is not set, the platform shows a caller's value in `ctx.data`.
  LOGANALYTICS_APIVERSION: '2000-01-01',
  START_FROM: 'now',
  BATCH_SIZE: '1',
  MAX_RUN_SECONDS: 'x',
  EXT_STORAGE_URL: 'http://127.0.0.1:9/',
};

/** A call as anyone can make it who knows the URL: with settings, and with what says that it is the scheduler. */
async function forge(url: string, index = 0): Promise<Answer> {
  const query = new URLSearchParams({ ...FORGED_SETTINGS, MIN_INTERVAL_SECONDS: '0' });
  if (index % 2 === 1) query.set('webtask_pb', '1');
  if (index % 3 === 1) query.set('webtask_mb', '1');
  const answer = await fetch(`${url}?${query}`, {
    method: 'POST',
    headers: {
      'content-type': index % 5 === 0 ? 'application/x-www-form-urlencoded' : 'application/json',
      referer: 'https://manage.auth0.com/',
      'if-none-match': MARK,
      authorization: `Bearer ${MARK}`,
      'x-wt-params': Buffer.from(
        JSON.stringify({ container: 'x', jtn: 'x', url_format: 1, ectx: FORGED_SETTINGS }),
      ).toString('base64'),
    },
    body: JSON.stringify({
      ...FORGED_SETTINGS,
      schedule: '* * * * *',
      state: 'active',
      force: true,
    }),
  });
  return { status: answer.status, text: await answer.text() };
}

const forgeMany = (url: string, count: number): Promise<readonly Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => forge(url, index)));

test('takes no setting from a query, a body or a header, however they reach it', async (t) => {
  for (const [index, bodyParsing] of [0, 1, 0, 1].entries()) {
    const { tenant, workspace, secrets } = await startServices(t, { tenant: { backlog: 5 } });
    const host = await startHost({
      bundlePath: BUNDLE,
      secrets,
      bodyParsing: bodyParsing as 0 | 1,
    });
    t.after(() => host.stop());

    assert.deepEqual(await forge(host.url, index), { status: 200, text: 'caught-up' });

    assert.deepEqual(
      workspace.tables().map(({ name, rowCount }) => ({ name, rowCount })),
      [{ name: TABLE, rowCount: 5 }],
    );
    assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
    assert.equal(workspace.counters().requests, 1, 'all in one batch');
    assert.ok(!JSON.stringify(host.storage.peek()).includes(MARK));
  }
});

test('answers busy to forged calls while a run is under way, each for one read and no write', async (t) => {
  const { raw, tenant, workspace, host } = await startRawExtension(t);
  tenant.addLogs(30);
  const waiting = raw.holdPages();
  const run = callAsScheduler(host.url);
  await waiting;
  const before = host.storage.counters();
  const stored = host.storage.peek();

  const answers = await forgeMany(host.url, 40);

  const counters = host.storage.counters();
  assert.deepEqual(answers, Array(40).fill({ status: 200, text: 'busy' }));
  assert.deepEqual({ ...counters, reads: counters.reads - 40 }, before);
  assert.deepEqual(host.storage.peek(), stored);
  raw.releasePages();
  assert.deepEqual(await run, { status: 200, text: 'caught-up' });
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
  assert.equal(workspace.duplicates(), 0);
});

test('answers too-soon to forged calls within the interval, each for one read and no write', async (t) => {
  const { tenant, workspace, host } = await startExtension(t, {
    tenant: { backlog: 30 },
    secrets: { MIN_INTERVAL_SECONDS: '3600' },
  });
  await callAsScheduler(host.url);
  const before = host.storage.counters();
  const stored = host.storage.peek();
  const { requests } = tenant.counters();
  const posts = workspace.counters().requests;

  const answers = await forgeMany(host.url, 40);

  const counters = host.storage.counters();
  assert.deepEqual(answers, Array(40).fill({ status: 200, text: 'too-soon' }));
  assert.deepEqual({ ...counters, reads: counters.reads - 40 }, before);
  assert.deepEqual(host.storage.peek(), stored);
  assert.equal(tenant.counters().requests, requests);
  assert.equal(workspace.counters().requests, posts);
});

test('many first calls at the same time make one run', async (t) => {
  const { raw, tenant, workspace, host } = await startRawExtension(t);
  tenant.addLogs(30);
  const waiting = raw.holdPages();
  const calls = Array.from({ length: 20 }, (_, index) => forge(host.url, index));
  await waiting;
  // The one that waits for its page cannot be among the first nineteen.
  const isBusy = ({ text }: Answer): boolean => text === 'busy';
  const busy = await new Promise<readonly Answer[]>((resolve) => {
    const ended: Answer[] = [];
    for (const call of calls) {
      void call.then((answer) => {
        ended.push(answer);
        if (ended.length === 19) resolve(ended.slice());
      });
    }
  });
  assert.ok(busy.every(isBusy));
  raw.releasePages();

  const answers = await Promise.all(calls);

  assert.deepEqual(
    answers.filter((answer) => !isBusy(answer)),
    [{ status: 200, text: 'caught-up' }],
  );
  assert.equal(workspace.duplicates(), 0);
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
});

/** Posts so many bytes, in chunks unless their number is told first. */
function postBytes(
  url: string,
  byteCount: number,
  type: string,
  isChunked: boolean,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, ...(isChunked ? {} : { 'content-length': byteCount }) };
    const sent = request(url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    const part = Buffer.alloc(1_000_000, '{"a":"\xff\0');
    for (let left = byteCount; left > 0; left -= part.length) sent.write(part.subarray(0, left));
    sent.end();
  });
}

test('answers bodies of any size and kind alike, and lives on', async (t) => {
  const services = await startServices(t, { tenant: { backlog: 3 } });
  const secrets = { ...services.secrets, MIN_INTERVAL_SECONDS: '3600' };
  const host = await spawnHost({ bundlePath: BUNDLE, secrets });
  t.after(() => host.stop());
  await callAsScheduler(host.url);
  const printed = host.output();

  for (const url of [host.url, `${host.url}?webtask_pb=1&webtask_mb=1`]) {
    for (const byteCount of [0, 1, 65_536, 1_048_577, 8_000_000]) {
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'image/png']) {
        const isChunked = byteCount % 2 === 1 || type === 'image/png';
        assert.deepEqual(
          await postBytes(url, byteCount, type, isChunked),
          { status: 200, text: 'too-soon' },
          `${byteCount} bytes of ${type} to ${url}`,
        );
      }
    }
  }

  assert.ok(host.isAlive());
  assert.deepEqual(host.output(), printed);
});

test('does not wait for a body that never ends', async (t) => {
  const { host } = await startExtension(t, { secrets: { MIN_INTERVAL_SECONDS: '3600' } });
  await callAsScheduler(host.url);
  const start = `POST ${new URL(host.url).pathname} HTTP/1.1\r\nHost: x\r\n`;
  for (const rest of [
    'Transfer-Encoding: chunked\r\n\r\n5\r\nab',
    'Content-Length: 100000\r\n\r\nab',
  ]) {
    assert.equal(
      (await sendRaw(host.url, `${start}Connection: close\r\n${rest}`))?.body,
      'too-soon',
    );
  }
});

test('a caller that goes away in the middle stops neither the run nor the process', async (t) => {
  const services = await startServices(t, { tenant: { backlog: 40 } });
  const host = await spawnHost({ bundlePath: BUNDLE, secrets: services.secrets });
  t.after(() => host.stop());
  const { hostname, port, pathname } = new URL(host.url);
  const whole = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{"a"`;
  const parsed = whole.replace(pathname, `${pathname}?webtask_pb=1`);

  await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const text = (index % 2 === 0 ? whole : parsed).slice(0, index < 30 ? -1 - index : undefined);
      return new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(text, () => socket.resetAndDestroy()),
        );
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    }),
  );

  // One of those calls may be under way still.
  let answer = await callAsScheduler(host.url);
  while (answer.text === 'busy') answer = await callAsScheduler(host.url);
  assert.deepEqual(answer, { status: 200, text: 'caught-up' });
  assert.deepEqual([...services.workspace.logIds()].sort(), [...services.tenant.logIds()]);
  assert.equal(services.workspace.duplicates(), 0);
  assert.ok(host.isAlive());
  assert.equal(host.output().stderr, '');
});
