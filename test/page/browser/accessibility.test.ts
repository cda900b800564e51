import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_CLIENT_SECRET,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
  SANDBOX_STREAM,
} from '../../../src/sandbox/credentials.ts';
import { callAsScheduler, storedState } from '../../extension.ts';
import { PASSWORD, startPageExtension } from '../page-extension.ts';
import { twoDestinations } from '../two-destinations.ts';
import { lendBrowser, skip } from './lend-browser.ts';

/** Well-formed; nobody is asked there. */
const NEW_DESTINATION = {
  LOGANALYTICS_DESTINATION: 'both',
  LOGANALYTICS_DCR_ENDPOINT: 'http://127.0.0.1:9',
  LOGANALYTICS_DCR_ID: SANDBOX_RULE_ID,
  LOGANALYTICS_DCR_STREAM: SANDBOX_STREAM,
  AZURE_TENANT_ID: SANDBOX_AZURE_TENANT_ID,
  AZURE_CLIENT_ID: SANDBOX_AZURE_CLIENT_ID,
  AZURE_CLIENT_SECRET: SANDBOX_AZURE_CLIENT_SECRET,
};

const AXE = createRequire(__filename).resolve('axe-core/axe.min.js');

/** What axe finds on the page that is open, of what it calls serious or critical. */
async function seriousFindings(page: Page, axe: string): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(
    `axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
  );
  assert.ok(Array.isArray(found));
  return found.map(String);
}

for (const { colorScheme, width } of [
  { colorScheme: 'light', width: 1200 },
  { colorScheme: 'dark', width: 360 },
] as const) {
  test(`axe finds nothing serious on any page in ${colorScheme} and ${width} pixels wide`, {
    skip,
  }, async (t) => {
    const { tenant, workspace, host } = await startPageExtension(t, { tenant: { backlog: 60 } });
    const axe = await readFile(AXE, 'utf8');
    const [poison] = tenant.addLogs([{ type: 's', date: new Date().toISOString() }]);
    workspace.configure({ refusedLogIds: [poison ?? ''] });
    await callAsScheduler(host.url);
    await callAsScheduler(host.url);
    await callAsScheduler(host.url);
    const [run] = storedState(host).history;
    const context = await lendBrowser(t, { colorScheme, viewport: { width, height: 800 } });
    const page = context.pages()[0] ?? (await context.newPage());

    await page.goto(`${host.url}/login`);
    assert.deepEqual(await seriousFindings(page, axe), [], 'sign in');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in with the password' }).click();
    await page.getByText('This is not the page password').waitFor();
    assert.deepEqual(await seriousFindings(page, axe), [], 'wrong password');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in with the password' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    for (const path of [
      '/',
      '/runs',
      '/runs?show=failed',
      `/runs/${run?.runId}`,
      '/dead-letters',
      '/actions',
      '/checkpoint?to=beginning',
      '/checkpoint?to=nonsense',
      '/switch',
      '/settings',
      '/nowhere',
    ]) {
      await page.goto(host.url + path);
      assert.deepEqual(await seriousFindings(page, axe), [], `${path} at ${width}`);
      const body = await page.locator('body').boundingBox();
      assert.ok((body?.width ?? 0) <= width, `${path} is no wider than the screen`);
    }
  });
}

test('axe finds nothing serious with two destinations, of which one fails', { skip }, async (t) => {
  const state = twoDestinations(Date.now());
  const { host } = await startPageExtension(t, { state, secrets: NEW_DESTINATION });
  const axe = await readFile(AXE, 'utf8');
  const width = 360;
  const context = await lendBrowser(t, { colorScheme: 'dark', viewport: { width, height: 800 } });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${host.url}/login`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();

  for (const path of [
    '/',
    '/runs',
    `/runs/${state.history[0]?.runId}`,
    '/dead-letters',
    '/checkpoint?to=beginning',
    '/checkpoint?to=beginning&destination=logs-ingestion',
    '/switch',
  ]) {
    await page.goto(host.url + path);
    assert.deepEqual(await seriousFindings(page, axe), [], path);
    const body = await page.locator('body').boundingBox();
    assert.ok((body?.width ?? 0) <= width, `${path} is no wider than the screen`);
  }
});

test('everything can be reached and done by keyboard', { skip }, async (t) => {
  const { host } = await startPageExtension(t, { tenant: { backlog: 10 } });
  const context = await lendBrowser(t);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${host.url}/login`);
  await page.getByLabel('Password').focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();

  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').innerText(), 'Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').innerText(), 'Run now');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Run of/ }).waitFor();
  assert.equal(storedState(host).history[0]?.by, 'somebody with the page password');
});
