import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingRows } from '../../src/settings/table.ts';

test('declares every setting once, by the names that users know', () => {
  assert.deepEqual(
    settingRows.map((row) => row.name),
    [
      'AUTH0_DOMAIN',
      'AUTH0_CLIENT_ID',
      'AUTH0_CLIENT_SECRET',
      'LOGANALYTICS_DESTINATION',
      'LOGANALYTICS_WORKSPACEID',
      'LOGANALYTICS_WORKSPACEKEY',
      'LOGANALYTICS_NAMESPACE',
      'LOGANALYTICS_APIVERSION',
      'LOGANALYTICS_CLOUD',
      'LOGANALYTICS_ENDPOINT',
      'LOGANALYTICS_RESOURCEID',
      'LOGANALYTICS_DCR_ENDPOINT',
      'LOGANALYTICS_DCR_ID',
      'LOGANALYTICS_DCR_STREAM',
      'AZURE_TENANT_ID',
      'AZURE_CLIENT_ID',
      'AZURE_CLIENT_SECRET',
      'AZURE_AUTHORITY_HOST',
      'LOGANALYTICS_HEALTH_ROWS',
      'START_FROM',
      'BATCH_SIZE',
      'MIN_INTERVAL_SECONDS',
      'MAX_RUN_SECONDS',
      'PAGE_PASSWORD',
      'AUTH0_RTA',
      'PUBLIC_WT_URL',
      'WT_URL',
      'EXTENSION_SECRET',
    ],
  );
});

test('requires nothing for the page, because whoever never opens it needs none of it', () => {
  const pageRows = settingRows.filter((row) => row.isForPage);
  assert.equal(pageRows.length, 5);
  for (const row of pageRows) assert.equal(row.isRequired, false, row.name);
});

for (const row of settingRows) {
  test(`${row.name} accepts its own default and example, so that nobody is told something wrong`, () => {
    for (const text of [row.default, row.example]) {
      assert.ok(text === undefined || row.kind.read(text).ok, text);
    }
  });

  test(`${row.name} is described in sentences that fit where they are shown`, () => {
    assert.match(row.meaning, /^[A-Z].*\.$/s);
    assert.match(row.kind.expected, /^[a-z].*[^.]$/s);
    assert.equal(row.kind.type === 'select', row.kind.options !== undefined);
    assert.ok(!(row.isRequired && row.default !== undefined), 'a required setting has no default');
    if (row.kind.type === 'password') assert.equal(row.example, undefined, 'a secret has none');
  });
}
