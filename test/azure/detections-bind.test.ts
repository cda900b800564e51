import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDetections, readHunting } from './detections/rule-files.ts';
import { checkQuery, describe } from './kql/check-query.ts';
import { WORKSPACES } from './kql/workspaces.ts';

const all = [...readDetections(), ...readHunting()];

test('every query binds, and gives the columns that its entities are made from', () => {
  const workspace = WORKSPACES['both tables'];
  assert.ok(workspace);
  for (const { file, query, entityMappings } of all) {
    const { diagnostics, columns } = checkQuery(query, workspace);
    assert.deepEqual(describe(diagnostics), [], file);
    // A log alert would sort the rows into intervals by it, and lose those that came late.
    assert.ok(!('TimeGenerated' in columns), file);
    for (const { columnName } of entityMappings?.flatMap((one) => one.fieldMappings) ?? []) {
      assert.equal(columns[columnName], 'string', `${file}: ${columnName}`);
    }
  }
});

test('a column that does not exist is seen', () => {
  const workspace = WORKSPACES['both tables'];
  assert.ok(workspace);
  const query = all.find(({ file }) => file === 'users-exported')?.query ?? '';
  const broken = query.replace('IngestedTime > NewSince', 'IngestTime > NewSince');
  assert.notEqual(broken, query);
  assert.match(describe(checkQuery(broken, workspace).diagnostics).join(), /IngestTime/);
});
