import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOG_TYPES } from '../../src/records/log-types.ts';
import { MEMBERS_OF_DETAILS, MEMBERS_OF_LOCATION } from './detections/known-members.ts';
import { readBodyNames, readEndpoints } from './detections/management-api.ts';
import {
  eventCodesIn,
  membersOf,
  pathPatternsIn,
  unreadableUsesOfType,
} from './detections/query-text.ts';
import { type DetectionRule, readDetections, readHunting } from './detections/rule-files.ts';
import { SEEN } from './detections/seen-calls.ts';

const detections = readDetections();
const all = [...detections, ...readHunting()];

function detectionNamed(file: string): DetectionRule {
  const found = detections.find((one) => one.file === file);
  assert.ok(found, `there is no detection ${file}`);
  return found;
}

function unknownCodesIn(query: string): string[] {
  return eventCodesIn(query).filter((code) => !LOG_TYPES.has(code));
}

test('every event code that a query names is one of Auth0', () => {
  for (const { file, query } of all) {
    assert.deepEqual(unreadableUsesOfType(query), [], file);
    assert.deepEqual(unknownCodesIn(query), [], file);
    const readsAll = /Auth0Events\(ago\(\w+\), now\(\)\)/.test(query);
    const isHealth = query.includes('Auth0ExporterRuns(');
    if (!readsAll && !isHealth) assert.ok(eventCodesIn(query).length > 0, file);
  }
});

test('a code that Auth0 does not have is seen, wherever it stands', () => {
  const { query } = detectionNamed('mfa-fatigue');
  for (const code of ['"gd_send_pn"', "'gd_auth_rejected'", "'gd_auth_succeed'"]) {
    const broken = query.replace(code, code.replace('gd_', 'gd__'));
    assert.deepEqual(unknownCodesIn(broken), [code.slice(1, -1).replace('gd_', 'gd__')]);
  }
});

test('every path that a query looks for is one of the Management API', () => {
  const paths = readEndpoints().map(({ path }) => path);
  assert.ok(paths.length > 150, `${paths.length} endpoints`);
  const reads = ['/api/v2/clients'];
  for (const { file, query } of all) {
    for (const pattern of pathPatternsIn(query)) {
      // Auth0 does not document how its dashboard administers members.
      if (pattern.source.includes('invitations|owners')) continue;
      assert.ok(
        [...paths, ...reads].some((path) => pattern.test(path)),
        `${file}: nothing is at ${pattern.source}`,
      );
    }
  }
});

test('the calls of the Management API that matter are each seen by their detection', () => {
  const endpoints = new Set(
    readEndpoints().map(({ method, path }) => `${method} ${path.replace('/api/v2', '')}`),
  );
  for (const [file, calls] of Object.entries(SEEN)) {
    const { query } = detectionNamed(file);
    const methods = [...query.matchAll(/'(GET|POST|PUT|PATCH|DELETE)'/g)].map(([, one]) => one);
    for (const call of calls) {
      assert.ok(endpoints.has(call), `Auth0's SDK has no ${call}`);
      const [method, path] = call.split(' ');
      assert.ok(methods.length === 0 || methods.includes(method), `${file}: ${call}`);
      const isSeen = pathPatternsIn(query).some((pattern) => pattern.test(`/api/v2${path}`));
      assert.ok(isSeen, `${file} does not see ${call}`);
    }
  }
});

test('a path that the Management API does not have is seen', () => {
  const [pattern] = pathPatternsIn("| where Path startswith '/api/v2/log-stream/'");
  assert.ok(pattern);
  assert.deepEqual(
    readEndpoints().filter(({ path }) => pattern.test(path)),
    [],
  );
});

test('every member of a dynamic column that a query reads is known', () => {
  for (const { file, query } of all) {
    const members = [
      ...membersOf('Details', query),
      ...membersOf('Risk', query).map((path) => `riskAssessment.${path}`),
    ];
    for (const path of members) assert.ok(path in MEMBERS_OF_DETAILS, `${file}: ${path}`);
    for (const path of membersOf('LocationInfo', query)) {
      assert.ok(MEMBERS_OF_LOCATION.includes(path), `${file}: ${path}`);
    }
  }
  const used = new Set(all.flatMap(({ query }) => membersOf('Details', query)));
  const unused = Object.keys(MEMBERS_OF_DETAILS).filter((path) => !used.has(path));
  assert.deepEqual(unused, []);
});

test("what queries read of bodies of the Management API has a name in Auth0's SDK", () => {
  const names = readBodyNames();
  for (const [path, source] of Object.entries(MEMBERS_OF_DETAILS)) {
    if (source !== 'api') continue;
    assert.ok(names.has(path.split('.').at(-1) ?? ''), path);
  }
});
