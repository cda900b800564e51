import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callAsScheduler, storedState } from '../extension.ts';
import { exportAll, rowOf, startRawExtension } from './hostile-logs.ts';

const DATE = '"date":"2026-11-01T10:00:00.000Z"';

/** Members of a log of an ordinary type. */
const log = (members: string): string => `"type":"s",${DATE},${members}`;

const nested = (depth: number, open: string, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);

const FIELDS = [
  'type',
  'description',
  'details',
  'user_agent',
  'location_info',
  'auth0_client',
  'user_name',
  'client_id',
  'ip',
  'scope',
  'isMobile',
  'is_mobile',
  'level',
  'event',
  'truncated_fields',
  'additional_fields',
  '$event_schema',
  'references',
  'body',
  'unheard_of',
];

const SHAPES = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5e300',
  '""',
  '"text"',
  '"{\\"json\\":[1]}"',
  '"{broken"',
  '[]',
  '{}',
  '[[]]',
  '[null,[{}]]',
  '["a",1,null]',
  '{"":""}',
  '{"a":{"b":{"c":[{"d":null}]}}}',
  '[["password","x"],["a","b"]]',
];

test('exports logs whose fields have any shape', async (t) => {
  const extension = await startRawExtension(t);
  const ids = extension.raw.addLogs([
    ...FIELDS.flatMap((field) => SHAPES.map((shape) => `${DATE},"${field}":${shape}`)),
    // All fields at once, and none at all.
    ...SHAPES.map((shape) => FIELDS.map((field) => `"${field}":${shape}`).join(',')),
    '',
  ]);

  await exportAll(extension);

  for (const id of ids) assert.equal(rowOf(extension, id)['log_id'], id);
});

test('exports half characters, control characters and bytes that are no UTF-8, in keys and values', async (t) => {
  const extension = await startRawExtension(t);
  const controls = Array.from({ length: 0x20 }, (_, code) => code)
    .concat([0x7f, 0x85, 0x9f, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff])
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('');
  const halves = ['\\ud83d', '\\ude00', '\\ude00\\ud83d', 'a\\udbffb', '\\ud83d\\u0000'];
  const members = (text: string): string =>
    log(
      `"user_name":"${text}","details":{"${text}":["${text}",{"k":"${text}"}]},"${text}":"${text}",` +
        `"user_agent":"${text}","auth0_client":"${text}","scope":["${text}"]`,
    );
  const [withControls, ...withHalves] = extension.raw.addLogs(
    [controls, ...halves, '\u2028\u2029\u007f\u0085\ufeff', '😀'].map(members),
  );
  const [broken] = extension.raw.addLogs(
    [0xff, 0xc0, 0xed].map((byte) => {
      const text = Buffer.from([byte, 0xa0, 0x80]);
      const parts = [log('"description":"'), text, '","details":{"', text, '":1}'];
      return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
    }),
  );

  await exportAll(extension);

  const written: string = JSON.parse(`"${controls}"`);
  assert.equal(rowOf(extension, withControls)['user_name'], written);
  assert.deepEqual(JSON.parse(String(rowOf(extension, withControls)['details'])), {
    [written]: [written, { k: written }],
  });
  const [half, , turned] = withHalves;
  assert.equal(rowOf(extension, half)['user_name'], '\ufffd');
  assert.equal(rowOf(extension, turned)['additional_fields'], '{"\ufffd\ufffd":"\ufffd\ufffd"}');
  assert.match(String(rowOf(extension, broken)['description']), /^\ufffd+$/);
});

test('exports events of 10 MB, whatever makes them so long, shortened and named', async (t) => {
  const extension = await startRawExtension(t);
  const size = 10_000_000;
  const many = (count: number, each: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => each(index)).join(',');
  const ordinary = log('"user_name":"ada"');
  const logs = [
    log(`"description":"${'é'.repeat(size / 2)}"`),
    ordinary,
    log(`"details":{"body":"${'x'.repeat(size)}"}`),
    log(`"user_agent":"${'Mozilla/5.0 ('.repeat(size / 13)}"`),
    ordinary,
    log(`"details":{"list":[${many(40_000, (index) => `{"i":${index}}`)}]}`),
    log(many(20_000, (index) => `"field_${index}":"value"`)),
    log(`"${'k'.repeat(100_000)}":"${'\\u0000'.repeat(10_000)}"`),
    ordinary,
  ];
  const ids = extension.raw.addLogs(logs);

  await exportAll(extension);

  for (const [index, id] of ids.entries()) {
    const row = rowOf(extension, id);
    assert.equal(row['truncated_fields'] === undefined, logs[index] === ordinary, `log ${index}`);
  }
});

test('exports what nests 10,000 deep, in every kind of field, as value and as text', async (t) => {
  const extension = await startRawExtension(t);
  const deep = [
    ...nestings(10_000),
    // Ten times as deep as what no stack holds, to be sure that nothing recurses.
    nested(100_000, '{"a":[', '1', ']}'),
  ];
  const asText = nestings(10_000).map((json) => JSON.stringify(json));
  const layered = Array.from({ length: 12 }).reduce<string>(
    (inner) => JSON.stringify(inner),
    '"x"',
  );
  const ids = extension.raw.addLogs(
    [...deep, ...asText, layered].flatMap((json) =>
      ['details', 'user_agent', 'user_name', 'scope', 'unheard_of'].map((field) =>
        log(`"${field}":${json}`),
      ),
    ),
  );

  await exportAll(extension);

  const row = rowOf(extension, ids[0]);
  assert.match(String(row['details']), /nested too deep/);
  assert.equal(row['truncated_fields'], 'details');
});

function nestings(depth: number): readonly string[] {
  return [
    nested(depth, '[', '', ']'),
    nested(depth, '{"a":', '1', '}'),
    nested(depth, '[{"password":', '"x"', '}]'),
  ];
}

test('exports fields named like parts of Object, and changes nothing but the row', async (t) => {
  const extension = await startRawExtension(t);
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'valueOf', 'then'];
  const values = [
    '{"polluted":true}',
    '{"prototype":{"polluted":true}}',
    '{"__proto__":{"polluted":true}}',
    '[{"__proto__":{"polluted":true},"password":"x"}]',
    '"{\\"__proto__\\":{\\"polluted\\":true},\\"password\\":\\"x\\"}"',
    'null',
    '1',
  ];
  const members = names.flatMap((name) =>
    values.flatMap((value) => [
      log(`"${name}":${value}`),
      log(`"details":{"${name}":${value},"password":"x"},"location_info":{"${name}":${value}}`),
    ]),
  );
  const [first] = extension.raw.addLogs([
    log(`"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}`),
    ...members,
    log(names.map((name) => `"${name}":{"polluted":true}`).join(',')),
    // A key twice: the last one counts, as everywhere.
    log('"user_name":"first","user_name":"last","__proto__":1,"__proto__":{"polluted":true}'),
    ...names.map((name) => `"type":"${name}","user_agent":"${name}","${name}":"${name}"`),
  ]);

  await exportAll(extension);

  assert.equal(
    rowOf(extension, first)['additional_fields'],
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  );
});

test('exports numbers beyond 2^53 and beyond a double, and words like numbers', async (t) => {
  const extension = await startRawExtension(t);
  const numbers = [
    '9007199254740993',
    '-9007199254740993',
    '123456789012345678901234567890',
    '1e400',
    '-1e400',
    '1e-400',
    '-0',
    '1E+2',
    `1${'0'.repeat(5000)}`,
    `0.${'1'.repeat(5000)}`,
    ...['NaN', 'Infinity', '-Infinity', 'null', 'undefined', '1e400', '0x10', ''].map((word) =>
      JSON.stringify(word),
    ),
  ];
  const fields = ['user_name', 'client_id', 'level', 'details', 'unheard_of', 'isMobile', 'type'];
  extension.raw.addLogs(
    numbers.flatMap((number) => [
      ...fields.map((field) => log(`"${field}":${number}`)),
      log(`"details":{"n":[${number}]},"location_info":{"latitude":${number},"longitude":0}`),
    ]),
  );

  await exportAll(extension);

  const words = extension.workspace.rows().map((row) => row['user_name_s']);
  assert.ok(words.includes('NaN') && words.includes('Infinity'));
});

test('exports dates that do not exist, are no dates, or lie centuries away, and goes on after them', async (t) => {
  const extension = await startRawExtension(t);
  const { raw, host, tenant } = extension;
  const far = ['9999-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z'];
  const dates = [
    ...['2026-13-45', '2026-13-45T99:99:99Z', '2026-02-30T00:00:00Z', '0000-00-00T00:00:00Z'],
    ...['', ' ', 'now', 'Invalid Date', '+275760-09-13T00:00:00.001Z', '-000001-01-01T00:00:00Z'],
    ...['0', '1e12', 'Thu, 01 Jan 1970 00:00:00 GMT', '2026-11-01T10:00:00.000+99:99', ...far],
  ].map((text) => JSON.stringify(text));
  const others = ['0', '-1', '1e400', 'null', 'true', '[]', '{}', '["2026-11-01T10:00:00Z"]'];
  // A run is caught up at a log from the future, so that each of these pages is one of a run.
  for (const date of [...dates, ...others]) {
    raw.addLogs([`"type":"s","date":${date},"description":"2026-13-45"`]);
    await exportAll(extension);
  }
  const withFuture = raw.addLogs(far.map((date) => `"type":"s","date":"${date}"`));
  raw.addLogs(Array.from({ length: 150 }, () => `"type":"f","date":"${far[0]}"`));

  await exportAll(extension);

  const [future, past] = withFuture.map((id) => rowOf(extension, id)['date']);
  assert.deepEqual([future, past], far, 'dates are sent as they came');
  const times = storedState(host).history.flatMap(({ lagMs }) =>
    lagMs === undefined ? [] : [lagMs],
  );
  assert.ok(times.every((lagMs) => lagMs >= 0));
  tenant.addLogs(3);
  await exportAll(extension);
});

test('exports all of these at once, in one run, and goes on with the next', async (t) => {
  const extension = await startRawExtension(t, { BATCH_SIZE: '7' });
  extension.tenant.addLogs(120);
  extension.raw.addLogs([
    '',
    ...SHAPES.map((shape) => log(`"details":${shape},"__proto__":${shape}`)),
    log('"user_name":"\\ud83d\\u0000","\\udfff":1e400'),
    log(`"details":${nested(10_000, '{"constructor":', '1', '}')}`),
    log(`"details":"${'\\u0000'.repeat(1_600_000)}"`),
    '"type":"s","date":"9999-12-31T23:59:59.999Z"',
    '"type":"s","date":-1',
  ]);
  extension.tenant.addLogs(120);
  await exportAll(extension);

  extension.tenant.addLogs(5);
  await exportAll(extension);

  const posts = extension.workspace.counters().requests;
  assert.deepEqual(await callAsScheduler(extension.host.url), { status: 200, text: 'caught-up' });
  assert.equal(extension.workspace.counters().requests, posts);
});
