import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSavedFunctions } from '../../build/azure/saved-functions.ts';
import { checkQuery, describe } from './kql/check-query.ts';
import { TABLE_CHOICES } from './kql/workspaces.ts';

/*
 * From Microsoft's reference of the Authentication schema, version 0.1.4, and of the fields that all
 * schemas share: MicrosoftDocs/defender-docs, sentinel/normalization-schema-authentication.md and
 * normalization-common-fields.md.
 */
const MANDATORY = {
  TimeGenerated: 'datetime',
  Type: 'string',
  EventCount: 'int',
  EventStartTime: 'datetime',
  EventEndTime: 'datetime',
  EventType: 'string',
  EventResult: 'string',
  EventProduct: 'string',
  EventVendor: 'string',
  EventSchema: 'string',
  EventSchemaVersion: 'string',
  Dvc: 'string',
};
const RECOMMENDED = ['EventResultDetails', 'EventSeverity', 'DvcAction', 'Src', 'SrcIpAddr'];
/** Each field on the right has to be there with the one on the left. */
const CONDITIONAL = [
  ['TargetUserId', 'TargetUserIdType'],
  ['TargetUsername', 'TargetUsernameType'],
  ['TargetUsername', 'User'],
  ['TargetAppName', 'TargetAppType'],
  ['TargetAppName', 'Application'],
  ['SrcIpAddr', 'IpAddr'],
] as const;
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  EventType: ['Logon', 'Logoff', 'Elevate'],
  EventResult: ['Success', 'Partial', 'Failure', 'NA'],
  EventResultDetails: [
    ...['', 'No such user or password', 'No such user', 'Incorrect password', 'Incorrect key'],
    ...['Account expired', 'Password expired', 'User locked', 'User disabled'],
    ...['Logon violates policy', 'Session expired', 'Other'],
  ],
  EventSubType: [
    ...['System', 'Interactive', 'RemoteInteractive', 'Service', 'RemoteService', 'Remote'],
    'AssumeRole',
  ],
  LogonMethod: [
    ...['', 'Managed Identity', 'Service Principal', 'Username & Password'],
    ...['Multi factor authentication', 'Passwordless', 'PKI', 'PAM', 'Other'],
  ],
};
/** What a filtering parser of this schema can be asked for, and whether its own sort has it. */
const FILTERS = [
  ...['starttime', 'endtime', 'srcipaddr_has_any_prefix', 'srchostname_has_any'],
  ...['username_has_any', 'targetappname_has_any', 'eventtype_in', 'eventresult'],
  ...['eventresultdetails_in', 'disabled'],
];

const parser = readSavedFunctions().find(({ alias }) => alias === 'ASimAuthenticationAuth0');
const workspace = TABLE_CHOICES['both tables'];

test('the ASIM view has every mandatory field with its type, and those that go with others', () => {
  assert.ok(workspace !== undefined);
  const { diagnostics, columns } = checkQuery('ASimAuthenticationAuth0()', workspace);
  assert.deepEqual(diagnostics, []);
  for (const [name, type] of Object.entries(MANDATORY)) assert.equal(columns[name], type, name);
  for (const name of RECOMMENDED) assert.equal(columns[name], 'string', name);
  for (const [name, companion] of CONDITIONAL) {
    assert.ok(name in columns && companion in columns, `${name} needs ${companion}`);
  }
});

test('the ASIM view takes what parsers of both kinds are called with', () => {
  assert.ok(workspace !== undefined);
  const calls = [
    'ASimAuthenticationAuth0(true)',
    'ASimAuthenticationAuth0(disabled=false)',
    `ASimAuthenticationAuth0(starttime=ago(1d), endtime=now(), srcipaddr_has_any_prefix=dynamic(['10.']),
      srchostname_has_any=dynamic(['h']), username_has_any=dynamic(['u']), targetappname_has_any=dynamic(['a']),
      eventtype_in=dynamic(['Logon']), eventresult='Success', eventresultdetails_in=dynamic(['Other']), disabled=false)`,
  ];
  for (const call of calls) {
    assert.deepEqual(describe(checkQuery(call, workspace).diagnostics), [], call);
  }
  const names = [...(parser?.parameters ?? '').matchAll(/(\w+):/g)].map(([, name]) => name);
  assert.deepEqual(names.sort(), FILTERS.sort());
});

test('the ASIM view gives no value that the schema does not allow', () => {
  const rows = [
    ...(parser?.query ?? '').matchAll(
      /^ {4}'(?<code>\w+)', '(?<EventType>[^']*)', '(?<EventResult>[^']*)', '(?<EventResultDetails>[^']*)', '(?<EventSubType>[^']*)', '(?<LogonMethod>[^']*)'/gm,
    ),
  ].map(({ groups = {} }) => groups);
  assert.ok(rows.length > 30);
  assert.equal(
    new Set(rows.map(({ code }) => code)).size,
    rows.length,
    'a code stands there twice',
  );
  for (const row of rows) {
    for (const [field, allowed] of Object.entries(ALLOWED)) {
      assert.ok(allowed.includes(row[field] ?? '?'), `${row['code']}: ${field} = ${row[field]}`);
    }
    assert.equal(row['EventResult'] === 'Success', row['EventResultDetails'] === '', row['code']);
  }
});
