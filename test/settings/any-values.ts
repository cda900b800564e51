/** Arbitrary values of settings, most of them wrong in a way of its own. */

import fc from 'fast-check';
import { settingRows } from '../../src/settings/table.ts';
import { validIngestionValues, validPageValues, validValues } from './valid-values.ts';

const nearlyRight = fc
  .constantFrom(
    ...Object.values({ ...validValues, ...validIngestionValues, ...validPageValues }).map(String),
  )
  .chain((text) =>
    fc
      .tuple(fc.nat({ max: text.length }), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([at, extra]) => text.slice(0, at) + extra + text.slice(at)),
  );

/** What an administrator could type, paste or leave. */
export const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[0-9]{0,12}[mhdTZ:.eEx+-]?[0-9]{0,4}$/),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.base64String(),
  fc.uuid(),
  fc.domain(),
  nearlyRight,
);

/** What a program could hand over as well. */
export const values = fc.oneof(
  { weight: 4, arbitrary: texts },
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom(Symbol('x'), () => 'x', Number.NaN, '__proto__', 'constructor', 'toString'),
);

const names = settingRows.map((row) => row.name);

/** Any values of any settings, and of others that are none. */
export const anySettings = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), values);
