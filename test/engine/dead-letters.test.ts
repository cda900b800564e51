import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type DeadLetter,
  deadLetterOf,
  listDeadLetters,
  MAX_DEAD_LETTERS,
  withDeadLetters,
  withoutDeadLetters,
} from '../../src/engine/dead-letters.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import type { EncodedRecord } from '../../src/engine/walls.ts';
import { anyUnits } from '../any-text.ts';
import { logId, PLAIN_VAULT } from './simulation.ts';

const AT_MS = Date.UTC(2026, 10, 1);

function recordWith(parts: Partial<EncodedRecord> = {}): EncodedRecord {
  const bytes = Buffer.from('{"a":1}');
  return { logId: logId(1), logType: 'fp', bytes, isTruncated: false, ...parts };
}

function letter(number: number, parts: Partial<DeadLetter> = {}): DeadLetter {
  const record = recordWith({ logId: logId(number) });
  return { ...deadLetterOf(record, 'data-collector', 'refused', AT_MS, PLAIN_VAULT), ...parts };
}

function stateWith(deadLetters: readonly DeadLetter[]): State {
  return { ...EMPTY_STATE, deadLetters };
}

test('keeps what a record was, where it should have gone, why not, when, and what it holds', () => {
  assert.deepEqual(deadLetterOf(recordWith(), 'logs-ingestion', 'no', AT_MS, PLAIN_VAULT), {
    logId: logId(1),
    logType: 'fp',
    destination: 'logs-ingestion',
    reason: 'no',
    refusedAtMs: AT_MS,
    content: '{"a":1}',
  });
});

test('shortens what comes from outside to characters that take one byte in the document', () => {
  fc.assert(
    fc.property(anyUnits, anyUnits, (reason, logType) => {
      const made = deadLetterOf(
        recordWith({ logType: logType.repeat(50) }),
        'data-collector',
        reason.repeat(100),
        AT_MS,
        PLAIN_VAULT,
      );
      for (const [text, most] of [
        [made.reason, 80],
        [made.logType, 40],
      ] as const) {
        assert.ok(text.length <= most);
        assert.equal(Buffer.byteLength(JSON.stringify(text)), text.length + 2);
      }
    }),
  );
});

test('keeps no content of more than 30,000 characters, because it would drive out that of others', () => {
  const of = (length: number) =>
    deadLetterOf(
      recordWith({ bytes: Buffer.alloc(length, 'x') }),
      'data-collector',
      'no',
      AT_MS,
      PLAIN_VAULT,
    );
  assert.equal(of(30_000).content?.length, 30_000);
  assert.equal('content' in of(30_001), false);
});

test('has room for as many entries as there may be, with the longest of everything but content', () => {
  const long = '\\"\u{1F600}é\n'.repeat(100);
  const deadLetters = Array.from({ length: MAX_DEAD_LETTERS }, (_, index) => {
    const record = recordWith({ logId: logId(index), logType: long, bytes: Buffer.alloc(40_000) });
    return deadLetterOf(record, 'data-collector', long, AT_MS, PLAIN_VAULT);
  });
  const bytes = Buffer.byteLength(JSON.stringify(deadLetters));
  assert.ok(bytes <= 150_000, `${bytes} bytes`);
});

test('lists the newest first, without the record itself', () => {
  const { content: _, ...rest } = letter(2);
  const listed = listDeadLetters(stateWith([letter(1), rest]));
  assert.deepEqual(
    listed.map(({ logId: id, hasContent }) => [id, hasContent]),
    [
      [logId(2), false],
      [logId(1), true],
    ],
  );
  assert.doesNotMatch(JSON.stringify(listed), /"a"|content"/);
});

test('keeps one entry of a log and a destination, the newer one', () => {
  const other = letter(1, { destination: 'logs-ingestion' });
  const before = stateWith([letter(1), other, letter(2)]);
  const newer = letter(1, { reason: 'again' });
  assert.deepEqual(withDeadLetters(before, [newer]).deadLetters, [other, letter(2), newer]);
  assert.equal(withDeadLetters(before, []), before);
});

test('gives up the entry of a log and a destination, and no other', () => {
  const other = letter(1, { destination: 'logs-ingestion' });
  const before = stateWith([letter(1), other, letter(2)]);
  const names = [
    { logId: logId(1), destination: 'data-collector' },
    { logId: logId(9), destination: 'data-collector' },
  ] as const;
  assert.deepEqual(withoutDeadLetters(before, names).deadLetters, [other, letter(2)]);
  assert.equal(withoutDeadLetters(before, []), before);
});
