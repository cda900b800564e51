import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startIngestion } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { callAsScheduler, storedState } from '../extension.ts';
import { ingestionSecrets } from '../ingestion-extension.ts';
import { actorIn } from './actor.ts';
import { readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

test('with two destinations, the page tells of both', async (t) => {
  const ingestion = await startIngestion({ timeProperty: 'date', hasRole: false });
  t.after(() => ingestion.stop());
  const secrets = { ...ingestionSecrets(ingestion), LOGANALYTICS_DESTINATION: 'both' };
  const { tenant, workspace, host } = await startPageExtension(t, {
    tenant: { backlog: 30 },
    secrets,
  });
  const browser = await signedInBrowser(host.url, PASSWORD);
  const act = await actorIn(browser, host.url);

  await t.test('before the first run', async () => {
    const overview = await readPage(browser, '/');
    assert.match(overview, /aria-label="Destinations"/);
    assert.match(overview, /SandboxLogs_CL/);
    assert.match(overview, /Custom-Auth0/);
    assert.match(await readPage(browser, '/switch'), /No run has sent to both destinations yet/);
  });

  await t.test('which is not well, and that the other one goes on', async () => {
    await callAsScheduler(host.url);
    const overview = await readPage(browser, '/');
    assert.match(
      overview,
      /Logs Ingestion API – (?:misconfigured|stopped).*The Data Collector API goes on/,
    );
    assert.match(overview, /the page shows where you stand/);

    const [run] = storedState(host).history;
    const runs = await readPage(browser, '/runs');
    assert.match(runs, /Data Collector API: 30 logs, caught up/);
    assert.match(runs, /Logs Ingestion API: 0 logs, /);
    const page = await readPage(browser, `/runs/${run?.runId}`);
    assert.match(page, /It ended in another way for each destination/);
    const [, old = '', fresh = ''] = page.split('<h2>');
    assert.match(old, /^Data Collector API<.*caught up.*30 logs in 1 batch/);
    assert.match(
      fresh,
      /^Logs Ingestion API<.*Why<.*Monitoring Metrics Publisher.*0 logs in 0 batches/s,
    );
    assert.match(
      await readPage(browser, '/switch'),
      /Not yet.*The two do not stand at the same place/,
    );
  });

  await t.test('that both are caught up, which is the moment to switch over', async () => {
    ingestion.configure({ hasRole: true });
    await callAsScheduler(host.url);
    assert.deepEqual([...ingestion.logIds()].sort(), [...tenant.logIds()]);
    assert.match(
      await readPage(browser, '/'),
      /Logs are flowing: everything up to now is in Azure\./,
    );
    const way = await readPage(browser, '/switch');
    assert.match(way, /Now is a good moment/);
    assert.match(way, /aria-current="step"><h2>5\. Switch over/);
    assert.match(way, /SandboxLogs_CL \| project/);
    assert.equal(way.match(/<td class="number">30<\/td>/g)?.length, 2, 'what each of them got');
  });

  await t.test('a log that both refuse: twice, each with its name', async () => {
    const [poison = ''] = tenant.addLogs([{ type: 's', date: new Date().toISOString() }]);
    workspace.configure({ refusedLogIds: [poison] });
    ingestion.configure({ refusedLogIds: [poison] });
    await callAsScheduler(host.url);
    const letters = await readPage(browser, '/dead-letters');
    for (const name of ['Data Collector API', 'Logs Ingestion API']) {
      assert.ok(letters.includes(`Choose the log ${poison} at the ${name}`), name);
      assert.ok(letters.includes(`<td>${name}</td>`), name);
    }
    const discard = await act('/dead-letters/confirm-discard', {
      letter: `logs-ingestion ${poison}`,
    });
    assert.match(discard.text, new RegExp(`<li>${poison} \\(Logs Ingestion API\\)</li>`));
    await act('/dead-letters/discard', { letter: `logs-ingestion ${poison}` });
    assert.deepEqual(
      storedState(host).deadLetters.map(({ destination }) => destination),
      ['data-collector'],
    );
  });

  await t.test('a move asks for which of them it is, and is told for that one', async () => {
    const asked = await browser.get('/checkpoint?to=beginning');
    assert.equal(asked.status, 400);
    assert.match(await asked.text(), /Choose the destination that this is for/);
    const form = await (await browser.get('/checkpoint?to=x&destination=logs-ingestion')).text();
    assert.match(form, /value="logs-ingestion" checked=""/, 'what was chosen stays chosen');

    const way = await readPage(browser, '/switch');
    const [, link = ''] = /href="[^"]*(\/checkpoint\?[^"]+)"/.exec(way) ?? [];
    const preview = await readPage(browser, link.replaceAll('&amp;', '&'));
    assert.match(preview, /The export to the Logs Ingestion API goes back to the oldest log/);
    assert.match(preview, /New logs reach this destination once it has caught up again/);
    const [, after = ''] = /name="after" value="(\d+)"/.exec(preview) ?? [];

    const before = storedState(host).checkpoints['data-collector'];
    const moved = await act('/checkpoint', { after, destination: 'logs-ingestion' });
    assert.equal(moved.location, '/actions?done=move');
    await callAsScheduler(host.url);
    assert.equal(ingestion.duplicates(), 30, 'the copy repeats what the new table had');
    assert.equal(workspace.duplicates(), 0);
    assert.deepEqual(storedState(host).checkpoints['data-collector'], before);
  });
});

test('the page says that the switch is done, and how to undo it', async (t) => {
  const ingestion = await startIngestion();
  t.after(() => ingestion.stop());
  const { host } = await startPageExtension(t, { secrets: ingestionSecrets(ingestion) });
  const browser = await signedInBrowser(host.url, PASSWORD);
  const way = await readPage(browser, '/switch');
  assert.match(way, /The switch is done/);
  assert.doesNotMatch(way, /Deploy the table|14 September/);
});

test('the page invites to the switch, from the actions too', async (t) => {
  const { host } = await startPageExtension(t);
  const browser = await signedInBrowser(host.url, PASSWORD);
  assert.match(await readPage(browser, '/actions'), /href="[^"]*\/switch"/);
  const way = await readPage(browser, '/switch');
  assert.match(way, /ended its support on 14\s+September 2026/);
  assert.match(way, /aria-current="step"><h2>1\. Deploy the table and the rule/);
  assert.match(way, /Both destinations have to be in use first/);
});
