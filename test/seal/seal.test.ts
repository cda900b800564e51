import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSeal } from '../../src/seal/seal.ts';
import { anyText, anyUnits } from '../any-text.ts';

const SECRET = 'QvX7-not-a-real-secret-8tRk';
const seal = createSeal(SECRET, 'auth0 token');

test('opens what it sealed, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(seal.open(seal.seal(text)), text);
    }),
  );
});

test('opens what another seal with the same secret and purpose sealed, because runs follow runs', () => {
  const later = createSeal(SECRET, 'auth0 token');
  assert.equal(later.open(seal.seal('a token')), 'a token');
});

test('does not open what was sealed under another secret, because the secret may be rotated', () => {
  const rotated = createSeal(`${SECRET}!`, 'auth0 token');
  assert.equal(rotated.open(seal.seal('a token')), undefined);
});

test('does not open what was sealed for another purpose', () => {
  const other = createSeal(SECRET, 'another token');
  assert.equal(other.open(seal.seal('a token')), undefined);
});

test('does not open what was changed in any byte', () => {
  const bytes = Buffer.from(seal.seal('a token'), 'base64url');
  for (const [index, byte] of bytes.entries()) {
    for (const bit of [1, 0x80]) {
      const changed = Buffer.from(bytes);
      changed[index] = byte ^ bit;
      assert.equal(seal.open(changed.toString('base64url')), undefined, `byte ${index}`);
    }
  }
});

test('does not open what was changed in any character, cut or lengthened', () => {
  const sealed = seal.seal('a token');
  const position = fc.nat({ max: sealed.length - 1 });
  fc.assert(
    fc.property(position, fc.oneof(anyText, fc.base64String()), (at, replacement) => {
      const changed = sealed.slice(0, at) + replacement + sealed.slice(at + 1);
      fc.pre(changed !== sealed);
      assert.equal(seal.open(changed), undefined);
    }),
    { numRuns: 300 },
  );
});

test('never throws on what is no sealed text', () => {
  fc.assert(
    fc.property(fc.oneof(anyUnits, fc.base64String()), (text) => {
      assert.equal(seal.open(text), undefined);
    }),
  );
});

test('seals the same text differently each time and never shows it', () => {
  const sealed = new Set(Array.from({ length: 100 }, () => seal.seal('a-token-to-hide')));
  assert.equal(sealed.size, 100);
  for (const text of sealed) {
    assert.match(text, /^[A-Za-z0-9_-]+$/);
    assert.doesNotMatch(Buffer.from(text, 'base64url').toString('latin1'), /token/);
  }
});
