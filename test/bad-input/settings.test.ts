import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DestinationKind } from '../../src/engine/walls.ts';
import { describeProblems, parseSettings } from '../../src/settings/parse.ts';
import { isSecret } from '../../src/settings/setting.ts';
import { settingRows } from '../../src/settings/table.ts';
import { anyUnits } from '../any-text.ts';
import { validChoices, validValues } from '../settings/valid-values.ts';

const names = settingRows.map((row) => row.name);
/** The others serve the page only, and no problem with them may stop the export. */
const exportNames = settingRows.filter((row) => !row.isForPage).map((row) => row.name);
/** What stops an export to a destination when it is wrong. */
function lookedAtFor(kind: DestinationKind): readonly string[] {
  const rows = settingRows.filter(({ usedBy = kind }) => usedBy === kind);
  return rows.map(({ name }) => name).filter((name) => exportNames.includes(name));
}
const secretNames = settingRows.filter(isSecret).map((row) => row.name);
const otherNames = settingRows.filter((row) => !isSecret(row)).map((row) => row.name);

const MEGABYTE = 1_000_000;

/** What must hold for any values: settings, or problems that a person can read, one for each setting at most. */
function settingsWithProblems(values: unknown): readonly string[] {
  const parsed = parseSettings(values as Readonly<Record<string, unknown>>);
  if (parsed.ok) return [];
  const told = describeProblems(parsed.problems);
  assert.doesNotMatch(told.replaceAll('\n', ''), /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
  assert.equal(told.split('\n').length, parsed.problems.length);
  assert.ok(told.length < 1_000 * settingRows.length, 'no problem is told at length');
  const wrong = parsed.problems.map(({ setting }) => setting);
  assert.ok(wrong.length > 0);
  assert.deepEqual(
    wrong,
    names.filter((name) => wrong.includes(name)),
    'each setting once, in the order of the table',
  );
  return wrong;
}

const anything = fc.oneof(
  anyUnits,
  fc.double(),
  fc.bigInt(),
  fc.anything({ withBigInt: true, withNullPrototype: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, true, [], {}, null, undefined),
  fc.tuple(fc.constantFrom('x', 'é', '😀', '\0', '\ud83d', ' ', '-'), fc.nat(5_000)).map(repeated),
);

function repeated([unit, count]: readonly [string, number]): string {
  return unit.repeat(count);
}

test('reads any values for all settings at once', () => {
  const all = fc.record(Object.fromEntries(names.map((name) => [name, anything])));
  fc.assert(
    fc.property(all, (values) => {
      settingsWithProblems(values);
    }),
    { numRuns: 200 },
  );
});

/** Refused by every row: neither text nor "not set". */
const refusedByAll = [
  7,
  -0,
  1.5,
  10n,
  true,
  false,
  [],
  ['x'],
  {},
  new Date(0),
  Symbol('x'),
  () => 1,
];

test('tells of every setting at once when all are wrong, whatever came', () => {
  for (const value of [...refusedByAll, '\0', '\ud83d', '§ §', 'x'.repeat(3_000)]) {
    const all = Object.fromEntries(names.map((name) => [name, value]));
    assert.deepEqual(settingsWithProblems(all), exportNames, String(value).slice(0, 20));
  }
});

test('takes nothing from a prototype, and is not troubled by names like those of its parts', () => {
  const odd = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '',
  ];
  const given = Object.fromEntries([
    ...Object.entries(validValues),
    ...odd.map((name) => [name, { BATCH_SIZE: 'x', polluted: true }]),
  ]);
  assert.deepEqual(settingsWithProblems(given), []);
  assert.deepEqual(parseSettings(given), parseSettings(validValues));
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);

  const inherited: unknown = Object.create({ ...validValues });
  assert.ok(settingsWithProblems(inherited).length > 0, 'what is inherited is not set');
  const bare: unknown = Object.assign(Object.create(null), validValues);
  assert.deepEqual(settingsWithProblems(bare), []);
  for (const value of odd) {
    const all = Object.fromEntries(names.map((name) => [name, value]));
    settingsWithProblems(all);
  }
});

test('runs no code that comes with the values', () => {
  const run = (): never => assert.fail('this must not run');
  const trap = { toString: run, valueOf: run, toJSON: run, [Symbol.toPrimitive]: run };
  for (const [kind, valid] of validChoices) {
    for (const name of names) {
      const wrong = lookedAtFor(kind).includes(name) ? [name] : [];
      assert.deepEqual(settingsWithProblems({ ...valid, [name]: trap }), wrong);
      const withGetter = Object.defineProperty({ ...valid }, name, { get: run });
      settingsWithProblems(withGetter);
    }
  }
});

test('refuses texts of a megabyte in every setting, unread and unshown', () => {
  for (const unit of ['x', '1', '-', '😀', '\0', 'https://a.b/', '@', '?']) {
    const text = unit.repeat(MEGABYTE / unit.length);
    for (const [kind, valid] of validChoices) {
      for (const name of names) {
        const wrong = lookedAtFor(kind).includes(name) ? [name] : [];
        assert.deepEqual(settingsWithProblems({ ...valid, [name]: text }), wrong);
      }
    }
    assert.deepEqual(
      settingsWithProblems(Object.fromEntries(names.map((name) => [name, text]))),
      exportNames,
    );
  }
});

test('looks for a secret of a megabyte in other settings without taking seconds', () => {
  const [secretName = ''] = secretNames;
  const values = {
    ...validValues,
    [secretName]: 'a'.repeat(MEGABYTE),
    BATCH_SIZE: 'aaaaaaab'.repeat(256),
  };
  const start = performance.now();
  assert.deepEqual(settingsWithProblems(values), [secretName, 'BATCH_SIZE']);
  const took = performance.now() - start;
  // A watchdog: a run has some 20 seconds in all.
  assert.ok(took < 1_000, `took ${took} ms`);
});

/**
 * Characters that stand in no sentence of the program, so that a piece of a secret in a problem is no
 * chance: letters of another script, and what has to be escaped. Without the quotation mark, as those
 * around a shown value would belong to a piece.
 */
const secretCharacter = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...'бгджзйклмнпфцчшщъыьэюя') },
  fc.constantFrom('\\', '\n', '\t', '\0', '\u2028', '\u200b', '\ud83d', '😀', '@', '?', '/', ' '),
);
const PIECE_LENGTH = 8;

function piecesOf(text: string): readonly string[] {
  const count = Math.max(0, text.length - PIECE_LENGTH + 1);
  return Array.from({ length: count }, (_, start) => text.slice(start, start + PIECE_LENGTH));
}

/** What a reader makes of the escapes in a problem. */
function unescaped(told: string): string {
  return told
    .replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, one?: string) =>
      code === undefined
        ? ({ n: '\n', t: '\t', b: '\b', f: '\f', r: '\r' }[one ?? ''] ?? one ?? '')
        : String.fromCharCode(parseInt(code, 16)),
    );
}

test('shows no piece of a secret of eight characters, wherever else a piece of it stands', () => {
  const secret = fc.string({ unit: secretCharacter, minLength: PIECE_LENGTH, maxLength: 90 });
  const around = fc.string({ maxLength: 20 });
  const somewhere = fc.tuple(
    fc.nat(90),
    fc.integer({ min: PIECE_LENGTH, max: 90 }),
    around,
    around,
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...secretNames),
      secret,
      fc.array(somewhere, { minLength: otherNames.length, maxLength: otherNames.length }),
      (secretName, whole, places) => {
        const others = otherNames.map((name, index) => {
          const [at = 0, length = 0, before = '', after = ''] = places[index] ?? [];
          const start = at % (whole.length - PIECE_LENGTH + 1);
          return [name, before + whole.slice(start, start + length) + after];
        });
        const parsed = parseSettings({
          ...validValues,
          ...Object.fromEntries(others),
          [secretName]: whole,
        });
        if (parsed.ok) return;
        const told = describeProblems(parsed.problems);
        // Spaces at the ends are no part of a setting.
        for (const piece of piecesOf(whole.trim())) {
          assert.ok(!told.includes(piece) && !unescaped(told).includes(piece), told);
        }
      },
    ),
    { numRuns: 300 },
  );
});
