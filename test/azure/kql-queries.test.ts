import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSavedFunctions } from '../../build/azure/saved-functions.ts';
import { fillTableNames } from '../../build/azure/table-names.ts';
import { TEST_LOG_TYPE } from '../../src/connections/test-log.ts';
import { LOG_TYPES } from '../../src/records/log-types.ts';
import { checkQuery, describe } from './kql/check-query.ts';
import { type ComparedCode, comparedCodes } from './kql/event-codes.ts';
import { type NamedQuery, PICKED_VALUES, workbookQueries, yamlQueries } from './kql/queries.ts';
import { TABLE_CHOICES } from './kql/workspaces.ts';

const CODES: readonly string[] = [...LOG_TYPES.keys(), TEST_LOG_TYPE];

/** Which texts a comparison finds; what is not named here has to be a whole code. */
const COMPARISONS: ReadonlyMap<string, (code: string, text: string) => boolean> = new Map([
  ['startswith', (code, text) => code.startsWith(text)],
  ['startswith_cs', (code, text) => code.startsWith(text)],
  ['endswith', (code, text) => code.endsWith(text)],
  ['contains', (code, text) => code.includes(text)],
  ['matches regex', (code, text) => new RegExp(text).test(code)],
]);

function isKnown({ text, operator }: ComparedCode): boolean {
  const finds = COMPARISONS.get(operator.replace(/^!/, ''));
  return finds === undefined ? CODES.includes(text) : CODES.some((code) => finds(code, text));
}

function faultsWith(description: string, { file, query }: NamedQuery): string[] {
  const workspace = TABLE_CHOICES[description];
  assert.ok(workspace !== undefined, description);
  return describe(checkQuery(query, workspace).diagnostics).map(
    (fault) => `${file}, with ${description}: ${fault}`,
  );
}

function faultsIn(query: NamedQuery): string[] {
  return Object.keys(TABLE_CHOICES).flatMap((description) => faultsWith(description, query));
}

const [everything = { Tenant: "'*'", Application: "'*'" }] = PICKED_VALUES;

test('the queries of the workbook bind, whichever tables there are', () => {
  const queries = workbookQueries(everything);
  assert.ok(queries.length > 20);
  assert.deepEqual(queries.flatMap(faultsIn), []);
});

test('the queries of the workbook bind, whatever is picked', () => {
  const workspace = TABLE_CHOICES['both tables'];
  assert.ok(workspace !== undefined);
  for (const { file, query } of PICKED_VALUES.flatMap(workbookQueries)) {
    assert.deepEqual(describe(checkQuery(query, workspace).diagnostics), [], file);
    assert.doesNotMatch(query, /\{[A-Z]\w*(?::\w+)?\}/, file);
  }
});

test('the queries of the detections and of the hunting queries bind where no table is yet', () => {
  // They see no table, only functions, which are bound with every choice of tables elsewhere.
  const faults = yamlQueries().flatMap((query) => faultsWith('neither table', query));
  assert.deepEqual(faults, []);
});

test('a query whose column is misspelt is found', () => {
  const [first] = workbookQueries(everything);
  assert.ok(first !== undefined);
  const broken = { ...first, query: first.query.replace('ClientId', 'ClientIdentity') };
  assert.match(faultsIn(broken).join('\n'), /Error KS142 .*ClientIdentity/);
});

test('every code that a query compares with the type of a log is one of Auth0', () => {
  const queries = [...workbookQueries(everything), ...yamlQueries()];
  const compared = queries.flatMap(({ file, query }) =>
    comparedCodes(query).map((code) => ({ file, ...code })),
  );
  assert.ok(compared.length > 50);
  assert.deepEqual(
    compared.filter((code) => !isKnown(code)),
    [],
  );
});

test('every code in the functions is one of Auth0', () => {
  for (const { alias, query } of readSavedFunctions()) {
    // The types of ASIM have the same column, after Auth0's were renamed.
    const column = alias.startsWith('ASim') ? 'EventOriginalType' : 'EventType';
    const codes = comparedCodes(fillTableNames(query), [column]);
    assert.deepEqual(
      codes.filter((code) => !isKnown(code)),
      [],
      alias,
    );
    assert.equal(codes.length > 0, alias !== 'Auth0ExporterRuns', alias);
  }
});

test('a wrong code is found, and one of another case', () => {
  const query =
    'Auth0Events(ago(1h), now(), dynamic(["s", "fpp"])) | where EventType in ("FP", "fu")';
  assert.deepEqual(
    comparedCodes(query)
      .filter((code) => !isKnown(code))
      .map(({ text }) => text),
    ['fpp', 'FP'],
  );
});
