import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FUNCTIONS_FOLDER, GENERATED_FUNCTIONS } from '../../build/azure/make-functions.ts';
import { KEPT_TEXT } from '../../build/azure/read-column.ts';
import { readSavedFunctions } from '../../build/azure/saved-functions.ts';
import { LOG_TABLE_COLUMNS, RUN_TABLE_COLUMNS } from '../../build/azure/table-columns.ts';
import { DEFAULT_TABLE_NAMES } from '../../build/azure/table-names.ts';
import { keepText } from '../../src/destinations/data-collector/keep-text.ts';
import { HEALTH_COLUMNS } from '../../src/health/health-columns.ts';
import { COLUMNS } from '../../src/records/columns.ts';
import { LOG_TYPE_ROWS } from '../../src/records/log-type-table.ts';
import { checkFunction, checkQuery, describe, type Workspace } from './kql/check-query.ts';
import { WORKSPACES, workspaceWith } from './kql/workspaces.ts';

const KUSTO_NAMES = { boolean: 'bool' } as const;

function typesOf(columns: typeof LOG_TABLE_COLUMNS): Record<string, string> {
  return Object.fromEntries(
    columns.map(({ name, type }) => [name, type === 'boolean' ? KUSTO_NAMES[type] : type]),
  );
}

/** What is told of a table that does not exist: that it is left out, and nothing else. */
function absentTables(workspace: Workspace, ...names: string[]): string[] {
  return names.filter((name) => workspace.tables[name] === undefined);
}

function textOf(alias: string): string {
  return readFileSync(join(FUNCTIONS_FOLDER, `${alias}.kql`), 'utf8');
}

test('the generated functions are what the columns and the types make them', () => {
  for (const [name, render] of Object.entries(GENERATED_FUNCTIONS)) {
    const text = readFileSync(join(FUNCTIONS_FOLDER, name), 'utf8');
    assert.equal(text, render(), `${name} is stale: run "npx tsx build/azure/make-functions.ts"`);
  }
});

for (const [description, workspace] of Object.entries(WORKSPACES)) {
  test(`the functions bind in a workspace with ${description}`, () => {
    assert.equal(workspace.functions.length, 3);
    for (const one of workspace.functions) {
      const { diagnostics } = checkFunction(one, workspace);
      const { ClassicTable, ClassicRunTable, LogTable, RunTable } = DEFAULT_TABLE_NAMES;
      const tables = {
        Auth0Events: [LogTable, ClassicTable],
        Auth0ExporterRuns: [RunTable, ClassicRunTable],
      };
      const read = Object.entries(tables).find(([name]) => name === one.name)?.[1] ?? [];
      assert.deepEqual(
        diagnostics.map(({ code, severity, message }) => [code, severity, message.split("'")[1]]),
        absentTables(workspace, ...read).map((name) => ['KS205', 'Warning', name]),
        `${one.name}: ${describe(diagnostics).join('\n')}`,
      );
    }
  });

  test(`the functions give the new tables' columns in a workspace with ${description}`, () => {
    const log = checkQuery('Auth0Events(ago(1h), now(), dynamic(["s"]))', workspace);
    assert.deepEqual(log.diagnostics, []);
    const run = checkQuery('Auth0ExporterRuns(ago(1h), now())', workspace);
    assert.deepEqual(run.diagnostics, []);
    const added = { TimeGenerated: 'datetime', IngestedTime: 'datetime', SourceTable: 'string' };
    const logTypes = { ...typesOf(LOG_TABLE_COLUMNS), ...added, Auth0Domain: 'string' };
    const runTypes = { ...typesOf(RUN_TABLE_COLUMNS), ...added };
    assert.deepEqual(Object.keys(log.columns).sort(), Object.keys(logTypes).sort());
    assert.deepEqual(Object.keys(run.columns).sort(), Object.keys(runTypes).sort());
    // Where a table is missing, the language service does not know the type of every expression.
    if (log.isOpen) return;
    assert.deepEqual(log.columns, logTypes);
    assert.deepEqual(run.columns, runTypes);
  });
}

test('a column of the classic table may be a GUID, as its suffix says', () => {
  const workspace = workspaceWith({ classic: 'ours', hasNew: true });
  const { ClassicTable } = DEFAULT_TABLE_NAMES;
  const tables = {
    ...workspace.tables,
    [ClassicTable]: { ...workspace.tables[ClassicTable], user_id_g: 'guid', type_t: 'datetime' },
  } as const;
  const { diagnostics, columns } = checkQuery('Auth0Events()', { ...workspace, tables });
  assert.deepEqual(diagnostics, []);
  assert.equal(columns['ActorUserId'], 'string');
});

test('a column that is misspelt in a function does not go unnoticed', () => {
  const workspace = workspaceWith({ classic: 'ours', hasNew: true });
  const functions = workspace.functions.map((one) => ({
    ...one,
    body: one.body.replace('| where EventTime >=', '| where EventTme >='),
  }));
  const faults = functions.flatMap((one) =>
    describe(checkFunction(one, { ...workspace, functions }).diagnostics),
  );
  assert.equal(faults.length, 1);
  assert.match(faults.join(), /Error .*EventTme/);
});

test('every column of the record and of the health row is read, under each of its suffixes', () => {
  const suffixes = { text: ['_s', '_g', '_t'], json: ['_s'], number: ['_d', '_s'] };
  const others = { boolean: ['_b', '_s'], time: ['_t', '_s'] };
  for (const [alias, columns] of [
    ['Auth0Events', COLUMNS],
    ['Auth0ExporterRuns', HEALTH_COLUMNS],
  ] as const) {
    const text = textOf(alias);
    for (const { name, kind } of columns) {
      for (const suffix of { ...suffixes, ...others }[kind]) {
        assert.ok(
          text.includes(`column_ifexists('${name}${suffix}'`),
          `${alias}: ${name}${suffix}`,
        );
      }
    }
  }
});

test('no column of a table is named without column_ifexists before it is known to be there', () => {
  // A leg of the union that cannot be bound is left out without an error, with all that it holds.
  for (const alias of ['Auth0Events', 'Auth0ExporterRuns']) {
    const legs = textOf(alias).matchAll(/\(\{\{\w+\}\}\n(?<body>[\s\S]*?)'\{\{\w+\}\}'\)/g);
    const bodies = [...legs].map(({ groups }) => groups?.['body']);
    assert.equal(bodies.length, 2);
    for (const body of bodies) {
      const names = body?.match(/\b[A-Za-z_]\w*\b/g) ?? [];
      assert.deepEqual(
        new Set(names),
        new Set([
          ...['where', 'TimeGenerated', 'windowStart', 'extend', 'IngestedTime'],
          ...['coalesce', 'ingestion_time', 'SourceTable'],
        ]),
      );
    }
  }
});

test('the window reaches the tables by itself, and without a function around the column', () => {
  for (const alias of ['Auth0Events', 'Auth0ExporterRuns']) {
    const text = textOf(alias);
    assert.equal(text.match(/\| where TimeGenerated >= windowStart\n/g)?.length, 2);
    assert.ok(text.indexOf('>= windowStart and') < text.indexOf('| summarize'));
  }
});

test('texts that were kept texts in the classic table become what they were', () => {
  const kept = new RegExp(KEPT_TEXT);
  const restored = (text: string) => text.replace(kept, '$1');
  const texts = [
    '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
    '0A1B2C3D4E5F60718293A4B5C6D7E8F9',
    '{0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9}',
    ' (0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9) ',
    '2026-11-01',
    '2026-1-1T00:00:00Z',
    ' +02026-11-01T10:00:00Z',
    '-2026-11',
  ];
  for (const text of texts) {
    const { user_name: sent } = keepText({ log_id: '1', user_name: text });
    assert.equal(sent, `text:${text}`);
    assert.equal(restored(String(sent)), text);
  }
  for (const text of ['', 'text:', 'text:hello', 'a text:2026-11-01', 'plain', '2026-11-01']) {
    assert.equal(restored(text), text);
  }
  for (const { alias, query } of readSavedFunctions().slice(1)) {
    assert.ok(query.includes(`@'${KEPT_TEXT}', @'\\1'`), alias);
  }
});

test('Auth0Events knows the name, category and level of every type once', () => {
  const rows = [
    ...textOf('Auth0Events').matchAll(/^ {4}'(\w+)', '((?:[^'\\]|\\.)*)', '([^']*)', (\d)/gm),
  ].map(([, code, name = '', category, level]) => [
    code,
    name.replaceAll('\\', ''),
    category,
    Number(level),
  ]);
  assert.deepEqual(rows, LOG_TYPE_ROWS);
  assert.equal(new Set(LOG_TYPE_ROWS.map(([code]) => code)).size, LOG_TYPE_ROWS.length);
});

test('a function tells its name, its purpose and its parameters at its head', () => {
  assert.deepEqual(
    readSavedFunctions().map(({ alias, parameters }) => [alias, parameters.split(':')[0]]),
    [
      ['ASimAuthenticationAuth0', 'disabled'],
      ['Auth0Events', 'startTime'],
      ['Auth0ExporterRuns', 'startTime'],
    ],
  );
});
