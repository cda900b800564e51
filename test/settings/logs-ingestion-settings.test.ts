import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '../../src/settings/parse.ts';
import type { SettingName } from '../../src/settings/table.ts';
import {
  assertRefused,
  logsIngestionWith,
  problemsOf,
  problemWith,
  settingsWith,
  validIngestionValues,
  validValues,
} from './valid-values.ts';

const refused = (setting: SettingName, values: readonly unknown[]) =>
  assertRefused(setting, values, validIngestionValues);
const adviceOn = (setting: SettingName, value: unknown) =>
  problemWith(setting, value, validIngestionValues).advice;

test('sends by the Data Collector unless told otherwise, so that what is installed goes on as before', () => {
  assert.deepEqual(
    settingsWith({}).destinations.map(({ kind }) => kind),
    ['data-collector'],
  );
});

test('asks for what the Logs Ingestion API needs, and for nothing of the workspace, when it is chosen', () => {
  assert.deepEqual(
    problemsOf({ LOGANALYTICS_DESTINATION: 'logs-ingestion' }).map(
      ({ setting, came }) => `${setting} ${came}`,
    ),
    Object.keys(validIngestionValues)
      .filter((name) => name !== 'LOGANALYTICS_DESTINATION')
      .map((name) => `${name} nothing`),
  );
  assert.deepEqual(problemsOf(validIngestionValues), []);
});

test('looks at nothing of the other destination, so that what is left over stops no export', () => {
  const leftOver = { LOGANALYTICS_WORKSPACEKEY: 'short', LOGANALYTICS_NAMESPACE: '1' };
  assert.deepEqual(problemsOf({ ...validIngestionValues, ...leftOver }), []);
  assert.deepEqual(problemsOf({ ...validValues, LOGANALYTICS_DCR_ID: 'dcr-auth0' }), []);
});

test('refuses a destination that it does not have, and tells at once what else is wrong', () => {
  for (const value of ['Both', 'Data-Collector', 'logs-ingestion,data-collector', 'constructor']) {
    assert.deepEqual(
      problemsOf({ ...validValues, LOGANALYTICS_DESTINATION: value, LOGANALYTICS_DCR_ID: 'x' }).map(
        ({ setting }) => setting,
      ),
      ['LOGANALYTICS_DESTINATION', 'LOGANALYTICS_DCR_ID'],
    );
  }
  // What is missing depends on the choice, which is not known.
  assert.deepEqual(
    problemsOf({ ...validIngestionValues, LOGANALYTICS_DESTINATION: 'all' }).map(
      ({ setting, expected }) => `${setting} ${expected}`,
    ),
    ['LOGANALYTICS_DESTINATION one of data-collector, logs-ingestion, both'],
  );
});

test('asks for the settings of each destination when both are chosen, and reads them all', () => {
  const both = { ...validValues, ...validIngestionValues, LOGANALYTICS_DESTINATION: 'both' };
  const parsed = parseSettings(both);
  assert.ok(parsed.ok);
  const alone = [validValues, validIngestionValues].flatMap((values) => {
    const one = parseSettings(values);
    return one.ok ? one.settings.destinations : [];
  });
  assert.deepEqual(parsed.settings.destinations, alone);
  assert.deepEqual(
    problemsOf({ ...both, LOGANALYTICS_WORKSPACEKEY: '', AZURE_TENANT_ID: '' }).map(
      ({ setting }) => setting,
    ),
    ['LOGANALYTICS_WORKSPACEKEY', 'AZURE_TENANT_ID'],
  );
});

test('asks the sign-in host of the chosen cloud for a token of its Azure Monitor', () => {
  const clouds = {
    public: ['https://login.microsoftonline.com', 'https://monitor.azure.com/.default'],
    usgov: ['https://login.microsoftonline.us', 'https://monitor.azure.us/.default'],
    china: ['https://login.chinacloudapi.cn', 'https://monitor.azure.cn/.default'],
  };
  for (const [cloud, expected] of Object.entries(clouds)) {
    const { application } = logsIngestionWith({ LOGANALYTICS_CLOUD: cloud });
    assert.deepEqual([application.authority, application.scope], expected);
  }
  const { application } = logsIngestionWith({
    LOGANALYTICS_CLOUD: 'usgov',
    AZURE_AUTHORITY_HOST: 'http://127.0.0.1:4001/',
  });
  assert.equal(application.authority, 'http://127.0.0.1:4001');
  assert.equal(application.scope, 'https://monitor.azure.us/.default');
});

test('takes the address of an endpoint with or without a slash, and one behind a proxy', () => {
  const endpoints = {
    'https://dce.eastus-1.ingest.monitor.azure.com':
      'https://dce.eastus-1.ingest.monitor.azure.com',
    'https://DCE.eastus-1.ingest.monitor.azure.com/':
      'https://dce.eastus-1.ingest.monitor.azure.com',
    'https://proxy.example.com:8443/azure/': 'https://proxy.example.com:8443/azure',
    'http://localhost:4001': 'http://localhost:4001',
  };
  for (const [text, endpoint] of Object.entries(endpoints)) {
    assert.equal(logsIngestionWith({ LOGANALYTICS_DCR_ENDPOINT: text }).endpoint, endpoint);
  }
});

test('refuses addresses that are no plain URL, or in clear beyond this machine', () => {
  for (const setting of ['LOGANALYTICS_DCR_ENDPOINT', 'AZURE_AUTHORITY_HOST'] as const) {
    refused(setting, [
      'http://login.example.com',
      'login.microsoftonline.com',
      'https://user:pass@login.example.com',
      'https://login.example.com/#x',
      'https://login.example.com/?x=1',
      'https://login.example.com/a b',
      'javascript:alert(1)',
    ]);
  }
  assert.match(
    adviceOn(
      'LOGANALYTICS_DCR_ENDPOINT',
      'https://a.example.com/dataCollectionRules/dcr-1/streams/x',
    ),
    /Leave out \/dataCollectionRules/,
  );
  assert.match(
    adviceOn('AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.com/common'),
    /Leave out the path/,
  );
});

test('refuses what is no immutable id of a rule, because it becomes a part of the address', () => {
  const id = String(validIngestionValues['LOGANALYTICS_DCR_ID']);
  assert.equal(logsIngestionWith({ LOGANALYTICS_DCR_ID: id.toUpperCase() }).ruleId, id);
  refused('LOGANALYTICS_DCR_ID', [
    'dcr-auth0',
    id.slice(4),
    `${id}0`,
    id.replace(/.$/, 'g'),
    `${id}/../x`,
    `/subscriptions/x/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionRules/${id}`,
  ]);
  assert.match(adviceOn('LOGANALYTICS_DCR_ID', 'dcr-auth0'), /immutableId/);
});

test('refuses what is no stream of a rule', () => {
  for (const stream of ['Custom-Auth0', 'Custom-Auth0Logs_CL', 'Custom-a.b-c']) {
    assert.equal(logsIngestionWith({ LOGANALYTICS_DCR_STREAM: stream }).stream, stream);
  }
  refused('LOGANALYTICS_DCR_STREAM', [
    'Auth0',
    'Custom-',
    'custom-Auth0',
    'Microsoft-Syslog',
    'Custom-a/b',
    'Custom-a b',
    'Custom-ä',
    `Custom-${'a'.repeat(101)}`,
  ]);
});

test('takes a tenant by its id or its domain, and refuses words that stand for any tenant', () => {
  const tenants = {
    'Example.onmicrosoft.com': 'example.onmicrosoft.com',
    'example.org': undefined,
  };
  for (const [text, tenant = text] of Object.entries(tenants)) {
    assert.equal(logsIngestionWith({ AZURE_TENANT_ID: text }).application.tenantId, tenant);
  }
  refused('AZURE_TENANT_ID', ['common', 'organizations', 'a/b', '127.0.0.1', 'a.b:443', '..']);
  refused('AZURE_CLIENT_ID', ['my-application', 'common']);
});

test('refuses the id of a secret, because the portal shows it beside the value', () => {
  assert.match(
    adviceOn('AZURE_CLIENT_SECRET', '3d1f6a52-8c07-4e9b-b2a4-6f0e9d7c5b18'),
    /looks like the id of the secret/,
  );
  refused('AZURE_CLIENT_SECRET', ['two words', 'x'.repeat(513), 'sécret']);
});
