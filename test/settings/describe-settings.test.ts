import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DescribedSetting, describeSettings } from '../../src/settings/describe-settings.ts';
import { parsePageSettings } from '../../src/settings/page-settings.ts';
import { parseSettings } from '../../src/settings/parse.ts';
import { isSecret } from '../../src/settings/setting.ts';
import { type SettingName, settingRows } from '../../src/settings/table.ts';
import { anySettings, values } from './any-values.ts';
import { validIngestionValues, validPageValues, validValues } from './valid-values.ts';

const allValid = { ...validValues, ...validPageValues };
const secretNames = settingRows.filter(isSecret).map((row) => row.name);
const otherNames = settingRows.filter((row) => !isSecret(row)).map((row) => row.name);

function describe(name: SettingName, some: Readonly<Record<string, unknown>>): DescribedSetting {
  const found = describeSettings(some).find((setting) => setting.name === name);
  assert.ok(found);
  return found;
}

function originAndShown(name: SettingName, some: Readonly<Record<string, unknown>>) {
  const { origin, shown } = describe(name, some);
  return [origin, shown] as const;
}

test('describes every setting of the table, in its order, with its words', () => {
  const described = describeSettings({});
  assert.deepEqual(
    described.map(({ name, meaning, expected }) => [name, meaning, expected]),
    settingRows.map(({ name, meaning, kind }) => [name, meaning, kind.expected]),
  );
  const {
    isSecret: isKeySecret,
    isRequired,
    isForPage,
  } = describe('LOGANALYTICS_WORKSPACEKEY', {});
  assert.deepEqual([isKeySecret, isRequired, isForPage], [true, true, false]);
  const password = describe('PAGE_PASSWORD', {});
  assert.deepEqual(
    [password.isSecret, password.isRequired, password.isForPage],
    [true, false, true],
  );
});

test('tells where each value comes from', () => {
  const some = { ...allValid, BATCH_SIZE: ' 500 ' };
  assert.deepEqual(originAndShown('BATCH_SIZE', some), ['set', '"500"']);
  assert.deepEqual(originAndShown('START_FROM', some), ['default', 'beginning']);
  assert.deepEqual(originAndShown('LOGANALYTICS_RESOURCEID', some), ['not-set', 'not set']);
  assert.deepEqual(originAndShown('AUTH0_DOMAIN', some), ['given', '"tenant.eu.auth0.com"']);
  assert.deepEqual(originAndShown('EXTENSION_SECRET', some), ['given', 'set']);
  assert.deepEqual(originAndShown('PAGE_PASSWORD', some), ['set', 'set']);
});

test('says what holds where nothing came, also of what Auth0 should have given', () => {
  assert.deepEqual(originAndShown('AUTH0_DOMAIN', {}), ['not-set', 'not set']);
  assert.deepEqual(originAndShown('AUTH0_RTA', {}), ['default', 'auth0.auth0.com']);
  assert.deepEqual(originAndShown('EXTENSION_SECRET', { EXTENSION_SECRET: ' - ' }), [
    'not-set',
    'not set',
  ]);
});

test('shows a resource id, because a path is no key', () => {
  const id = '/subscriptions/97ce69d9-b4be-4241-8dbd-d265edcf06c4/resourceGroups/rg';
  const [origin, shown] = originAndShown('LOGANALYTICS_RESOURCEID', {
    ...allValid,
    LOGANALYTICS_RESOURCEID: id,
  });
  assert.equal(origin, 'set');
  assert.equal(shown, `"${id.slice(0, 60)}…"`);
});

test('does not show a key that stands where another setting belongs, although it is valid there', () => {
  const key = `Ab1_${'x'.repeat(60)}`;
  const { shown, problem } = describe('AUTH0_CLIENT_ID', { ...allValid, AUTH0_CLIENT_ID: key });
  assert.equal(shown, 'a text (not shown: it looks like a secret)');
  assert.equal(problem, undefined);
});

test('tells each problem beside its setting, and the same ones as the parsers', () => {
  fc.assert(
    fc.property(anySettings, (some) => {
      const all = { ...allValid, ...some };
      const parsed = parseSettings(all);
      const told = [...(parsed.ok ? [] : parsed.problems), ...parsePageSettings(all).problems].map(
        ({ setting, expected, advice }) => `${setting} ${expected} ${advice}`,
      );
      const described = describeSettings(all).flatMap(({ name, problem }) => {
        if (problem === undefined) return [];
        assert.equal(problem.setting, name);
        return [`${problem.setting} ${problem.expected} ${problem.advice}`];
      });
      assert.deepEqual([...new Set(told)].sort(), described.sort());
    }),
    { numRuns: 300 },
  );
});

test('says of what the chosen destination does not use that nobody looks at it, and tells no problem of it', () => {
  const unused = (some: Readonly<Record<string, unknown>>) =>
    describeSettings(some).filter(({ isUsed }) => !isUsed);
  const leftOver = { AZURE_TENANT_ID: 'not a tenant', AZURE_CLIENT_SECRET: 'left over' };
  assert.deepEqual(
    unused({ ...allValid, ...leftOver }).map(({ name, shown, isRequired, problem }) => [
      name,
      shown,
      isRequired,
      problem,
    ]),
    [
      ['LOGANALYTICS_DCR_ENDPOINT', 'not set', false, undefined],
      ['LOGANALYTICS_DCR_ID', 'not set', false, undefined],
      ['LOGANALYTICS_DCR_STREAM', 'not set', false, undefined],
      ['AZURE_TENANT_ID', '"not a tenant"', false, undefined],
      ['AZURE_CLIENT_ID', 'not set', false, undefined],
      ['AZURE_CLIENT_SECRET', 'set', false, undefined],
      ['AZURE_AUTHORITY_HOST', 'not set', false, undefined],
    ],
  );
  assert.deepEqual(
    unused({ ...validIngestionValues, ...validPageValues }).map(({ name }) => name),
    [
      'LOGANALYTICS_WORKSPACEID',
      'LOGANALYTICS_WORKSPACEKEY',
      'LOGANALYTICS_NAMESPACE',
      'LOGANALYTICS_APIVERSION',
      'LOGANALYTICS_ENDPOINT',
      'LOGANALYTICS_RESOURCEID',
    ],
  );
});

test('tells of a required setting that nothing came', () => {
  assert.equal(describe('LOGANALYTICS_NAMESPACE', {}).problem?.came, 'nothing');
  assert.equal(describe('PAGE_PASSWORD', {}).problem, undefined);
});

test('describes any values in short printable lines, and never throws', () => {
  fc.assert(
    fc.property(anySettings, fc.constantFrom(...settingRows), values, (some, row, value) => {
      const described = describeSettings({ ...some, [row.name]: value });
      assert.equal(described.length, settingRows.length);
      for (const { shown, problem } of described) {
        for (const text of [shown, problem?.came ?? '']) {
          assert.doesNotMatch(text, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
          assert.ok(text.length < 1_000, 'what is shown was cut');
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('runs no code that comes with the values, and takes nothing from a prototype', () => {
  const run = (): never => assert.fail('this must not run');
  const trap = { toString: run, valueOf: run, toJSON: run, [Symbol.toPrimitive]: run };
  for (const { name, kind } of settingRows) {
    const { shown, problem, isUsed } = describe(name, { ...allValid, [name]: trap });
    assert.equal(shown, kind.type === 'password' ? 'set' : 'an object');
    assert.equal(problem?.came, isUsed ? 'an object' : undefined);
    const withGetter = Object.defineProperty({ ...allValid }, name, { get: run });
    assert.ok(['default', 'not-set'].includes(describe(name, withGetter).origin));
  }
  assert.deepEqual(describeSettings(Object.create(allValid)), describeSettings({}));
});

test('shows nothing of texts of a megabyte, not even how long they are', () => {
  for (const unit of ['x', '😀', '\0', 'https://a.b/', '@', '?']) {
    const text = unit.repeat(1_000_000 / unit.length);
    const all = Object.fromEntries(settingRows.map((row) => [row.name, text]));
    for (const { shown, isSecret: isHidden, problem } of describeSettings(all)) {
      assert.equal(shown, isHidden ? 'set' : 'a text');
      assert.equal(problem?.came, 'a text');
    }
  }
});

/** All that a description says which does not come from the table. */
function saidOf(all: Readonly<Record<string, unknown>>): string {
  return describeSettings(all)
    .map(({ shown, problem }) => `${shown} ${problem?.came ?? ''} ${problem?.advice ?? ''}`)
    .join('\n');
}

test('never shows a secret, whatever it holds and wherever else it stands', () => {
  const marked = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `§${text}§`);
  const wrapping = fc.constantFrom('', 'x', '"', '\n', ' ', '@', '?', 'https://', '\\');
  fc.assert(
    fc.property(
      fc.constantFrom(...secretNames),
      marked,
      wrapping,
      wrapping,
      (secretName, secret, before, after) => {
        const others = otherNames.map((name) => [name, before + secret + after]);
        const all = { ...allValid, ...Object.fromEntries(others), [secretName]: secret };
        assert.ok(!saidOf(all).includes('§'), saidOf(all));
      },
    ),
  );
});

test('says the same of every secret, so that neither a piece nor the length of it can be told', () => {
  // No letter of these stands in another value, and a short piece is no chance.
  const secret = fc.string({
    unit: fc.constantFrom(...'бгджзйклмнпфцчшщ'),
    minLength: 8,
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...secretNames),
      fc.constantFrom(...otherNames),
      fc.tuple(secret, secret),
      fc.tuple(fc.nat(32), fc.nat(32)),
      (secretName, otherName, [one, another], [oneAt, anotherAt]) => {
        const [said, saidOfAnother] = [[one, oneAt] as const, [another, anotherAt] as const].map(
          ([text, at]) => {
            const start = at % (text.length - 7);
            const piece = text.slice(start, start + 8);
            return saidOf({ ...allValid, [secretName]: text, [otherName]: `x${piece}` });
          },
        );
        // A password may be right or wrong by its length; what is said of that is in the table.
        if (secretName === 'PAGE_PASSWORD' && one.length < 16 !== another.length < 16) return;
        assert.equal(said, saidOfAnother);
      },
    ),
    { numRuns: 300 },
  );
});
