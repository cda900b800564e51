import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProblems, parseSettings } from '../../src/settings/parse.ts';
import {
  dataCollectorWith,
  problemsOf,
  problemWith,
  settingsWith,
  validValues,
} from './valid-values.ts';

test('reports every problem at once, because correcting one at a time costs an hour', () => {
  const problems = problemsOf({
    ...validValues,
    AUTH0_DOMAIN: 'tenant',
    LOGANALYTICS_NAMESPACE: '',
    LOGANALYTICS_WORKSPACEKEY: 'short',
    BATCH_SIZE: '0',
    START_FROM: 'yesterday',
  });
  assert.deepEqual(
    problems.map((problem) => problem.setting),
    [
      'AUTH0_DOMAIN',
      'LOGANALYTICS_WORKSPACEKEY',
      'LOGANALYTICS_NAMESPACE',
      'START_FROM',
      'BATCH_SIZE',
    ],
  );
});

test('asks for every required setting, and for no other, when nothing is set', () => {
  assert.deepEqual(
    problemsOf({}).map((problem) => `${problem.setting} ${problem.came}`),
    Object.keys(validValues).map((name) => `${name} nothing`),
  );
});

test('describes each problem in one line: what was expected, what came, what to do', () => {
  const problems = problemsOf({ ...validValues, LOGANALYTICS_NAMESPACE: '-', BATCH_SIZE: 'many' });
  assert.equal(
    describeProblems(problems),
    [
      "LOGANALYTICS_NAMESPACE: expected at most 100 letters, digits and underscores, beginning with a letter, without _CL at the end; nothing came. Set it: The name of the table that gets the logs. Azure appends _CL to it. Not Auth0Logs if Microsoft's Auth0 connector for Sentinel writes to this workspace.",
      'BATCH_SIZE: expected a whole number of logs from 1 to 10000; "many" came. Correct it, for example 500, or leave it empty for 1000.',
    ].join('\n'),
  );
});

test('takes empty, blank and a dash for not set, because the dashboard gives all three', () => {
  for (const nothing of ['', '  ', '\t\n', '-', ' - ', undefined, null]) {
    assert.equal(settingsWith({ BATCH_SIZE: nothing }).maxBatchRecords, 1000);
    assert.equal('resourceId' in dataCollectorWith({ LOGANALYTICS_RESOURCEID: nothing }), false);
    assert.equal(problemWith('LOGANALYTICS_WORKSPACEKEY', nothing).came, 'nothing');
  }
});

test('names the type of a value that is no text, because its content helps nobody', () => {
  const types: readonly (readonly [unknown, string])[] = [
    [1000, 'a number'],
    [true, 'a boolean'],
    [10n, 'a bigint'],
    [Symbol('x'), 'a symbol'],
    [() => '', 'a function'],
    [['1000'], 'a list'],
    [{ toString: () => '1000' }, 'an object'],
    [Object.create(null), 'an object'],
  ];
  for (const [value, came] of types) {
    assert.equal(problemsOf({ ...validValues, BATCH_SIZE: value })[0]?.came, came);
    assert.equal(problemsOf({ ...validValues, AUTH0_CLIENT_SECRET: value })[0]?.came, came);
  }
});

test('reads only own values, because a prototype is not what the administrator set', () => {
  assert.equal(parseSettings(Object.create(validValues)).ok, false);
  const polluted: Record<string, unknown> = { ...validValues, constructor: 'x', toString: 1 };
  Object.defineProperty(polluted, '__proto__', { value: 'x', enumerable: true });
  assert.equal(parseSettings(polluted).ok, true);
});

test('never runs the code of a getter, because it could throw', () => {
  const values = Object.defineProperty({ ...validValues }, 'BATCH_SIZE', {
    get: () => {
      throw new Error('should not be called');
    },
  });
  assert.equal(parseSettings(values).ok, true);
});

test('reads the environment of a process, because the command line passes it as it is', () => {
  const names = Object.keys(validValues);
  const before = names.map((name) => process.env[name]);
  try {
    for (const name of names) process.env[name] = String(validValues[name]);
    assert.equal(parseSettings(process.env).ok, true);
  } finally {
    for (const [index, name] of names.entries()) {
      const value = before[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

test('quotes a value cut to 60 characters, because a pasted page would bury the message', () => {
  assert.equal(problemWith('AUTH0_DOMAIN', 'x'.repeat(61)).came, `"${'x'.repeat(60)}…"`);
  assert.equal(problemWith('AUTH0_DOMAIN', 'x'.repeat(60)).came, `"${'x'.repeat(60)}"`);
  assert.equal(problemWith('AUTH0_DOMAIN', '😀'.repeat(61)).came, `"${'😀'.repeat(60)}…"`);
  assert.equal(
    problemWith('AUTH0_DOMAIN', 'x'.repeat(5_000_000)).came,
    'a text of 5000000 characters',
  );
});

test('escapes what cannot be seen, so that a value cannot forge lines or turn the text', () => {
  const { came } = problemWith(
    'AUTH0_DOMAIN',
    'a\r\nb\u0000\u001b[31m\u0085\u2028\u202e\u200b"\\\u007f\ud800',
  );
  assert.equal(
    came,
    '"a\\r\\nb\\u0000\\u001b[31m\\u{85}\\u{2028}\\u{202e}\\u{200b}\\"\\\\\\u{7f}\\ud800"',
  );
});

test('leaves out what a URL carries before an @ and after a question mark, because it may be a password', () => {
  const { came } = problemWith('LOGANALYTICS_ENDPOINT', 'https://me:pa55@a.example.com/x?sig=abc');
  assert.equal(came, '"…@a.example.com/x?…"');
});
