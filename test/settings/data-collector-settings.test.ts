import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefused, dataCollectorWith, problemWith, validValues } from './valid-values.ts';

const workspaceId = '97ce69d9-b4be-4241-8dbd-d265edcf06c4';

function urlWith(values: Readonly<Record<string, unknown>>): string {
  return dataCollectorWith(values).url;
}

test('writes the workspace id in lower case, because it is a part of the host name', () => {
  const settings = dataCollectorWith({ LOGANALYTICS_WORKSPACEID: workspaceId.toUpperCase() });
  assert.equal(settings.workspaceId, workspaceId);
  assert.match(settings.url, new RegExp(`^https://${workspaceId}\\.`));
});

test('refuses a workspace id that is no GUID, because it would choose the host', () => {
  assertRefused('LOGANALYTICS_WORKSPACEID', [
    workspaceId.replaceAll('-', ''),
    `{${workspaceId}}`,
    `${workspaceId}0`,
    workspaceId.replace('9', 'g'),
    'evil.example.com/',
    `${workspaceId}\n.example.com`,
  ]);
  assert.match(problemWith('LOGANALYTICS_WORKSPACEID', 'x').expected, /GUID/);
});

test('keeps the workspace key as base64 text, because that is how it is signed with', () => {
  const short = Buffer.alloc(16, 7).toString('base64');
  for (const key of [validValues['LOGANALYTICS_WORKSPACEKEY'], short]) {
    const settings = dataCollectorWith({ LOGANALYTICS_WORKSPACEKEY: key });
    assert.equal(settings.workspaceKey, key);
  }
});

test('refuses a workspace key that is cut, broken or no base64, because every signature would be wrong', () => {
  const key = String(validValues['LOGANALYTICS_WORKSPACEKEY']);
  assertRefused('LOGANALYTICS_WORKSPACEKEY', [
    key.slice(0, -1),
    key.slice(0, -2),
    key.slice(1),
    `${key.slice(0, 40)}\n${key.slice(40)}`,
    key.replaceAll('+', '-').replaceAll('/', '_'),
    `${key}====`,
    `==${key.slice(2)}`,
    Buffer.alloc(15).toString('base64'),
    workspaceId,
    '====',
  ]);
  const problem = problemWith('LOGANALYTICS_WORKSPACEKEY', key.slice(0, -1));
  assert.equal(problem.came, 'a text of 87 characters');
  assert.match(problem.expected, /88 characters/);
  assert.match(problem.advice, /Copy it again/);
});

test('takes a Log-Type of letters, digits and underscores up to 100 characters', () => {
  for (const name of ['Auth0Logs', 'a', 'Auth0_Logs_2', 'A'.repeat(100), 'My_CLogs', 'Logs_']) {
    assert.equal(dataCollectorWith({ LOGANALYTICS_NAMESPACE: name }).logType, name);
  }
});

test('refuses a Log-Type that Azure would refuse or that would break the header', () => {
  assertRefused('LOGANALYTICS_NAMESPACE', [
    '1Logs',
    '_Logs',
    'Auth0-Logs',
    'Auth0 Logs',
    'Auth0.Logs',
    'Lögs',
    'A'.repeat(101),
    'Logs\r\nx-evil: 1',
  ]);
});

test('advises to leave _CL out, because Azure appends it and the table would end in _CL_CL', () => {
  for (const name of ['Auth0Logs_CL', 'Auth0Logs_cl', '_CL']) {
    assert.match(problemWith('LOGANALYTICS_NAMESPACE', name).advice, /Leave _CL out/);
  }
});

test('calls the host of the chosen cloud', () => {
  const path = '/api/logs?api-version=2016-04-01';
  const hosts = {
    public: 'ods.opinsights.azure.com',
    usgov: 'ods.opinsights.azure.us',
    china: 'ods.opinsights.azure.cn',
  };
  for (const [cloud, host] of Object.entries(hosts)) {
    assert.equal(urlWith({ LOGANALYTICS_CLOUD: cloud }), `https://${workspaceId}.${host}${path}`);
  }
  assert.equal(urlWith({}), `https://${workspaceId}.ods.opinsights.azure.com${path}`);
});

test('refuses a cloud that is not in the list, because a guess would send logs to strangers', () => {
  assertRefused('LOGANALYTICS_CLOUD', ['Public', 'germany', 'public,usgov', 'constructor']);
  assert.equal(problemWith('LOGANALYTICS_CLOUD', 'x').expected, 'one of public, usgov, china');
});

test('takes another version of the API when it is a real date', () => {
  assert.match(urlWith({ LOGANALYTICS_APIVERSION: '2024-02-29' }), /\?api-version=2024-02-29$/);
  assertRefused('LOGANALYTICS_APIVERSION', [
    '2016-4-1',
    '2016-04-31',
    '2016-02-30',
    '2016-00-01',
    '0000-00-00',
    '2016-04-01-preview',
    '2016-04-01&a=b',
    'latest',
  ]);
});

test('appends the path to an endpoint without one, and keeps the path of an endpoint with one', () => {
  const urls = {
    'https://proxy.example.com': 'https://proxy.example.com/api/logs',
    'https://proxy.example.com/': 'https://proxy.example.com/api/logs',
    'https://proxy.example.com/api/logs': 'https://proxy.example.com/api/logs',
    'https://proxy.example.com:8443/azure/logs/': 'https://proxy.example.com:8443/azure/logs/',
    'http://127.0.0.1:4001': 'http://127.0.0.1:4001/api/logs',
    'http://localhost:4001/azure': 'http://localhost:4001/azure',
    'http://[::1]:4001/': 'http://[::1]:4001/api/logs',
    'https://10.0.0.1/': 'https://10.0.0.1/api/logs',
  };
  for (const [endpoint, url] of Object.entries(urls)) {
    assert.equal(
      urlWith({ LOGANALYTICS_ENDPOINT: endpoint, LOGANALYTICS_CLOUD: 'china' }),
      `${url}?api-version=2016-04-01`,
    );
  }
});

test('refuses an endpoint that is no plain URL, or in clear beyond this machine', () => {
  assertRefused('LOGANALYTICS_ENDPOINT', [
    'http://proxy.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.',
    'proxy.example.com',
    '/api/logs',
    'https://',
    'https://user:pass@proxy.example.com',
    'https://@proxy.example.com',
    'https://proxy.example.com/#x',
    'https://proxy.example.com/a b',
    'https://proxy.example.com/\nb',
    'https:/proxy.example.com',
    'https:\\\\proxy.example.com',
    'https://proxy.example.com\\@evil.example.com',
    'https://proxy.example.com:0x50',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ]);
  const query = problemWith(
    'LOGANALYTICS_ENDPOINT',
    'https://a.example.com/api/logs?api-version=1',
  );
  assert.match(query.advice, /Leave out the question mark/);
});

test('takes a resource id, and has none when it is not set', () => {
  const resource = `/subscriptions/${workspaceId}/resourceGroups/rg(1)/providers/Microsoft.Web/sites/a`;
  assert.equal(dataCollectorWith({ LOGANALYTICS_RESOURCEID: resource }).resourceId, resource);
  assert.equal('resourceId' in dataCollectorWith({}), false);
});

test('refuses a resource id that is none or that would break the header', () => {
  assertRefused('LOGANALYTICS_RESOURCEID', [
    `subscriptions/${workspaceId}/resourceGroups/rg`,
    '/subscriptions/mine/resourceGroups/rg',
    `/subscriptions/${workspaceId}`,
    `/subscriptions/${workspaceId}/`,
    `/subscriptions/${workspaceId}/a\r\nx-evil: 1`,
    `/subscriptions/${workspaceId}/a b`,
    `/subscriptions/${workspaceId}/ä`,
  ]);
});
