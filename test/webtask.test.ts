import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SANDBOX_SECRET_MARK } from '../src/sandbox/credentials.ts';
import { type BuiltHost, buildHost, spawnHost } from '../src/sandbox/spawn-host.ts';
import type { webtask } from '../src/webtask.ts';
import {
  BUNDLE,
  callAsScheduler,
  lastReport,
  startExtension,
  startServices,
  storedState,
  TABLE,
} from './extension.ts';

/** A column of Azure: at most as many as the README promises. */
const MAX_COLUMNS = 60;

describe('the committed bundle in the runtime of webtasks', () => {
  let builtHost: BuiltHost;
  before(async () => {
    builtHost = await buildHost();
  });
  after(() => builtHost.remove());

  for (const version of ['18', '20', '22']) {
    const nodePath = join(__dirname, `../node_modules/node-${version}/bin/node`);
    // The binaries exist for Linux on x64 only; where CI runs, a missing one is a failure.
    const isMissing = !existsSync(nodePath) && process.env['CI'] === undefined;
    const skip = isMissing && `Node ${version} is not installed here: it is optional`;

    test(`exports a tenant under Node ${version}, by every form of URL, with a body parsed or not`, {
      skip,
    }, async (t) => {
      const { tenant, workspace, secrets } = await startServices(t);
      for (const urlFormat of [1, 2, 3] as const) {
        for (const bodyParsing of [0, 1] as const) {
          tenant.addLogs(130);
          const options = { bundlePath: BUNDLE, secrets, urlFormat, bodyParsing, nodePath };
          const host = await spawnHost({ ...options, builtHost });
          t.after(() => host.stop());

          const answer = await callAsScheduler(host.url);

          assert.deepEqual(answer, { status: 200, text: 'caught-up' });
          assert.match(host.node, new RegExp(`^v${version}\\.`));
          await host.stop();
        }
      }
      assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
    });
  }
});

test('every log arrives exactly once, in at most 60 columns, with nothing cut and no secret', async (t) => {
  const { tenant, workspace, host } = await startExtension(t, { tenant: { backlog: 6_000 } });

  assert.deepEqual(await callAsScheduler(host.url), { status: 200, text: 'caught-up' });

  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
  assert.equal(workspace.duplicates(), 0);
  const [table] = workspace.tables();
  assert.equal(workspace.tables().length, 1);
  assert.equal(table?.name, TABLE);
  assert.ok(Object.keys(table?.columns ?? {}).length <= MAX_COLUMNS);
  assert.equal(table?.cutFields, 0);
  assert.deepEqual(workspace.counters().byStatus, { 200: workspace.counters().requests });
  assert.ok(!JSON.stringify(workspace.rows()).includes(SANDBOX_SECRET_MARK));
});

test('goes on where it stopped, and an idle run sends nothing', async (t) => {
  const { tenant, workspace, host } = await startExtension(t, { tenant: { backlog: 150 } });
  await callAsScheduler(host.url);
  tenant.addLogs(7);
  await callAsScheduler(host.url);
  const posts = workspace.counters().requests;

  assert.deepEqual(await callAsScheduler(host.url), { status: 200, text: 'caught-up' });

  assert.equal(workspace.counters().requests, posts);
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
  assert.equal(workspace.duplicates(), 0);
  assert.equal(tenant.counters().tokensIssued, 1, 'the token is kept between runs');
});

test('ships a log with hostile fields whole, in the fixed columns', async (t) => {
  const { tenant, workspace, host } = await startExtension(t);
  const now = new Date().toISOString();
  const guid = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
  tenant.addLogs([
    { type: 's', date: now, user_name: 'é'.repeat(40_000) },
    { type: 'f', date: now, details: { body: 'x'.repeat(100_000), list: [1, 2, { a: 'ü' }] } },
    { type: 'brand_new', date: now, unheard_of: { deeply: { nested: 1 } }, user_name: guid },
    { type: 'w', date: 'not a date', user_name: now, is_mobile: 'yes', event: 'forged' },
    { type: 's', date: now, user_name: 42, scope: ['a', 'b'], description: '2026-01-01' },
    { type: 7, date: now, details: 'text', hostname: { odd: true }, user_name: null },
    { type: 's', date: now, ...manyFields(300) },
  ]);

  assert.deepEqual(await callAsScheduler(host.url), { status: 200, text: 'caught-up' });

  const rows = workspace.rows(TABLE);
  assert.equal(rows.length, 7);
  const [long, large, unknown] = rows;
  assert.match(String(long?.['user_name_s']), /^é+$/);
  assert.ok(Buffer.byteLength(String(long?.['user_name_s'])) <= 32_000);
  assert.equal(long?.['truncated_fields_s'], 'user_name');
  assert.deepEqual(JSON.parse(String(large?.['details_s'])).list, [1, 2, { a: 'ü' }]);
  assert.equal(large?.['truncated_fields_s'], 'details');
  assert.equal(unknown?.['event_s'], 'brand_new');
  assert.equal(unknown?.['user_name_s'], `text:${guid}`);
  const [table] = workspace.tables();
  assert.ok(Object.keys(table?.columns ?? {}).length <= MAX_COLUMNS);
  assert.equal(table?.cutFields, 0);
});

function manyFields(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`field_${i}`, `value ${i}`]));
}

describe('what is wrong is told in words that say what to fix, and to the scheduler in one', () => {
  const cases = [
    {
      name: 'wrong credentials',
      secrets: { AUTH0_CLIENT_SECRET: 'not-the-secret-of-this-client' },
      text: /AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET is wrong/,
    },
    { name: 'a missing scope', tenant: { scope: 'read:users' }, text: /read:logs is missing/ },
    {
      name: 'an application that was not authorised',
      tenant: { hasClientGrant: false },
      text: /authorise it for "Auth0 Management API"/,
    },
    { name: 'a closed workspace', workspace: { isClosed: true }, text: /The workspace is closed/ },
    {
      name: 'a wrong key',
      secrets: { LOGANALYTICS_WORKSPACEKEY: Buffer.alloc(64, 7).toString('base64') },
      text: /LOGANALYTICS_WORKSPACEKEY is not a key of the workspace/,
    },
    {
      name: 'a wrong workspace',
      secrets: { LOGANALYTICS_WORKSPACEID: '00000000-0000-0000-0000-000000000000' },
      text: /LOGANALYTICS_WORKSPACE/,
    },
    {
      name: 'two wrong settings and a missing one',
      secrets: { LOGANALYTICS_WORKSPACEID: 'x', BATCH_SIZE: '0', LOGANALYTICS_NAMESPACE: '-' },
      text: /LOGANALYTICS_WORKSPACEID: expected a GUID.*LOGANALYTICS_NAMESPACE: .*BATCH_SIZE: expected/s,
    },
  ];
  for (const { name, text, ...options } of cases) {
    test(name, async (t) => {
      const tenant = { backlog: 20, ...options.tenant };
      const { secrets, host, workspace } = await startExtension(t, { ...options, tenant });
      const printed = captureConsole(t);

      const answer = await callAsScheduler(host.url);

      assert.deepEqual(answer, { status: 500, text: 'misconfigured' });
      assert.match(lastReport(host), text);
      assert.match(printed(), text);
      assert.equal(workspace.logIds().size, 0);
      const shown = printed() + JSON.stringify(host.storage.peek());
      for (const secret of ['AUTH0_CLIENT_SECRET', 'LOGANALYTICS_WORKSPACEKEY']) {
        assert.ok(!shown.includes(secrets[secret] ?? '?'), `${secret} is not shown`);
      }
    });
  }
});

/** What is printed until the end of a test. */
function captureConsole(t: { after(restore: () => void): void }): () => string {
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => lines.push(...values);
  t.after(() => {
    console.log = log;
  });
  return () => lines.join('\n');
}

test('keeps the checkpoint while Azure answers with errors, and sends everything afterwards', async (t) => {
  const { tenant, workspace, host } = await startExtension(t, {
    tenant: { backlog: 120 },
    secrets: { MAX_RUN_SECONDS: '5' },
  });
  await callAsScheduler(host.url);
  const { checkpoints } = storedState(host);
  tenant.addLogs(50);
  workspace.faults.add({ kind: 'status', status: 503, count: 'forever' });

  assert.deepEqual(await callAsScheduler(host.url), { status: 500, text: 'stopped' });
  assert.deepEqual(storedState(host).checkpoints, checkpoints);

  workspace.faults.clear();
  assert.deepEqual(await callAsScheduler(host.url), { status: 200, text: 'caught-up' });
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
});

test('sends a stranger to the sign-in page, and takes nothing from a query or a body', async (t) => {
  const { tenant, workspace, host } = await startExtension(t, { tenant: { backlog: 5 } });

  const root = new URL(host.url).pathname;
  for (const path of ['', '/', '/elsewhere']) {
    const page = await fetch(host.url + path, { redirect: 'manual' });
    assert.equal(page.status, 303);
    assert.equal(page.headers.get('location'), `${root}/login`);
    assert.equal(await page.text(), '');
  }
  assert.equal((await fetch(`${host.url}elsewhere`)).status, 404);
  assert.equal((await fetch(host.url, { method: 'DELETE' })).status, 405);
  assert.equal((await fetch(`${host.url}/run`, { method: 'POST' })).status, 401);
  assert.equal(tenant.counters().requests, 0, 'none of these runs anything');

  const forged = `${host.url}?LOGANALYTICS_NAMESPACE=Forged&START_FROM=now`;
  assert.deepEqual(await callAsScheduler(forged), { status: 200, text: 'caught-up' });
  assert.deepEqual(
    workspace.tables().map((table) => table.name),
    [TABLE],
  );
});

test('two calls at the same time make one run', async (t) => {
  const { workspace, host } = await startExtension(t, { tenant: { backlog: 900 } });

  const answers = await Promise.all([callAsScheduler(host.url), callAsScheduler(host.url)]);

  assert.deepEqual(answers.map(({ text }) => text).sort(), ['busy', 'caught-up']);
  assert.equal(workspace.duplicates(), 0);
});

test('answers 500 without a detail when something throws, and lives on', async (t) => {
  const extension = require(BUNDLE) as typeof webtask;
  const answers: [number, string][] = [];
  const call = (context: object, url: string, urlFormat: number) =>
    new Promise<void>((resolve) => {
      const req = {
        method: 'POST',
        url,
        resume() {},
        x_wt: { container: 'c', jtn: 'n', url_format: urlFormat },
      };
      const res = {
        statusCode: 0,
        setHeader() {},
        end(text: string) {
          answers.push([res.statusCode, text]);
          resolve();
        },
      };
      // Only what the extension uses of a request and an answer is there.
      extension(context as never, req as never, res as never);
    });

  await call({ secrets: {} }, '/n', 3);
  await call({ secrets: { A: 'secret' }, storage: {} }, '/n', 9);

  assert.deepEqual(answers, [
    [500, 'internal error\n'],
    [500, 'internal error\n'],
  ]);
  t.diagnostic('the process is still here');
});
