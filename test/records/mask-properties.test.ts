import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { maskSecrets } from '../../src/records/mask.ts';
import { KEYS_OF_TEXT, SECRET, SENSITIVE_KEYS } from './sensitive-keys.ts';

const marked = fc.constantFrom(...SENSITIVE_KEYS);

/** What is masked down to the leaves, because all inside something secret is secret. */
const nestedUnder = (key: string): readonly unknown[] => [
  { [key]: [SECRET, { x: SECRET }] },
  { [key]: { x: { y: SECRET } } },
  `text ${JSON.stringify({ [key]: [SECRET, { x: SECRET }] })}`,
];

/** Puts a value under further lists and objects. */
const wrapped = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(inner, fc.array(fc.option(fc.stringMatching(/^[a-z]{1,6}$/)), { maxLength: 8 }))
    .map(([value, path]) =>
      path.reduce<unknown>(
        (each, key) => (key === null ? [1, each] : { a: 0, [key]: each }),
        value,
      ),
    );

describe('maskSecrets, for any value', () => {
  it('never lets a text under a secret key through, at any depth, in any shape', () => {
    const shapes = marked.chain((key) =>
      fc.constantFrom<unknown>(
        { [key]: SECRET },
        ...(KEYS_OF_TEXT.includes(key) ? [] : nestedUnder(key)),
        { name: key, value: SECRET },
        [[key, SECRET]],
        `https://a.example/cb?x=1&${key}=${SECRET}&y=2`,
        `${encodeURIComponent(key)}=${SECRET}`,
        encodeURIComponent(`https://a.example/cb?${key}=${SECRET}&x=1`),
        JSON.stringify({ a: 1, [key]: SECRET }),
        JSON.stringify({ a: JSON.stringify({ b: [{ [key]: SECRET }] }) }),
        `text ${JSON.stringify(JSON.stringify({ [key]: SECRET, b: 1 }))} text`,
        `${key}: ${SECRET}`,
        `x --${key} ${SECRET} y`,
        `<${key}>${SECRET}</${key}>`,
        `<input name="${key}" value='${SECRET}'>`,
        `Content-Disposition: form-data; name="${key}"\r\n\r\n${SECRET}\r\n--b--`,
      ),
    );
    fc.assert(
      fc.property(wrapped(shapes), (value) => {
        assert.ok(!JSON.stringify(maskSecrets(value)).includes(SECRET), JSON.stringify(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, never changes the value, and finds nothing more a second time', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.array(marked), (value, names) => {
        const given = { value, ...Object.fromEntries(names.map((name) => [name, value])) };
        const before = JSON.stringify(given);
        const once = maskSecrets(given);
        assert.equal(JSON.stringify(given), before);
        assert.equal(maskSecrets(once), once);
      }),
    );
  });
});
