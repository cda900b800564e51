import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeProblems, parseSettings } from '../../src/settings/parse.ts';
import { settingRows } from '../../src/settings/table.ts';
import { anySettings, texts, values } from './any-values.ts';
import { validChoices, validValues } from './valid-values.ts';

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
      fc.property(fc.constantFrom(...validChoices), values, ([, valid], value) => {
        const parsed = parseSettings({ ...valid, [row.name]: value });
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
    fc.property(fc.constantFrom(...validChoices), anyTexts, ([, valid], some) => {
      const parsed = parseSettings({ ...valid, ...some });
      if (!parsed.ok) return;
      const { auth0, destinations } = parsed.settings;
      const [destination] = destinations;
      assert.ok(destination);
      const { application = {}, ...others } = { application: undefined, ...destination };
      for (const part of [auth0, others, application]) {
        for (const text of Object.values(part)) assert.match(String(text), /^[\x21-\x7e]+$/);
      }
      const url =
        destination.kind === 'data-collector'
          ? destination.url
          : `${destination.endpoint}/${destination.ruleId}/${destination.stream}`;
      assert.equal(new URL(url).href, url);
      assert.equal(new URL(auth0.origin).origin, auth0.origin);
    }),
    { numRuns: 500 },
  );
});
