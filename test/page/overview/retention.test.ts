import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type RetentionFacts, retentionOutlook } from '../../../src/page/overview/retention.ts';
import { DAY_MS, HOUR_MS, NOW_MS } from '../runs/runs.ts';

/** A tenant that keeps logs for 10 days, and an export that stands still 2 days behind. */
function outlook(parts: Partial<RetentionFacts> = {}) {
  return retentionOutlook({
    oldestRetainedAtMs: NOW_MS - 10 * DAY_MS,
    frontierMs: NOW_MS - 2 * DAY_MS,
    speed: 0,
    nowMs: NOW_MS,
    ...parts,
  });
}

describe('the outlook on the retention', () => {
  it('is when the edge of deletion reaches the frontier that stands still', () => {
    assert.deepEqual(outlook(), {
      tone: 'good',
      sentence:
        'At the present speed, Auth0 begins to delete logs that are not exported yet in about 8 days.',
    });
  });

  it('is later when the frontier moves, and never when it moves as fast as time', () => {
    assert.match(outlook({ speed: 0.5 })?.sentence ?? '', /in about 16 days\.$/);
    for (const speed of [1, 3]) {
      assert.equal(outlook({ speed })?.tone, 'good');
      assert.match(outlook({ speed })?.sentence ?? '', /none is lost/);
    }
  });

  it('is near with less than a day left, or less than a quarter of the retention', () => {
    const left = (leftMs: number, retainedMs: number) =>
      outlook({
        oldestRetainedAtMs: NOW_MS - retainedMs,
        frontierMs: NOW_MS - retainedMs + leftMs,
      })?.tone;
    assert.equal(left(23 * HOUR_MS, 3 * DAY_MS), 'warning');
    assert.equal(left(25 * HOUR_MS, 3 * DAY_MS), 'good');
    assert.equal(left(7 * DAY_MS, 30 * DAY_MS), 'warning');
    assert.equal(left(8 * DAY_MS, 30 * DAY_MS), 'good');
  });

  it('is a loss now when the edge has passed the frontier, however fast that moves', () => {
    for (const speed of [0, 0.5, 2, undefined]) {
      const passed = outlook({ frontierMs: NOW_MS - 11 * DAY_MS, speed });
      assert.equal(passed?.tone, 'bad');
      assert.match(passed.sentence, /being lost now.* up to 24 hours/);
    }
    assert.equal(outlook({ frontierMs: NOW_MS - 10 * DAY_MS })?.tone, 'warning');
  });

  it('is none when nothing waits', () => {
    assert.equal(outlook({ frontierMs: NOW_MS }), undefined);
  });

  it('is none when it is not known what Auth0 still has', () => {
    for (const oldestRetainedAtMs of [undefined, Number.POSITIVE_INFINITY, NOW_MS + HOUR_MS]) {
      assert.equal(outlook({ oldestRetainedAtMs }), undefined);
    }
  });

  it('takes an unknown speed for none, and says so', () => {
    const { sentence = '' } = outlook({ speed: undefined }) ?? {};
    assert.match(sentence, /^If the export does not go on, .* in about 8 days\.$/);
  });

  it('tells a time that is one, for any times and speed', () => {
    const number = fc.double({ noNaN: true });
    const speedOrNone = fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined });
    const retained = fc.option(fc.double(), { nil: undefined });
    fc.assert(
      fc.property(retained, number, speedOrNone, (oldestRetainedAtMs, frontierMs, speed) => {
        const { sentence = '.' } = outlook({ oldestRetainedAtMs, frontierMs, speed }) ?? {};
        assert.doesNotMatch(sentence, /NaN|Infinity|undefined/);
        assert.match(sentence, /\.$/);
      }),
    );
  });
});
