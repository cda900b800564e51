import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  cutToBytes,
  cutToJsonLength,
  isLongerThan,
  jsonLengthOf,
} from '../../src/records/byte-length.ts';
import { waterLevel } from '../../src/records/water-level.ts';
import { toJsonText, toWellFormed } from '../../src/records/well-formed.ts';

const anyText = fc.string({
  unit: fc.constantFrom(
    'a',
    '"',
    '\\',
    '\n',
    '\u0001',
    '\u007f',
    'é',
    '日',
    '😀',
    '\ud83d',
    '\udc00',
  ),
});

describe('counting and cutting bytes', () => {
  it('counts the bytes of JSON text as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(jsonLengthOf(text), Buffer.byteLength(JSON.stringify(text)));
      }),
    );
  });

  it('cuts to the longest beginning that fits, and never through a character', () => {
    fc.assert(
      fc.property(anyText.map(toWellFormed), fc.nat(60), (text, maxBytes) => {
        const cut = cutToBytes(text, maxBytes);
        assert.ok(text.startsWith(cut) && Buffer.byteLength(cut) <= maxBytes);
        assert.equal(toWellFormed(cut), cut);
        assert.equal(cut === text, !isLongerThan(text, maxBytes));
        const inJson = cutToJsonLength(text, maxBytes);
        assert.ok(inJson === '' || jsonLengthOf(inJson) <= maxBytes);
        assert.equal(toWellFormed(inJson), inJson);
      }),
    );
  });
});

describe('waterLevel', () => {
  it('cuts nothing when all fits, and the longest to one length when it does not', () => {
    assert.equal(waterLevel([1, 2, 3], 6), Number.POSITIVE_INFINITY);
    assert.equal(waterLevel([], 0), Number.POSITIVE_INFINITY);
    assert.equal(waterLevel([1, 100, 200], 101), 50);
  });

  it('never shares out more than there is, and always ends', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), fc.integer({ min: -100, max: 5000 }), (sizes, room) => {
        const level = waterLevel(sizes, room);
        const used = sizes.reduce((sum, size) => sum + Math.min(size, level), 0);
        assert.ok(
          level === Number.POSITIVE_INFINITY ? used <= Math.max(room, 0) : used <= room + 1e-6,
        );
      }),
    );
  });
});

describe('toJsonText', () => {
  it('writes what JSON cannot hold as text rather than failing', () => {
    assert.equal(toJsonText({ a: 12n }), '{"a":"12"}');
    assert.equal(toJsonText(undefined), 'null');
  });

  it('repairs half characters in keys and texts, and leaves escapes that were text', () => {
    assert.equal(
      toJsonText({ 'a\ud800': ['\udc00', '\\ud800'] }),
      '{"a\ufffd":["\ufffd","\\\\ud800"]}',
    );
  });
});
