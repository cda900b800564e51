import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUsedOnce } from '../../../src/page/sign-in/used-once.ts';

test('lets a text be used once until its time is over', () => {
  const used = createUsedOnce();
  assert.equal(used.claim('one', 100, 0), true);
  assert.equal(used.claim('one', 100, 0), false);
  assert.equal(used.claim('other', 100, 0), true);
  assert.equal(used.claim('one', 100, 100), false);
});

test('forgets what is over, and the oldest when there is too much', () => {
  const used = createUsedOnce();
  used.claim('over', 10, 0);
  used.claim('another', 100, 50);
  assert.equal(used.claim('over', 100, 50), true);

  const full = createUsedOnce();
  for (let count = 0; count <= 1000; count += 1) {
    assert.equal(full.claim(`text ${count}`, 100, 0), true);
  }
  assert.equal(full.claim('text 1000', 100, 0), false);
  assert.equal(full.claim('text 1', 100, 0), false);
  assert.equal(full.claim('text 0', 100, 0), true);
});
