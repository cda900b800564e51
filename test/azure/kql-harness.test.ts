import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFunction, checkQuery, describe, type Workspace } from './kql/check-query.ts';
import { comparedCodes } from './kql/event-codes.ts';
import { workspaceWith } from './kql/workspaces.ts';

const workspace: Workspace = {
  tables: { Fruit_CL: { TimeGenerated: 'datetime', name_s: 'string', weight_d: 'real' } },
  functions: [
    {
      name: 'Heavy',
      parameters: 'least:real=1.0, names:dynamic=dynamic([])',
      body: 'Fruit_CL | where weight_d > least | extend IsHeavy = true',
    },
  ],
};

function faultsOf(query: string): string[] {
  return describe(checkQuery(query, workspace).diagnostics);
}

test('a query without a fault has no diagnostics, and its result is known', () => {
  const { diagnostics, columns, isOpen } = checkQuery(
    'Heavy(2.0) | summarize Count = count(), Last = max(TimeGenerated) by Name = tolower(name_s)',
    workspace,
  );
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(columns, { Name: 'string', Count: 'long', Last: 'datetime' });
  assert.equal(isOpen, false);
});

test('a column, a table, a function and an operand that are wrong are seen where they stand', () => {
  assert.match(faultsOf('Fruit_CL\n| where colour_s == "red"').join(), /^2:9 Error .*colour_s/);
  assert.match(faultsOf('Vegetable_CL').join(), /^1:1 Error .*Vegetable_CL/);
  assert.match(faultsOf('Fruit_CL | extend a = peel(name_s)').join(), /^1:23 Error .*peel/);
  assert.match(faultsOf('Fruit_CL | where name_s > 3').join(), /^1:25 Error/);
  assert.match(faultsOf('Fruit_CL | where (name_s == "a"').join(), /Error/);
  assert.match(faultsOf('Heavy(2.0, dynamic([]), 3)').join(), /Error/);
});

test('warnings are told as well', () => {
  const [fault = ''] = faultsOf('union isfuzzy=true Fruit_CL, Vegetable_CL');
  assert.match(fault, /^1:30 Warning .*Vegetable_CL/);
});

test('a fault in a function is seen in its body, and its column through a call', () => {
  const broken = {
    name: 'Heavy',
    parameters: "least:real=1.0, word:string='a'",
    body: 'Fruit_CL\n| where heaviness_d > least and name_s == word',
  };
  assert.match(
    describe(checkFunction(broken, workspace).diagnostics).join(),
    /^2:9 Error .*heaviness_d/,
  );
  assert.match(faultsOf('Heavy() | where IsLight').join(), /^1:17 Error .*IsLight/);
});

test('a workspace has the columns that Azure gives to what is sent', () => {
  const { tables } = workspaceWith({ classic: 'ours', hasNew: true });
  const { Auth0Logs_CL, Auth0LogsRun_CL, Auth0LogEvents_CL, Auth0LogEventsRun_CL } = tables;
  assert.equal(Auth0Logs_CL?.['date_t'], 'datetime');
  assert.equal(Auth0Logs_CL?.['level_d'], 'real');
  assert.equal(Auth0Logs_CL?.['is_mobile_b'], 'bool');
  assert.equal(Auth0Logs_CL?.['details_s'], 'string');
  assert.equal(Auth0LogsRun_CL?.['lag_seconds_d'], 'real');
  assert.equal(Auth0LogEvents_CL?.['Details'], 'dynamic');
  assert.equal(Auth0LogEvents_CL?.['Auth0Domain'], 'string');
  assert.equal(Auth0LogEventsRun_CL?.['Gap'], 'bool');
  assert.deepEqual(workspaceWith({ hasNew: false }).tables, {});
  const sparse = Object.keys(workspaceWith({ classic: 'sparse', hasNew: false }).tables).length;
  assert.equal(sparse, 2);
});

test('codes are found wherever a query compares them with the type of a log', () => {
  const query = `
    let failures = dynamic(['fp', "fu"]);
    Auth0Events(ago(1h), now(), dynamic(["s"]))
    | where EventType in (failures) or EventType == @"f" or 'fc' == EventType
    | where tostring(EventType) startswith "limit_" and EventType !in ("w") and EventName == "no code"
    | lookup (datatable(Rank:int, EventType:string) [1, 'slo', 2, 'flo']) on EventType
    | summarize countif(EventType has_any ("pwd")), take_any(case(EventType == 'ss', 'no', 'neither'))`;
  assert.deepEqual(
    comparedCodes(query).map(({ operator, text }) => `${operator} ${text}`),
    [
      'in s',
      'in fp',
      'in fu',
      '== f',
      '== fc',
      'startswith limit_',
      '!in w',
      'in slo',
      'in flo',
      'has_any pwd',
      '== ss',
    ],
  );
});
