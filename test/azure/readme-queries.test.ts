/** The queries that the README shows work as they stand. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkQuery, describe } from './kql/check-query.ts';
import { WORKSPACES } from './kql/workspaces.ts';

const ROOT = join(__dirname, '../..');

/** The queries on a page, but for the transform of a rule, which is bound elsewhere. */
function queriesOn(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```kusto\n(.*?)^ *```/gms)]
    .map(([, indent = '', query = '']) => query.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    .filter((query) => !query.startsWith('source\n'));
}

test('every query on the pages for users binds where both tables are', () => {
  const queries = [...queriesOn('README.md'), ...queriesOn('deploy/azure/README.md')];
  assert.ok(queries.length >= 6, `${queries.length} queries`);
  const workspace = WORKSPACES['both tables'];
  assert.ok(workspace);
  for (const query of queries) {
    assert.deepEqual(describe(checkQuery(query, workspace).diagnostics), [], query);
  }
});
