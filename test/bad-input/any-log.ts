/** Logs as JSON texts of any shape, with what no object of JavaScript can express. */

import fc from 'fast-check';
import { COLUMNS } from '../../src/records/columns.ts';
import { anyUnits } from '../any-text.ts';

const words = [
  ...['2026-13-45', '2026-11-01T10:00:00Z', '9999-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z'],
  ...['3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'NaN', 'Infinity', '-0', 'null', 'true', '1e400', ''],
  ...['__proto__', 'constructor', 'Bearer abc.def.ghi', 'password=x', '{"password":"x"}', '[cut]'],
  ...['Mozilla/5.0 (X11; Linux x86_64)', 'Chrome 130.0.0 / Windows 10.0.0', '\0', '\u2028', '"\\'],
];
const text = fc.oneof(
  anyUnits,
  fc.constantFrom(...words),
  fc
    .tuple(
      fc.constantFrom('x', 'é', '日', '😀', '\0', '"', '\ud83d', ' ', '{', '='),
      fc.nat(40_000),
    )
    .map(([unit, count]) => unit.repeat(count)),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String),
  fc.constantFrom('1e400', '-1e400', '1e-400', '-0', '9007199254740993', '1E+2'),
);

const key = fc.oneof(
  anyUnits,
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'then', 'length'),
  fc.constantFrom('password', 'access_token', 'Authorization', 'name', 'value', 'key', ''),
);

const { json } = fc.letrec<{ json: string; list: string; object: string; deep: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false', '[]', '{}'),
    number,
    text.map((each) => JSON.stringify(each)),
    tie('list'),
    tie('object'),
    tie('deep'),
  ),
  list: fc.array(tie('json'), { maxLength: 6 }).map((items) => `[${items.join(',')}]`),
  object: fc.array(fc.tuple(key, tie('json')), { maxLength: 6 }).map(objectText),
  deep: fc
    .tuple(
      fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"token":[', ']}']),
      fc.nat(500),
      tie('json'),
    )
    .map(
      ([[open = '', close = ''], depth, inner]) => open.repeat(depth) + inner + close.repeat(depth),
    ),
}));

const field = fc.oneof(
  fc.constantFrom(
    // What is too long of a type has a test of its own.
    ...COLUMNS.flatMap(({ name, sources = [] }) => [name, ...sources]).filter(
      (name) => name !== 'log_id' && name !== 'type',
    ),
  ),
  fc.constantFrom('unheard_of', 'password', 'isMobile', '$event_schema'),
  key.filter((name) => !['log_id', '_id', 'type'].includes(name)),
);

function objectText(members: readonly (readonly [string, string])[]): string {
  return `{${membersText(members)}}`;
}

function membersText(members: readonly (readonly [string, string])[]): string {
  return members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',');
}

/** The members of a log's JSON object, all but its id. */
export const anyMembers: fc.Arbitrary<string> = fc
  .tuple(
    fc.option(fc.oneof(fc.constantFrom('s', 'f', 'brand_new', 'toString'), anyUnits)),
    fc.array(fc.tuple(field, json), { maxLength: 12 }),
  )
  .map(([type, members]) =>
    membersText([...(type === null ? [] : [['type', JSON.stringify(type)] as const]), ...members]),
  );
