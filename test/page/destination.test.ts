import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startIngestion } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { ingestionSecrets } from '../ingestion-extension.ts';
import { readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

const END_OF_SUPPORT = /ended its support on 14\s+September 2026/;

test('the overview and the settings tell of the destination that is in use', async (t) => {
  const ingestion = await startIngestion();
  t.after(() => ingestion.stop());
  const { host } = await startPageExtension(t, { secrets: ingestionSecrets(ingestion) });
  const browser = await signedInBrowser(host.url, PASSWORD);

  const overview = await readPage(browser, '/');
  assert.match(overview, /<dd>Custom-Auth0<\/dd><dd>Logs Ingestion API<\/dd>/);
  assert.doesNotMatch(overview, END_OF_SUPPORT);

  const settings = await readPage(browser, '/settings');
  assert.match(settings, /All settings are well-formed/);
  const rows = settings.split('<tr>').filter((row) => row.includes('not used by the chosen'));
  assert.deepEqual(
    rows.map((row) => /<code>(\w+)<\/code>/.exec(row)?.[1]),
    [
      'LOGANALYTICS_WORKSPACEID',
      'LOGANALYTICS_WORKSPACEKEY',
      'LOGANALYTICS_NAMESPACE',
      'LOGANALYTICS_APIVERSION',
      'LOGANALYTICS_ENDPOINT',
      'LOGANALYTICS_RESOURCEID',
    ],
  );
});

test('the overview warns of the end of the Data Collector, and names its successor', async (t) => {
  const { host } = await startPageExtension(t);
  const browser = await signedInBrowser(host.url, PASSWORD);
  const overview = await readPage(browser, '/');
  assert.match(overview, END_OF_SUPPORT);
  assert.match(overview, /<a href="[^"]*\/switch">Switch to the Logs Ingestion API<\/a>/);
  assert.match(overview, /<dd>SandboxLogs_CL<\/dd><dd>Data Collector API<\/dd>/);
});
