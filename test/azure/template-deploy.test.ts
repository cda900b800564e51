import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSavedFunctions } from '../../build/azure/saved-functions.ts';
import { readHuntingQueries } from '../../build/azure/sentinel-yaml.ts';
import { LOG_STREAM, RUN_STREAM } from '../../build/azure/streams.ts';
import { fillTableNames } from '../../build/azure/table-names.ts';
import { settingRows } from '../../src/settings/table.ts';
import { deploy, type Outcome } from './template/evaluate.ts';
import { RULE_ID, readTemplate, sampleDeployment, WORKSPACE_ID } from './template/templates.ts';

const TEMPLATE = readTemplate('azuredeploy.json');

function deployWith(parameters: Readonly<Record<string, unknown>> = {}): Outcome {
  return deploy(TEMPLATE, sampleDeployment('azuredeploy.json', parameters));
}

/** The properties of the only resource of a type, or of the one with a name. */
function propertiesOf(
  { resources }: Outcome,
  type: string,
  name?: string,
): Record<string, unknown> {
  const found = resources.filter(
    (resource) => resource.type.endsWith(type) && (name ?? resource.name) === resource.name,
  );
  assert.equal(found.length, 1, `${type} ${name}`);
  return found[0]?.['properties'] as Record<string, unknown>;
}

describe('the outputs', () => {
  const { outputs } = deployWith();

  test('are named as settings, and are values that these settings take', () => {
    for (const [name, value] of Object.entries(outputs)) {
      const row = settingRows.find((setting) => setting.name === name);
      assert.ok(row, `there is no setting ${name}`);
      assert.equal(row.kind.read(String(value)).ok, true, `${name} = ${value}`);
    }
  });

  test('give every setting of the Logs Ingestion API that is not about the application', () => {
    const needed = settingRows.filter(({ usedBy, isRequired }) => {
      return usedBy === 'logs-ingestion' && isRequired === true;
    });
    assert.ok(needed.length >= 6);
    const missing = needed.map(({ name }) => name).filter((name) => !Object.hasOwn(outputs, name));
    assert.deepEqual(missing, ['AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET']);
  });

  test('do not choose the destination: somebody may be changing over, or stay', () => {
    assert.ok(!Object.hasOwn(outputs, 'LOGANALYTICS_DESTINATION'));
  });

  test('are not secret', () => {
    assert.doesNotMatch(JSON.stringify(TEMPLATE.outputs), /list\w*\(|key|secret|password/i);
    for (const [name, { type }] of Object.entries(TEMPLATE.outputs ?? {})) {
      assert.equal(type, 'string', name);
    }
  });

  test('name the stream that the rule declares, and its Run stream is declared, too', () => {
    assert.equal(outputs['LOGANALYTICS_DCR_STREAM'], LOG_STREAM);
    const rule = propertiesOf(deployWith(), '/dataCollectionRules');
    const declared = Object.keys(rule['streamDeclarations'] as object);
    assert.deepEqual(declared, [LOG_STREAM, `${outputs['LOGANALYTICS_DCR_STREAM']}Run`]);
    assert.equal(declared[1], RUN_STREAM);
  });
});

describe('the workspace', () => {
  const TYPE = 'Microsoft.OperationalInsights/workspaces';

  test('is left alone when it exists', () => {
    assert.deepEqual(
      deployWith().resources.filter(({ type }) => type === TYPE),
      [],
    );
  });

  test('is made when it is new, with the retention that was chosen', () => {
    const outcome = deployWith({ workspace: 'new', retentionInDays: 90 });
    assert.equal(propertiesOf(outcome, TYPE)['retentionInDays'], 90);
    for (const name of ['security/Auth0LogEvents_CL', 'security/Auth0LogEventsRun_CL']) {
      assert.equal(propertiesOf(outcome, '/tables', name)['retentionInDays'], 90);
    }
  });

  test('is one of the two, and nothing else', () => {
    assert.throws(() => deployWith({ workspace: 'old' }), /allowed values/);
  });
});

describe('the rule', () => {
  test('has an endpoint of its own, in the region of the workspace', () => {
    const { resources } = deployWith({ location: 'northeurope' });
    const rule = resources.find(({ type }) => type.endsWith('/dataCollectionRules'));
    assert.equal(rule?.['kind'], 'Direct');
    assert.equal(rule['location'], 'northeurope');
  });

  test('belongs to the workspace, and writes to the tables that were chosen', () => {
    const outcome = deployWith({ tableName: 'Sign_Ins_CL' });
    const rule = propertiesOf(outcome, '/dataCollectionRules');
    const { logAnalytics } = rule['destinations'] as { logAnalytics: readonly object[] };
    assert.deepEqual(logAnalytics, [{ name: 'workspace', workspaceResourceId: WORKSPACE_ID }]);
    const flows = rule['dataFlows'] as readonly Record<string, unknown>[];
    assert.deepEqual(
      flows.map(({ streams, outputStream }) => [streams, outputStream]),
      [
        [[LOG_STREAM], 'Custom-Sign_Ins_CL'],
        [[RUN_STREAM], 'Custom-Sign_InsRun_CL'],
      ],
    );
    assert.ok(flows.length <= 10);
  });

  test('has a name that is no longer than Azure takes for its kind', () => {
    assert.throws(() => deployWith({ ruleName: 'a'.repeat(31) }), /longer than 30/);
  });

  for (const [given, kept] of [
    ['tenant.eu.auth0.com', 'tenant.eu.auth0.com'],
    ['https://tenant.eu.auth0.com/', 'tenant.eu.auth0.com'],
    ["it's\\", 'its'],
    ['', ''],
  ] as const) {
    test(`writes "${kept}" into Auth0Domain when "${given}" was entered`, () => {
      const rule = propertiesOf(deployWith({ auth0Domain: given }), '/dataCollectionRules');
      const [flow] = rule['dataFlows'] as readonly Record<string, string>[];
      assert.ok(flow?.['transformKql']?.includes(`['Auth0Domain'] = '${kept}',`));
    });
  }

  test('is all that the application gets a role on', () => {
    const outcome = deployWith();
    const [role, ...others] = outcome.resources.filter(({ type }) =>
      type.endsWith('/roleAssignments'),
    );
    assert.deepEqual(others, []);
    assert.equal(role?.['scope'], 'Microsoft.Insights/dataCollectionRules/dcr-auth0-logs');
    assert.deepEqual(role['dependsOn'], [RULE_ID]);
    const properties = propertiesOf(outcome, '/roleAssignments');
    assert.equal(properties['principalType'], 'ServicePrincipal');
    assert.match(String(properties['roleDefinitionId']), /\/3913510d-42f4-4e42-8a64-420c390055eb$/);
  });

  test('is made without a role when there is no application', () => {
    const { resources } = deployWith({ principalObjectId: '' });
    assert.ok(resources.some(({ type }) => type.endsWith('/dataCollectionRules')));
    assert.ok(!resources.some(({ type }) => type.endsWith('/roleAssignments')));
  });

  test('gets another role assignment for another application', () => {
    const nameOf = (outcome: Outcome) =>
      outcome.resources.find(({ type }) => type.endsWith('/roleAssignments'))?.name;
    const other = deployWith({ principalObjectId: '00000000-7777-8888-9999-000000000000' });
    assert.equal(nameOf(deployWith()), nameOf(deployWith()));
    assert.notEqual(nameOf(deployWith()), nameOf(other));
  });
});

describe('the name of the table', () => {
  const refused: readonly (readonly [why: string, parameters: Record<string, string>])[] = [
    ['that of the classic table', { classicNamespace: 'Auth0', tableName: 'Auth0_CL' }],
    [
      'that of the classic table in other letters',
      { classicNamespace: 'Auth0', tableName: 'aUTH0_CL' },
    ],
    ['that of the classic table of runs', { classicNamespace: 'Auth0', tableName: 'Auth0Run_CL' }],
    [
      'one whose table of runs is the classic table',
      { classicNamespace: 'Auth0Run', tableName: 'Auth0_CL' },
    ],
    ["that of Microsoft's connector", { classicNamespace: 'Other', tableName: 'Auth0Logs_CL' }],
    ["that of Microsoft's old connector", { tableName: 'Auth0AM_CL' }],
    [
      'the classic one when the namespace was entered as a table',
      { classicNamespace: 'Auth0_CL', tableName: 'Auth0_CL' },
    ],
  ];
  for (const [why, parameters] of refused) {
    test(`cannot be ${why}`, () => {
      assert.throws(() => deployWith(parameters), /tableName is refused: it should be a new name/);
    });
  }

  for (const tableName of ['Auth0LogEvents', 'Auth0LogEvents_cl', 'Auth0_CLs']) {
    test(`cannot be ${tableName}, which does not end in _CL`, () => {
      assert.throws(() => deployWith({ tableName }), /tableName is refused: .* ends in _CL/);
    });
  }

  test('is refused before anything is made: the tables and the rule are named by it', () => {
    const names = TEMPLATE.resources.filter(({ name }) => name.includes("variables('tableName')"));
    assert.equal(names.length, 1);
    assert.doesNotMatch(JSON.stringify(TEMPLATE.resources), /parameters\('tableName'\)/);
  });

  test('may have _CL in its middle', () => {
    const outcome = deployWith({ tableName: 'Auth0_CL_new_CL' });
    propertiesOf(outcome, '/tables', 'security/Auth0_CL_new_CL');
    propertiesOf(outcome, '/tables', 'security/Auth0_CL_newRun_CL');
  });
});

describe('the saved functions', () => {
  test('read the tables whose names were entered', () => {
    const outcome = deployWith({ tableName: 'New_CL', classicNamespace: 'Old' });
    const names = {
      ClassicTable: 'Old_CL',
      ClassicRunTable: 'OldRun_CL',
      LogTable: 'New_CL',
      RunTable: 'NewRun_CL',
    };
    const functions = readSavedFunctions();
    assert.ok(functions.length >= 3);
    for (const { alias, parameters, query } of functions) {
      const saved = propertiesOf(outcome, '/savedSearches', `security/${alias}`);
      assert.equal(saved['query'], fillTableNames(query, names));
      assert.equal(saved['functionAlias'], alias);
      assert.equal(saved['functionParameters'], parameters);
    }
  });

  test('the hunting queries are saved where Sentinel looks for them', () => {
    const outcome = deployWith();
    for (const { id, query, name } of readHuntingQueries()) {
      const saved = propertiesOf(outcome, '/savedSearches', `security/${id}`);
      assert.equal(saved['category'], 'Hunting Queries');
      assert.equal(saved['displayName'], name);
      assert.equal(saved['query'], query);
    }
  });
});

test('what stands in a workspace, or needs a table, waits for it', () => {
  const { resources } = deployWith({ workspace: 'new' });
  const waitsFor = (resource: Outcome['resources'][number]) => resource['dependsOn'] ?? [];
  for (const resource of resources) {
    const isInWorkspace = /workspaces\/|\/workbooks$/.test(resource.type);
    if (isInWorkspace) assert.deepEqual(waitsFor(resource), [WORKSPACE_ID], resource.name);
  }
  const rule = resources.find(({ type }) => type.endsWith('/dataCollectionRules'));
  assert.deepEqual(rule && waitsFor(rule), [
    `${WORKSPACE_ID}/tables/Auth0LogEvents_CL`,
    `${WORKSPACE_ID}/tables/Auth0LogEventsRun_CL`,
  ]);
});

test('a later deployment replaces what an earlier one saved', () => {
  for (const resource of deployWith().resources) {
    if (resource.type.endsWith('/savedSearches')) assert.equal(resource['etag'], '*');
  }
});

test('the workbook is a notebook that opens on this workspace', () => {
  const workbook = propertiesOf(deployWith(), '/workbooks');
  assert.equal(workbook['sourceId'], WORKSPACE_ID);
  const { version, items } = JSON.parse(String(workbook['serializedData']));
  assert.equal(version, 'Notebook/1.0');
  assert.ok(Array.isArray(items));
});
