import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createCondition } from '../../src/engine/condition.ts';

test('does not wait for what is met already', async () => {
  await createCondition().until(() => true);
});

test('looks again at every change, and ends when it is met', async () => {
  const condition = createCondition();
  let looks = 0;
  const waiting = condition.until(() => {
    looks += 1;
    return looks === 4;
  });
  for (const expected of [2, 3, 4]) {
    condition.changed();
    await turn();
    assert.equal(looks, expected);
  }
  await waiting;
  condition.changed();
  await turn();
  assert.equal(looks, 4, 'nobody looks any more');
});

test('wakes everyone who waits, each for its own reason', async () => {
  const condition = createCondition();
  let count = 0;
  const ended: number[] = [];
  const waiting = [3, 1, 2].map(async (needed) => {
    await condition.until(() => count >= needed);
    ended.push(needed);
  });
  for (count = 1; count <= 3; count += 1) {
    condition.changed();
    await turn();
  }
  await Promise.all(waiting);
  assert.deepEqual(ended, [1, 2, 3]);
});
