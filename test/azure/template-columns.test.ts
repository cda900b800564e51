import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { RULE, TRANSFORMS } from '../../build/azure/rule.ts';
import { LOG_STREAM, RUN_STREAM, STREAMS } from '../../build/azure/streams.ts';
import {
  LOG_TABLE_COLUMNS,
  RUN_TABLE_COLUMNS,
  type TableColumn,
} from '../../build/azure/table-columns.ts';
import { makeTransform } from '../../build/azure/transform.ts';
import { renderStreamColumns } from '../../build/readme-stream.ts';
import { HEALTH_COLUMNS } from '../../src/health/health-columns.ts';
import { COLUMNS, type Column } from '../../src/records/columns.ts';
import { deploy } from './template/evaluate.ts';
import { readTemplate, sampleDeployment } from './template/templates.ts';
import { bindTransform } from './template/transform-language.ts';

interface DeployedColumn {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
}

const { resources } = deploy(
  readTemplate('azuredeploy.json'),
  sampleDeployment('azuredeploy.json'),
);

/** The columns of a table as it would be deployed. */
function tableColumns(name: string): readonly DeployedColumn[] {
  const table = resources.find((resource) => resource.name === `security/${name}`);
  assert.ok(table, name);
  const { schema } = table['properties'] as {
    schema: { name: string; columns: DeployedColumn[] };
  };
  assert.equal(schema.name, name);
  return schema.columns;
}

interface DeployedRule {
  readonly streamDeclarations: Readonly<Record<string, { columns: readonly DeployedColumn[] }>>;
  readonly dataFlows: readonly {
    readonly streams: readonly string[];
    readonly transformKql: string;
    readonly outputStream: string;
  }[];
}

const rule = resources.find(({ type }) => type === RULE.type)?.['properties'] as DeployedRule;

interface Path {
  readonly stream: string;
  readonly table: string;
  readonly sent: readonly Column[];
  readonly kept: readonly TableColumn[];
  readonly added: readonly string[];
}

const PATHS: readonly Path[] = [
  {
    stream: LOG_STREAM,
    table: 'Auth0LogEvents_CL',
    sent: COLUMNS,
    kept: LOG_TABLE_COLUMNS,
    added: ['TimeGenerated', 'Auth0Domain'],
  },
  {
    stream: RUN_STREAM,
    table: 'Auth0LogEventsRun_CL',
    sent: HEALTH_COLUMNS,
    kept: RUN_TABLE_COLUMNS,
    added: ['TimeGenerated'],
  },
];

/** What the types of the tables are called by the language of queries. */
const KUSTO_TYPES: Readonly<Record<string, string>> = { boolean: 'bool', dateTime: 'datetime' };

for (const { stream, table, sent, kept, added } of PATHS) {
  describe(`between ${stream} and ${table}`, () => {
    const declared = rule.streamDeclarations[stream]?.columns ?? [];
    const flow = rule.dataFlows.find(({ streams }) => streams.includes(stream));
    const columns = tableColumns(table);

    test('the stream declares every column that is sent, and nothing else', () => {
      assert.deepEqual(
        declared.map(({ name }) => name),
        sent.map(({ name }) => name),
      );
    });

    test('every column that is sent lands in exactly one column of the table', () => {
      const sources = kept.map(({ from }) => from).sort();
      assert.deepEqual(sources, sent.map(({ name }) => name).sort());
    });

    test('the table has these columns, each once, described, with a type that Azure knows', () => {
      const names = columns.map(({ name }) => name);
      assert.deepEqual(names, [...added, ...kept.map(({ name }) => name)]);
      assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
      for (const { name, type, description = '' } of columns) {
        assert.match(description, /^[A-Z0-9].{5,}\.$/, name);
        assert.match(type, /^(string|int|boolean|dateTime|dynamic)$/, name);
        assert.match(name, /^[A-Za-z][A-Za-z0-9]{1,44}$/, name);
      }
    });

    test('what comes out of the transform is the table, name for name and type for type', () => {
      assert.equal(flow?.outputStream, `Custom-${table}`);
      const bound = bindTransform(flow.transformKql, declared);
      assert.deepEqual(bound.diagnostics, []);
      const wanted = columns.map(({ name, type }) => `${name} ${KUSTO_TYPES[type] ?? type}`);
      assert.deepEqual([...bound.result].sort(), wanted.sort());
    });
  });
}

test('no column has a name that Azure keeps for itself', () => {
  // "Standard columns in Azure Monitor Logs", and what classic tables have.
  const reserved = new Set(
    'tenantid type sourcesystem computer mg managementgroupname rawdata title uniqueid id'.split(
      ' ',
    ),
  );
  for (const { kept } of PATHS) {
    for (const { name } of kept) assert.ok(!reserved.has(name.toLowerCase()), name);
  }
});

test("the table has every column of Microsoft's own Auth0Logs_CL, so that queries for that work", () => {
  const theirs = [
    'TimeGenerated EventType Description Connection ConnectionId ClientId ClientName SrcIpAddr',
    'HttpUserAgent SrcHostname ActorUserId ActorUsername Audience Scope Strategy StrategyType',
    'LocationInfo Details LogId TenantName IsMobile Auth0Domain',
  ].flatMap((line) => line.split(' '));
  const ours = new Map(tableColumns('Auth0LogEvents_CL').map(({ name, type }) => [name, type]));
  for (const name of theirs) assert.ok(ours.has(name), name);
  assert.equal(ours.get('Scope'), 'string');
  assert.equal(ours.get('Details'), 'dynamic');
  assert.equal(ours.get('LocationInfo'), 'dynamic');
});

test('the README tells people to declare what the rule declares', () => {
  const shown = renderStreamColumns();
  assert.ok(readFileSync(join(__dirname, '../../README.md'), 'utf8').includes(shown));
  for (const { name, type } of STREAMS[LOG_STREAM] ?? []) {
    const line = shown.split('\n').find((one) => one.startsWith(`| \`${type}\``));
    assert.ok(line?.includes(`\`${name}\``), `${name} ${type}`);
  }
});

describe('a column that is not the same everywhere is found', () => {
  const log = String(TRANSFORMS['logTransform']);
  const stream = STREAMS[LOG_STREAM] ?? [];

  test('when the transform reads a column that the stream does not declare', () => {
    const { diagnostics } = bindTransform(log.replace("['user_agent']", "['user_agentt']"), stream);
    assert.match(diagnostics.join(), /user_agentt/);
  });

  test('when the stream lacks a column that the transform reads', () => {
    const lacking = stream.filter(({ name }) => name !== 'session_connection');
    assert.match(bindTransform(log, lacking).diagnostics.join(), /session_connection/);
  });

  test('when the transform writes a column by another name', () => {
    const { result } = bindTransform(log.replace("['HttpUserAgent']", "['UserAgent']"), stream);
    const wanted = LOG_TABLE_COLUMNS.map(({ name }) => name);
    const names = result.map((column) => column.split(' ')[0]);
    assert.notDeepEqual(
      wanted.filter((name) => !names.includes(name)),
      [],
    );
  });

  test('when a column of the table is made from one that is not sent', () => {
    const column: TableColumn = { name: 'Colour', type: 'string', from: 'colour' };
    assert.throws(() => makeTransform(COLUMNS, [column], 'date'), /Colour .* colour is none/);
  });
});
