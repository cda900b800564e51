import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { callAsScheduler, storedState, TABLE } from '../../extension.ts';
import { startPageExtension } from '../page-extension.ts';
import { lendBrowser, skip } from './lend-browser.ts';

/** What a script in a log would do if a page took it for one. */
const ATTACK =
  '"><img src=x onerror="document.title=\'taken over\'"><script>document.title=1</script>';

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Sign in with Auth0' }).click();
  await page.getByRole('button', { name: /ada@example.com/ }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

test('an administrator signs in, looks at everything, acts, and signs out', { skip }, async (t) => {
  const { tenant, workspace, host } = await startPageExtension(t, { tenant: { backlog: 250 } });
  const context = await lendBrowser(t);
  const page = context.pages()[0] ?? (await context.newPage());
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });

  await t.test('signs in at the authority, which is another site', async () => {
    await signIn(page, host.url);
    assert.equal(page.url(), `${host.url}/`);
    assert.match(await page.locator('.visitor').innerText(), /ada@example\.com/);
    assert.match(await page.locator('.headline').innerText(), /No run yet/);
  });

  await t.test('runs now, and sees the report of the run', async () => {
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('heading', { name: /^Run of/ }).waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /caught up/);
    assert.match(text, /250 logs in 1 batch/);
    assert.match(text, /ada@example\.com/);
    assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
  });

  await t.test('follows along: a run of the schedule shows without a reload', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    assert.match(await page.locator('.headline').innerText(), /Logs are flowing/);
    tenant.addLogs(1_234);
    await callAsScheduler(host.url);
    await page.locator('html').dispatchEvent('visibilitychange', {}, {});
    await page.getByText('1,484', { exact: true }).waitFor();
  });

  await t.test('shows times in the zone of the viewer, with UTC on hover', async () => {
    const time = page.locator('.tile time').first();
    const atMs = Date.parse((await time.getAttribute('datetime')) ?? '');
    const shown = new Date(atMs).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' });
    assert.ok((await time.innerText()).includes(shown));
    assert.match((await time.getAttribute('title')) ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  });

  await t.test('reads the list of runs, and downloads a report', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    assert.equal(await page.locator('tbody tr').count(), 2);
    await page.locator('tbody a').first().click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as JSON' }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await downloading).createReadStream()) {
      chunks.push(Buffer.from(chunk));
    }
    const report: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    assert.deepEqual(report, JSON.parse(JSON.stringify(storedState(host).history[0])));
  });

  await t.test('tests the connections with one marked record', async () => {
    await page.getByRole('link', { name: 'Actions' }).click();
    await page.getByRole('button', { name: 'Test the connections' }).click();
    await page.getByRole('heading', { name: 'Test of the connections' }).waitFor();
    assert.equal(await page.locator('.steps .good').count(), 3);
    const marked = workspace.rows(TABLE).filter((row) => row['type_s'] === 'exporter_test');
    assert.equal(marked.length, 1);
  });

  await t.test('pauses and resumes, and the scheduler keeps to it', async () => {
    await page.getByRole('link', { name: 'Actions', exact: true }).click();
    await page.getByText('Pause the export…').click();
    await page.getByRole('button', { name: 'Pause now' }).click();
    await page.getByText('The export is paused.', { exact: true }).waitFor();
    assert.equal((await callAsScheduler(host.url)).text, 'paused');
    await page.getByRole('button', { name: 'Resume the export' }).click();
    await page.getByText('The export goes on with the next run.').waitFor();
    assert.equal((await callAsScheduler(host.url)).text, 'caught-up');
  });

  await t.test('moves the checkpoint back, after seeing what that means', async () => {
    await page.getByLabel('Where the export should go on').fill('beginning');
    await page.getByRole('button', { name: 'Show what that means' }).click();
    await page.getByText('sent to Azure once more').waitFor();
    await page.getByRole('button', { name: 'Move the checkpoint' }).click();
    await page.getByText('The checkpoint was moved.').waitFor();
    assert.equal(workspace.duplicates(), 0);
    await callAsScheduler(host.url);
    assert.equal(workspace.duplicates(), 1_484, 'everything was sent once more');
  });

  await t.test('sees a dead letter as text, whatever stands in it, and replays it', async () => {
    const [id] = tenant.addLogs([
      { type: '<b>s', date: new Date().toISOString(), user_name: ATTACK, description: ATTACK },
    ]);
    tenant.addLogs(30);
    workspace.configure({ refusedLogIds: [id ?? ''] });
    await callAsScheduler(host.url);
    await page.getByRole('link', { name: 'Dead letters' }).click();
    await page.getByText('1 dead letter waits.').waitFor();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { name: 'A record that was refused' }).waitFor();
    assert.ok((await page.locator('pre').innerText()).includes('onerror'));
    assert.equal(await page.locator('main img, main script, main b').count(), 0);
    assert.match(await page.title(), /^Record/);

    workspace.configure({ refusedLogIds: [] });
    await page.getByRole('link', { name: 'Back to the dead letters' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Replay the ticked' }).click();
    await page.getByText('Dead letters were sent again.').waitFor();
    assert.deepEqual(storedState(host).deadLetters, []);
  });

  await t.test('finds everything that was done in the history, with a name', async () => {
    await page.goto(`${host.url}/runs?show=actions`);
    const text = await page.locator('main').innerText();
    for (const words of [
      'tested the connections',
      'paused the export',
      'resumed the export',
      'moved the checkpoint',
      'looked at a dead letter',
    ]) {
      assert.ok(text.includes(`ada@example.com ${words}`), words);
    }
  });

  await t.test('sees no secret among the settings', async () => {
    await page.getByRole('link', { name: 'Settings' }).click();
    const html = await page.content();
    assert.match(await page.locator('main').innerText(), /All settings are well-formed/);
    for (const name of ['AUTH0_CLIENT_SECRET', 'LOGANALYTICS_WORKSPACEKEY', 'PAGE_PASSWORD']) {
      assert.match(html, new RegExp(name));
    }
    assert.ok(!html.includes('correct horse'));
  });

  await t.test('is led from the overview to the switch to the new API', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: 'Switch to the Logs Ingestion API' }).click();
    await page.getByRole('heading', { name: 'Switch to the Logs Ingestion API' }).waitFor();
    const here = page.locator('[aria-current="step"]');
    assert.match(await here.innerText(), /^1\. Deploy the table and the rule\s+you are here/);
  });

  await t.test('signs out, and is asked to sign in again', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await page.goto(`${host.url}/runs`);
    assert.equal(page.url(), `${host.url}/login`);
  });

  assert.deepEqual(faults, [], 'the browser complained of nothing');
});

test('the first paint needs one request, and works without the script', { skip }, async (t) => {
  const { host } = await startPageExtension(t, { tenant: { backlog: 20 } });
  await callAsScheduler(host.url);
  const context = await lendBrowser(t, { javaScriptEnabled: false });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(host.url);
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Sign in with the password' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();

  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${host.url}/`);

  assert.deepEqual(asked, [new URL(`${host.url}/`).pathname]);
  assert.match(await page.locator('.headline').innerText(), /Logs are flowing/);
  assert.equal(await page.locator('figure svg').count(), 2);
  const tiles = await page.locator('.tile').all();
  const tops = await Promise.all(tiles.map(async (tile) => (await tile.boundingBox())?.y));
  assert.equal(new Set(tops).size, 1, 'the style is in the document: the tiles stand in a row');
});
