import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { startRawTenant } from '../bad-input/raw-tenant.ts';
import { BUNDLE, callAsScheduler, startServices, storedState } from '../extension.ts';
import { actorIn } from './actor.ts';
import { HOSTILE_TEXTS } from './hostile-inputs.ts';
import { readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

const BY = 'somebody with the page password';

/** An extension whose run can be held in the middle. */
async function startHeldExtension(t: TestContext) {
  const services = await startServices(t);
  const raw = await startRawTenant(t, services.tenant);
  const secrets = { ...services.secrets, AUTH0_DOMAIN: raw.url, PAGE_PASSWORD: PASSWORD };
  const host = await startHost({ bundlePath: BUNDLE, secrets, givesPublicUrl: true });
  t.after(() => host.stop());
  const browser = await signedInBrowser(host.url, PASSWORD);
  return { ...services, raw, host, browser, act: await actorIn(browser, host.url) };
}

test('while a run is under way, the page says so and what was asked for waits', async (t) => {
  const { raw, tenant, workspace, host, browser, act } = await startHeldExtension(t);
  tenant.addLogs(30);
  const waiting = raw.holdPages();
  const run = callAsScheduler(host.url);
  await waiting;

  assert.match(await readPage(browser, '/'), /The first run is under way/);
  const stored = JSON.stringify(host.storage.peek());
  const busy = await act('/run');
  assert.deepEqual([busy.status, busy.location], [303, '/?done=busy']);
  assert.match(await readPage(browser, busy.location), /A run is under way already/);
  const replay = await act('/dead-letters/replay', { all: 'yes' });
  assert.equal(replay.location, '/dead-letters?done=nothing', 'there is none to replay');
  assert.equal(JSON.stringify(host.storage.peek()), stored);

  const paused = await act('/pause');
  assert.deepEqual([paused.status, paused.location], [303, '/actions?done=waiting']);
  assert.match(await readPage(browser, paused.location), /when it next stores its place/);
  assert.match(await readPage(browser, '/'), /Pausing: the run that is under way ends first/);

  raw.releasePages();
  await run;
  const { pausedAtMs, actions, requests } = storedState(host);
  assert.notEqual(pausedAtMs, null);
  assert.deepEqual(requests, []);
  assert.deepEqual(
    actions.map(({ kind, by }) => ({ kind, by })),
    [{ kind: 'pause', by: BY }],
  );
  assert.equal((await callAsScheduler(host.url)).text, 'paused');
  assert.match(await readPage(browser, '/'), /Paused.*nothing is exported/);

  const byHand = await act('/run');
  assert.match(byHand.location, /^\/runs\/[\w-]+$/);
  assert.match(await readPage(browser, byHand.location), /somebody with the page password/);
  assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
  assert.equal(workspace.duplicates(), 0);
  assert.equal((await act('/resume')).location, '/actions?done=resume');
  assert.equal((await callAsScheduler(host.url)).text, 'caught-up');
});

test('a run whose report could not be stored is told all the same', async (t) => {
  const { host, browser, act } = await startHeldExtension(t);
  await readPage(browser, '/');
  host.storage.failNext('get', 'error');

  const { status, text } = await act('/run');

  assert.equal(status, 409);
  assert.match(text, /the state could not be read: /);
  assert.equal(host.storage.peek(), undefined);
});

test('moving the checkpoint', async (t) => {
  const { tenant, host } = await startPageExtension(t, { tenant: { backlog: 40 } });
  await callAsScheduler(host.url);
  const browser = await signedInBrowser(host.url, PASSWORD);
  const act = await actorIn(browser, host.url);
  const stored = JSON.stringify(host.storage.peek());
  const tail = () => storedState(host).checkpoints['data-collector'];

  await t.test('is told before it happens, whatever stands in the address', async () => {
    for (const to of HOSTILE_TEXTS) {
      for (const destination of [
        'data-collector',
        'logs-ingestion',
        ...HOSTILE_TEXTS.slice(0, 3),
      ]) {
        const query = new URLSearchParams({ to, destination });
        const answer = await browser.get(`/checkpoint?${query}`);
        const text = await answer.text();
        assert.ok([200, 400].includes(answer.status), `${to}: ${answer.status}`);
        assert.ok(!text.includes('<script>alert'), to);
        if (answer.status === 400) assert.match(text, /is no place in the logs/, to);
      }
    }
    for (const query of ['', '?to', '?to=&to=', '?to=%', '?to=%ff', '?to[]=x', '?destination=x']) {
      assert.equal((await browser.get(`/checkpoint${query}`)).status, 400, query);
    }
    assert.equal(JSON.stringify(host.storage.peek()), stored);
  });

  await t.test(
    'is refused for what is still to come, where the export would stand still',
    async () => {
      for (const to of ['2090-01-01', syntheticId(Date.now() + 3_600_000)]) {
        const answer = await browser.get(`/checkpoint?to=${to}`);
        assert.equal(answer.status, 400);
        assert.match(await answer.text(), /still to come/);
        const after = syntheticId(Date.now() + 3_600_000);
        const moved = await act('/checkpoint', { after, destination: 'data-collector' });
        assert.equal(moved.status, 409);
      }
      assert.equal((await browser.get('/checkpoint?to=now')).status, 200);
      assert.equal(JSON.stringify(host.storage.peek()), stored);
    },
  );

  await t.test('is refused for what is no place', async () => {
    for (const after of ['', ' ', 'a b', 'é', '\0', 'x'.repeat(201), '9\n', '🙂']) {
      const answer = await act('/checkpoint', { after, destination: 'data-collector' });
      assert.equal(answer.status, 409, JSON.stringify(after));
      assert.match(answer.text, /is not the id of a log/);
    }
    const good = tenant.logIds()[0] ?? '';
    for (const destination of [
      '',
      '__proto__',
      'constructor',
      'Data-Collector',
      ...HOSTILE_TEXTS,
    ]) {
      assert.equal((await act('/checkpoint', { after: good, destination })).status, 409);
    }
    const twice = await act(
      '/checkpoint',
      `after=${good}&after=${good}&destination=data-collector`,
    );
    assert.equal(twice.status, 409);
    assert.equal(JSON.stringify(host.storage.peek()), stored);
  });

  await t.test('happens as it was told', async () => {
    const after = tenant.logIds()[9] ?? '';
    const preview = await readPage(browser, `/checkpoint?to=${after}`);
    assert.match(preview, new RegExp(`name="after" value="${after}"`));
    assert.match(preview, /sent to Azure once more/);
    assert.notDeepEqual(tail(), [{ after }]);

    const moved = await act('/checkpoint', { after, destination: 'data-collector' });

    assert.deepEqual([moved.status, moved.location], [303, '/actions?done=move']);
    assert.match(await readPage(browser, moved.location), /The checkpoint was moved/);
    assert.deepEqual(tail(), [{ after }]);
    assert.equal(storedState(host).actions[0]?.by, BY);
  });
});
