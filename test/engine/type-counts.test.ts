import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import range from 'lodash/range';
import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { createTypeCounts } from '../../src/engine/type-counts.ts';
import type { EncodedRecord } from '../../src/engine/walls.ts';
import { refusing, storedDeadLetters } from './poison.ts';
import { deliveryWith, reportWith } from './reports.ts';
import {
  createWorld,
  logId,
  replayWorld,
  reportOf,
  runWorld,
  stateIn,
  type World,
} from './simulation.ts';

function recordOf(logType: string): EncodedRecord {
  return { logId: logId(1), logType, bytes: Buffer.alloc(0), isTruncated: false };
}

function countsOf(...logTypes: readonly string[]) {
  const counts = createTypeCounts();
  counts.add(logTypes.map(recordOf));
  return counts.mostFrequent();
}

test('counts each type, the most frequent first', () => {
  const counted = countsOf('fp', 's', 's', 'sapi', 's', 'fp');
  assert.deepEqual(Object.entries(counted ?? {}), [
    ['s', 3],
    ['fp', 2],
    ['sapi', 1],
  ]);
  assert.equal(countsOf(), undefined);
});

test('keeps the 20 most frequent types, and counts no more than memory allows', () => {
  const counts = createTypeCounts();
  for (const number of range(0, 50)) {
    counts.add(Array.from({ length: number + 1 }, () => recordOf(`type${number}`)));
  }
  counts.add(range(0, 5_000).map((number) => recordOf(`new${number}`)));
  counts.add(range(0, 100).map(() => recordOf('new4999')));
  counts.add([recordOf('type49')]);
  const kept = Object.entries(counts.mostFrequent() ?? {});
  assert.equal(kept.length, 20);
  assert.deepEqual(kept[0], ['type49', 51]);
  assert.deepEqual(kept.at(-1), ['type30', 31]);
});

test('makes short printable names of whatever a type is', () => {
  const counted = countsOf('t'.repeat(100_000), 'é\n"', '');
  assert.deepEqual(counted, { ['t'.repeat(40)]: 1, '???': 1, '': 1 });
});

/** What is in use once all that is not is collected. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return process.memoryUsage().heapUsed;
}

test('keeps short names in memory, not the long types that they were cut from', () => {
  const counts = createTypeCounts();
  const before = usedBytes();
  for (const number of range(0, 300)) {
    const type: string = JSON.parse(`"${number}${'x'.repeat(100_000)}"`);
    counts.add([recordOf(type)]);
  }
  const grownBytes = usedBytes() - before;
  assert.ok(grownBytes < 10_000_000, `${grownBytes} of 30,000,000 bytes`);
  assert.equal(Object.keys(counts.mostFrequent() ?? {}).length, 20);
});

const NAMES_OF_OBJECTS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

test('counts types that are named like what every object has', () => {
  const counted = countsOf(...NAMES_OF_OBJECTS, ...NAMES_OF_OBJECTS);
  assert.deepEqual(Object.keys(counted ?? {}), NAMES_OF_OBJECTS);
  assert.deepEqual(Object.values(counted ?? {}), [2, 2, 2, 2, 2]);
  assert.equal(Object.getPrototypeOf(counted), Object.prototype);

  const types = counted ?? {};
  const history = [reportWith({ deliveries: [deliveryWith({ types })] })];
  const text = JSON.stringify({ ...EMPTY_STATE, history });
  const parsed = parseState(JSON.parse(text));
  assert.ok(parsed.status === 'parsed');
  const stored = parsed.state.history[0]?.deliveries[0]?.types;
  assert.equal(Object.getPrototypeOf(stored), Object.prototype);
  assert.deepEqual([stored?.['toString'], ({} as { s?: unknown }).s], [2, undefined]);
});

/** Lets every third log be of type `s`; the others are of type `fp`. */
function withTypes(world: World): World {
  const { encode } = world.destination;
  world.destination.encode = (record) => {
    const encoded = encode(record);
    return { ...encoded, logType: Number(encoded.logId.slice(-4)) % 3 === 0 ? 's' : 'fp' };
  };
  return world;
}

test('reports the types of what was accepted, not of what was set aside', async () => {
  const world = withTypes(createWorld(300));
  world.destination.answer = refusing([logId(30), logId(31)]);
  const report = await reportOf(runWorld(world));
  const types = { fp: 199, s: 99 };
  assert.deepEqual(report.deliveries[0]?.types, types);
  assert.deepEqual(stateIn(world.store.document).history[0]?.deliveries[0]?.types, types);

  world.destination.answer = () => ({ status: 'accepted' });
  const names = storedDeadLetters(world).map((id) => ({
    logId: id,
    destination: 'data-collector' as const,
  }));
  const replayed = await reportOf(replayWorld(world, names));
  assert.deepEqual(replayed.deliveries[0]?.types, { s: 1, fp: 1 });
});

test('reports no types when nothing was accepted', async () => {
  const report = await reportOf(runWorld(createWorld(0)));
  assert.equal('types' in (report.deliveries[0] ?? {}), false);
});
