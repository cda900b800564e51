import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { columnsOf } from '../../../src/page/plots/columns.ts';
import { scale } from '../../../src/page/plots/scale.ts';
import { countTicks, durationTicks, type Tick } from '../../../src/page/plots/ticks.ts';
import { timeSpan, timeTicks } from '../../../src/page/plots/time-ticks.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS, SECOND_MS } from '../runs/runs.ts';

const texts = (ticks: readonly Tick[]) => ticks.map(({ text }) => text);

describe('the ticks of counts', () => {
  it('are round whole numbers from 0 to at least the greatest', () => {
    assert.deepEqual(texts(countTicks(0)), ['0', '1']);
    assert.deepEqual(texts(countTicks(3)), ['0', '1', '2', '3']);
    assert.deepEqual(texts(countTicks(100)), ['0', '20', '40', '60', '80', '100']);
    assert.deepEqual(texts(countTicks(101)), ['0', '50', '100', '150']);
    assert.deepEqual(texts(countTicks(9_876)), ['0', '2k', '4k', '6k', '8k', '10k']);
  });
});

describe('the ticks of durations', () => {
  it('are round on a clock, in one unit, and begin at a minute', () => {
    assert.deepEqual(texts(durationTicks(0)), ['0', '15 s', '30 s', '45 s', '60 s']);
    assert.deepEqual(texts(durationTicks(9 * MINUTE_MS)), [
      '0',
      '2 min',
      '4 min',
      '6 min',
      '8 min',
      '10 min',
    ]);
    assert.deepEqual(texts(durationTicks(2.5 * HOUR_MS)), [
      '0',
      '30 min',
      '60 min',
      '90 min',
      '120 min',
      '150 min',
    ]);
    assert.deepEqual(texts(durationTicks(11 * HOUR_MS)), ['0', '3 h', '6 h', '9 h', '12 h']);
    assert.deepEqual(texts(durationTicks(7 * DAY_MS)), ['0', '2 d', '4 d', '6 d', '8 d']);
  });
});

describe('the ticks of any values', () => {
  it('are six at most, even, and reach the greatest that is drawn', () => {
    fc.assert(
      fc.property(fc.double(), (greatest) => {
        for (const ticks of [countTicks(greatest), durationTicks(greatest)]) {
          const last = ticks.at(-1)?.value ?? Number.NaN;
          assert.ok(ticks.length >= 2 && ticks.length <= 6, texts(ticks).join());
          assert.equal(ticks[0]?.value, 0);
          assert.ok(
            Number.isFinite(last) &&
              (greatest <= last || greatest > 1e15 || Number.isNaN(greatest)),
          );
          assert.equal(new Set(texts(ticks)).size, ticks.length);
          for (const { text } of ticks) assert.ok(text.length <= 8, text);
        }
      }),
    );
  });
});

describe('the ticks of times', () => {
  it('are round, and carry the time for a script while they mean an hour', () => {
    const ticks = timeTicks([NOW_MS - 3.5 * HOUR_MS, NOW_MS], 6);
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ['09:00', '10:00', '11:00', '12:00'],
    );
    assert.equal(ticks[0]?.isoTime, '2026-11-22T09:00:00.000Z');
  });

  it('name the day at midnight', () => {
    const ticks = timeTicks([NOW_MS - DAY_MS, NOW_MS], 6);
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ['12:00', '18:00', '22 Nov', '06:00', '12:00'],
    );
  });

  it('mean days, months or years in UTC over long spans', () => {
    const over = (days: number) => timeTicks([NOW_MS - days * DAY_MS, NOW_MS], 4);
    assert.deepEqual(
      over(5).map(({ text }) => text),
      ['19 Nov', '21 Nov'],
    );
    assert.ok(over(5).every(({ isoTime }) => isoTime === undefined));
    assert.match(over(400).at(-1)?.text ?? '', /^[A-Z][a-z]{2} 202\d$/);
    assert.match(over(20_000).at(-1)?.text ?? '', /^20\d\d$/);
  });

  it('are as few as asked for, in order and within the span, for any times', () => {
    const time = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 1 }),
        fc.integer({ min: 2, max: 6 }),
        (times, most) => {
          const span = timeSpan(times.sort((a, b) => a - b));
          const ticks = timeTicks(span, most);
          assert.ok(ticks.length <= most);
          for (const [index, { atMs, text }] of ticks.entries()) {
            assert.ok(atMs >= span[0] && atMs <= span[1]);
            assert.ok(index === 0 || atMs > (ticks[index - 1]?.atMs ?? atMs));
            assert.doesNotMatch(text, /NaN|undefined/);
          }
        },
      ),
    );
  });
});

describe('the span of times', () => {
  it('has some room around times that are close together', () => {
    assert.deepEqual(timeSpan([NOW_MS]), [NOW_MS - 5 * MINUTE_MS, NOW_MS + 5 * MINUTE_MS]);
    assert.deepEqual(timeSpan([NOW_MS - HOUR_MS, NOW_MS]), [NOW_MS - HOUR_MS, NOW_MS]);
  });
});

describe('a scale', () => {
  it('puts values between the ends, and those beyond at them', () => {
    const place = scale([0, 10], [100, 0]);
    assert.deepEqual([0, 2.5, 10, -1, 99, Number.NaN].map(place), [100, 75, 0, 100, 0, 100]);
    assert.equal(scale([5, 5], [0, 10])(5), 0);
  });
});

describe('columns', () => {
  const at = (...times: readonly number[]) => times.map((atMs) => ({ atMs }));

  it('are one for each item where there is room', () => {
    assert.deepEqual(
      columnsOf(at(1, 2, 9), [0, 10], 3).map(({ atMs }) => atMs),
      [1, 2, 9],
    );
  });

  it('are equal shares of the span where there is not, and an empty one is left out', () => {
    const columns = columnsOf(at(0, 1, 2, 99, 100), [0, 100], 4);
    assert.deepEqual(
      columns.map(({ atMs, items }) => [atMs, items.length]),
      [
        [12.5, 3],
        [87.5, 2],
      ],
    );
  });

  it('keep every item, in order', () => {
    const times = fc.array(fc.integer({ min: 0, max: 100 * SECOND_MS }), { maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 20 }), (unsorted, most) => {
        const items = at(...unsorted.sort((a, b) => a - b));
        const columns = columnsOf(items, [0, 100 * SECOND_MS], most);
        assert.ok(columns.length <= most);
        assert.deepEqual(
          columns.flatMap((column) => column.items),
          items,
        );
      }),
    );
  });
});
