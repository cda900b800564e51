import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ACTION_KINDS } from '../../../src/engine/actions.ts';
import { ACTION_WORDS, actorWords } from '../../../src/page/words/action-words.ts';
import {
  bytesText,
  countOf,
  countText,
  percentText,
  shortCount,
} from '../../../src/page/words/count.ts';
import { destinationName } from '../../../src/page/words/destination-name.ts';
import { ageWords, durationFigures, durationWords } from '../../../src/page/words/duration.ts';
import { outcomeWords, triggerWords } from '../../../src/page/words/run-words.ts';
import { oneLine, sentence } from '../../../src/page/words/text.ts';
import { isoTime, utcMinute, utcParts, utcTime } from '../../../src/page/words/time.ts';
import { anyUnits } from '../../any-text.ts';
import { deliveryWith, OUTCOMES, reportWith } from '../../engine/reports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS, SECOND_MS } from '../runs/runs.ts';

describe('counts', () => {
  it('have commas between the thousands', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, '0'],
      [999, '999'],
      [1_000, '1,000'],
      [12_345, '12,345'],
      [1_234_567.4, '1,234,567'],
      [-1_234, '0'],
      [Number.POSITIVE_INFINITY, '1,000,000,000,000,000'],
      [Number.NaN, '0'],
    ];
    for (const [count, text] of cases) assert.equal(countText(count), text);
  });

  it('are named in the singular only when it is one', () => {
    assert.equal(countOf(1, 'log'), '1 log');
    assert.equal(countOf(0, 'log'), '0 logs');
    assert.equal(countOf(2_000, 'log'), '2,000 logs');
    assert.equal(countOf(2, 'batch', 'batches'), '2 batches');
  });

  it('take few characters on an axis, also just below the next step', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, '0'],
      [950, '950'],
      [1_200, '1.2k'],
      [20_000, '20k'],
      [999_960, '1M'],
      [3e9, '3bn'],
      [1e15, '1q'],
    ];
    for (const [count, text] of cases) assert.equal(shortCount(count), text);
  });

  it('become shares that are neither all nor nothing unless they are', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, '0%'],
      [0.0001, 'under 0.1%'],
      [0.004, '0.4%'],
      [0.12345, '12%'],
      [0.9999, 'over 99%'],
      [1, '100%'],
      [Number.NaN, '0%'],
    ];
    for (const [share, text] of cases) assert.equal(percentText(share), text);
  });
});

describe('sizes', () => {
  it('have one decimal and the unit in which they are short', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, '0 B'],
      [999, '999 B'],
      [1_000, '1 kB'],
      [1_234_567, '1.2 MB'],
      [999_960, '1 MB'],
      [5e12, '5 TB'],
      [1e300, '1 PB'],
      [-3, '0 B'],
    ];
    for (const [bytes, text] of cases) assert.equal(bytesText(bytes), text);
  });
});

describe('durations', () => {
  it('are one round word', () => {
    const cases: readonly (readonly [number, string])[] = [
      [-5, 'less than a second'],
      [1 * SECOND_MS, '1 second'],
      [89 * SECOND_MS, '89 seconds'],
      [60 * SECOND_MS, '1 minute'],
      [3 * MINUTE_MS, '3 minutes'],
      [60 * MINUTE_MS, '1 hour'],
      [85 * MINUTE_MS, '85 minutes'],
      [2 * HOUR_MS, '2 hours'],
      [47 * HOUR_MS, '47 hours'],
      [2 * DAY_MS, '2 days'],
      [365 * 4 * DAY_MS, '4 years'],
      [Number.POSITIVE_INFINITY, '31,688 years'],
      [Number.NaN, 'less than a second'],
    ];
    for (const [durationMs, text] of cases) assert.equal(durationWords(durationMs), text);
  });

  it('are figures of two units at most, and never 60 of one that has a next', () => {
    const cases: readonly (readonly [number | undefined, string])[] = [
      [undefined, '–'],
      [-5, '0 s'],
      [0, '0 s'],
      [340, '340 ms'],
      [999.7, '1 s'],
      [1_234, '1.2 s'],
      [12_345, '12 s'],
      [59_700, '1 min'],
      [320 * SECOND_MS, '5 min 20 s'],
      [3_599.7 * SECOND_MS, '1 h'],
      [125 * MINUTE_MS, '2 h 5 min'],
      [3 * DAY_MS + 4 * HOUR_MS, '3 d 4 h'],
      [1e300, '11,574,074 d 2 h'],
    ];
    for (const [durationMs, text] of cases) assert.equal(durationFigures(durationMs), text);
  });

  it('tell the age of a time, and what a fast clock wrote', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, 'just now'],
      [-30 * SECOND_MS, 'just now'],
      [3 * MINUTE_MS, '3 minutes ago'],
      [-10 * MINUTE_MS, 'in 10 minutes'],
      [-1e300, 'in 31,688 years'],
    ];
    for (const [ageMs, text] of cases) assert.equal(ageWords(NOW_MS - ageMs, NOW_MS), text);
  });

  it('are words for any number', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        for (const text of [
          durationWords(value),
          durationFigures(value),
          ageWords(value, NOW_MS),
          countText(value),
          shortCount(value),
          bytesText(value),
          percentText(value),
        ]) {
          assert.doesNotMatch(text, /NaN|Infinity|e\+|undefined/);
          assert.ok(text.length > 0 && text.length < 50, text);
        }
      }),
    );
  });
});

describe('times', () => {
  it('are written in UTC', () => {
    assert.equal(utcMinute(NOW_MS), '2026-11-22 12:00 UTC');
    assert.equal(utcTime(NOW_MS), '2026-11-22 12:00:00 UTC');
    assert.deepEqual(utcParts(NOW_MS), {
      day: '22 Nov',
      month: 'Nov 2026',
      year: '2026',
      clock: '12:00',
    });
    assert.equal(isoTime(NOW_MS), '2026-11-22T12:00:00.000Z');
  });

  it('are unknown when a number is none that a date can be made of', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 8.65e15, -1e300]) {
      assert.equal(isoTime(value), undefined);
      assert.equal(utcMinute(value), 'an unknown time');
    }
    assert.equal(utcMinute(8.64e15), '+275760-09-13 00:00 UTC');
  });
});

describe('what is said of runs and actions', () => {
  it('names who began a run, and else what', () => {
    assert.equal(triggerWords({ trigger: 'schedule' }), 'schedule');
    assert.equal(triggerWords({ trigger: 'command-line' }), 'command line');
    assert.equal(triggerWords({ trigger: 'administrator' }), 'an administrator');
    assert.equal(
      triggerWords({ trigger: 'administrator', by: 'ada@example.com' }),
      'ada@example.com',
    );
    assert.equal(triggerWords({ trigger: 'administrator', by: ' \n' }), 'an administrator');
  });

  it('has words for each outcome, and others for dead letters that were sent again', () => {
    const texts = OUTCOMES.map((outcome) => outcomeWords(reportWith({ outcome })).text);
    assert.equal(new Set(texts).size, OUTCOMES.length);
    assert.deepEqual(
      OUTCOMES.map((outcome) => outcomeWords(reportWith({ outcome })).tone),
      ['good', 'busy', 'warning', 'bad', 'bad'],
    );
    const replay = reportWith({ outcome: 'caught-up', work: 'replay' });
    assert.equal(outcomeWords(replay).text, 'replayed');
    const deliveries = [deliveryWith({ logs: 0, deadLetters: 3 })];
    assert.equal(outcomeWords({ ...replay, deliveries }).text, 'refused again');
    assert.equal(outcomeWords({ ...replay, outcome: 'stopped' }).text, 'stopped');
  });

  it('has words for each action and destination', () => {
    assert.equal(new Set(Object.values(ACTION_WORDS)).size, ACTION_KINDS.length);
    assert.equal(ACTION_WORDS.pause, 'paused the export');
    assert.equal(actorWords({ by: '' }), 'somebody');
    assert.equal(destinationName('data-collector'), 'Data Collector API');
    assert.equal(destinationName('logs-ingestion'), 'Logs Ingestion API');
  });
});

describe('texts from outside', () => {
  it('become one line that nothing hides in or turns round', () => {
    assert.equal(oneLine('a\r\nb\u0000c\u202Ed'), 'a b c d');
    assert.equal(oneLine('abcdef', 4), 'abc…');
    assert.equal(oneLine('👩'.repeat(5), 4), '👩👩👩…');
    assert.equal(oneLine('x'.repeat(1_000_000), 10), 'xxxxxxxxx…');
  });

  it('end like sentences', () => {
    assert.equal(sentence('it broke'), 'it broke.');
    assert.equal(sentence('it broke!'), 'it broke!');
    assert.equal(sentence(''), '');
  });

  it('never exceed their room', () => {
    fc.assert(
      fc.property(anyUnits, fc.integer({ min: 1, max: 20 }), (text, most) => {
        const line = oneLine(text, most);
        assert.ok([...line].length <= most);
        assert.doesNotMatch(line, /[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });
});
