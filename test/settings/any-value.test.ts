import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeProblems, parseSettings } from '../../src/settings/parse.ts';
import { settingRows } from '../../src/settings/table.ts';
import { validValues } from './valid-values.ts';

const nearlyRight = fc
  .constantFrom(...Object.values(validValues).map(String))
  .chain((text) =>
    fc
      .tuple(fc.nat({ max: text.length }), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([at, extra]) => text.slice(0, at) + extra + text.slice(at)),
  );

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[0-9]{0,12}[mhdTZ:.eEx+-]?[0-9]{0,4}$/),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.base64String(),
  fc.uuid(),
  fc.domain(),
  nearlyRight,
);

const values = fc.oneof(
  { weight: 4, arbitrary: texts },
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom(Symbol('x'), () => 'x', Number.NaN, '__proto__', 'constructor', 'toString'),
);

test('gives settings or problems for any values, and never throws', () => {
  const names = settingRows.map((row) => row.name);
  const anySettings = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), values);
  fc.assert(
    fc.property(anySettings, (some) => {
      const parsed = parseSettings({ ...validValues, ...some });
      if (parsed.ok) return;
      assert.ok(parsed.problems.length > 0);
      assert.equal(describeProblems(parsed.problems).split('\n').length, parsed.problems.length);
    }),
  );
});

for (const row of settingRows) {
  test(`gives settings or one problem in one printable line for any ${row.name}`, () => {
    fc.assert(
      fc.property(values, (value) => {
        const parsed = parseSettings({ ...validValues, [row.name]: value });
        if (parsed.ok) return;
        assert.deepEqual(
          parsed.problems.map((problem) => problem.setting),
          [row.name],
        );
        assert.doesNotMatch(describeProblems(parsed.problems), /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 300 },
    );
  });
}

test('lets nothing through that could break a header or a URL', () => {
  const anySettings = fc.record(Object.fromEntries(settingRows.map((row) => [row.name, texts])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(anySettings, (some) => {
      const parsed = parseSettings({ ...validValues, ...some });
      if (!parsed.ok) return;
      const { auth0, dataCollector } = parsed.settings;
      for (const text of [...Object.values(auth0), ...Object.values(dataCollector)]) {
        assert.match(text, /^[\x21-\x7e]+$/);
      }
      assert.equal(new URL(dataCollector.url).href, dataCollector.url);
      assert.equal(new URL(auth0.origin).origin, auth0.origin);
    }),
    { numRuns: 500 },
  );
});
