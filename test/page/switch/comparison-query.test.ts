import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_TABLE_NAMES } from '../../../build/azure/table-names.ts';
import { comparisonQuery, NEW_TABLE } from '../../../src/page/switch/comparison-query.ts';
import { checkQuery } from '../../azure/kql/check-query.ts';
import { workspaceWith } from '../../azure/kql/workspaces.ts';
import { NOW_MS } from '../runs/runs.ts';

const { tables } = workspaceWith({ classic: 'ours', hasNew: true });

/** What Microsoft's language service finds wrong with it. */
function faultsOf(query: string): readonly string[] {
  return checkQuery(query, { tables, functions: [] }).diagnostics.map(({ message }) => message);
}

describe('the query that compares both tables', () => {
  it('is sound for the columns that both tables have', () => {
    for (const sinceMs of [undefined, NOW_MS, Number.NaN]) {
      const query = comparisonQuery(DEFAULT_TABLE_NAMES.ClassicTable, sinceMs);
      assert.deepEqual(faultsOf(query), []);
    }
  });

  it('is seen to be wrong for a table without them', () => {
    const query = comparisonQuery(DEFAULT_TABLE_NAMES.LogTable, undefined);
    assert.notDeepEqual(faultsOf(query), []);
  });

  it('names the table as the template proposes, and where both begin', () => {
    assert.equal(NEW_TABLE, DEFAULT_TABLE_NAMES.LogTable);
    const query = comparisonQuery('Tenant1_CL', NOW_MS);
    assert.match(query, /\(Tenant1_CL \| project/);
    assert.match(query, /> datetime\(2026-11-22T12:00:00\.000Z\)/);
    assert.match(comparisonQuery('Tenant1_CL', undefined), /> ago\(1d\)/);
  });
});
