import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeProblems } from '../../src/settings/parse.ts';
import { isSecret } from '../../src/settings/setting.ts';
import { settingRows } from '../../src/settings/table.ts';
import { problemsOf, validValues } from './valid-values.ts';

const shownRows = settingRows.filter((row) => !isSecret(row));
const secretRows = settingRows.filter(isSecret);

function messageOf(values: Readonly<Record<string, unknown>>): string {
  return describeProblems(problemsOf(values));
}

/** Every setting that is not a secret gets the value. */
function everywhere(value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(shownRows.map((row) => [row.name, value]));
}

test('tells of a secret only how long it is', () => {
  const message = messageOf({ ...validValues, AUTH0_CLIENT_SECRET: 'two words' });
  assert.match(message, /; a text of 9 characters came\./);
  assert.doesNotMatch(message, /two|words/);
});

test('does not show a secret that was pasted into another field as well', () => {
  const key = String(validValues['LOGANALYTICS_WORKSPACEKEY']);
  for (const pasted of [key, `key=${key}`, key.slice(0, 20), key.slice(-12), ` ${key}\n`]) {
    const message = messageOf({ ...validValues, ...everywhere(`!${pasted}`) });
    assert.ok(!message.includes(key.slice(2, 12)) && !message.includes(key.slice(-12)), message);
    assert.match(message, /not shown: it looks like a secret/);
  }
});

test('does not show a key in the place of the workspace id, because the two are easily swapped', () => {
  const key = String(validValues['LOGANALYTICS_WORKSPACEKEY']);
  const message = messageOf({
    ...validValues,
    LOGANALYTICS_WORKSPACEID: key,
    LOGANALYTICS_WORKSPACEKEY: validValues['LOGANALYTICS_WORKSPACEID'],
  });
  assert.ok(!message.includes(key.slice(0, 4)));
  assert.match(message, /WORKSPACEID: .*a text of 88 characters \(not shown/);
  assert.match(message, /WORKSPACEKEY: .*a text of 36 characters came/);
});

test('does not show a secret that came as a number', () => {
  const message = messageOf({
    ...validValues,
    AUTH0_CLIENT_SECRET: 48151623,
    BATCH_SIZE: '48151623',
  });
  assert.doesNotMatch(message, /48151623/);
});

/** Marked at both ends, so that a chance match with the words of a message is none. */
const markedSecret = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `§${text}§`);

test('never shows a secret, whatever it holds and wherever else it stands', () => {
  const wrappings = fc.constantFrom('', 'x', '"', '\n', ' ', '@', '?', 'https://', '\\');
  fc.assert(
    fc.property(
      fc.constantFrom(...secretRows),
      markedSecret,
      wrappings,
      wrappings,
      (row, secret, before, after) => {
        const values = {
          ...validValues,
          ...everywhere(before + secret + after),
          [row.name]: secret,
        };
        for (const problem of problemsOf(values)) {
          const message = `${problem.came} ${problem.expected} ${problem.advice}`;
          assert.ok(!message.includes(secret), message);
          assert.ok(!message.includes(JSON.stringify(secret).slice(1, -1)), message);
          assert.ok(!message.includes('§'), message);
        }
      },
    ),
  );
});

test('says the same of every refused secret of one length, so that nothing of it can be told', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...secretRows),
      fc.string({ minLength: 8, maxLength: 60 }),
      // Shorter than what a setting must share with a secret to be hidden as well.
      fc.string({ maxLength: 7 }),
      (row, text, other) => {
        const values = { ...validValues, ...everywhere(`¤${other}`) };
        const one = messageOf({ ...values, [row.name]: `§${text}§` });
        const another = messageOf({ ...values, [row.name]: `§${'ß'.repeat(text.length)}§` });
        assert.equal(one, another);
      },
    ),
  );
});
