import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Log } from '../../src/engine/walls.ts';
import { placeIn } from '../../src/source/search-place.ts';

function logs(...ids: readonly string[]): readonly Log[] {
  return ids.map((log_id) => ({ log_id }));
}

test('goes on after the last id up to the position, wherever it stands in the page', () => {
  assert.deepEqual(placeIn(logs('17', '12', '15', '14'), '15'), {
    kind: 'after',
    log: { log_id: '15' },
  });
  assert.deepEqual(placeIn(logs('17', '12', '14'), '15'), { kind: 'after', log: { log_id: '14' } });
});

test('begins with the smallest id when none is before the position, although its date is later', () => {
  assert.deepEqual(placeIn(logs('19', '16', '18'), '15'), { kind: 'from', log: { log_id: '16' } });
});

test('finds no place in an empty page', () => {
  assert.equal(placeIn([], '15'), undefined);
});

test('never takes an id of another form for one before the position', () => {
  assert.deepEqual(placeIn(logs('0a', '16'), '015'), { kind: 'from', log: { log_id: '0a' } });
});

test('misses nothing after the position, in whatever order the page gives the logs', () => {
  const id = fc.integer({ min: 100, max: 999 }).map(String);
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 1 }), id, (ids, after) => {
      const place = placeIn(logs(...ids), after);
      assert.ok(place !== undefined);
      const { kind, log } = place;
      const read = ids.filter((one) => one > log.log_id || (kind === 'from' && one === log.log_id));
      const wanted = ids.filter((one) => one > after);
      assert.deepEqual(read, wanted);
    }),
  );
});
