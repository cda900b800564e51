import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeProblems, parseSettings } from '../../src/settings/parse.ts';
import { settingRows } from '../../src/settings/table.ts';
import { anySettings, texts, values } from './any-values.ts';
import { validValues } from './valid-values.ts';

test('gives settings or problems for any values, and never throws', () => {
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
        if (row.isForPage) assert.ok(parsed.ok, 'the page never stops the export');
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
  const anyTexts = fc.record(Object.fromEntries(settingRows.map((row) => [row.name, texts])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(anyTexts, (some) => {
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
