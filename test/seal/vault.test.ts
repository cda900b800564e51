import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSeal } from '../../src/seal/seal.ts';
import { createVault } from '../../src/seal/vault.ts';
import { anyText } from '../any-text.ts';

const SECRET = 'QvX7-not-a-real-secret-8tRk';

function vaultOf(secret = SECRET, purpose = 'dead letters') {
  return createVault(createSeal(secret, purpose));
}

const vault = vaultOf();

test('gives back what it was given, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const content = Buffer.from(bytes);
      assert.deepEqual(vault.unlock(vault.lock(content)), content);
    }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(vault.unlock(vault.lock(Buffer.from(text)))?.toString('utf8'), text);
    }),
  );
});

test('gives back nothing at all and a whole megabyte too', () => {
  for (const content of [Buffer.alloc(0), Buffer.alloc(1_000_000, 'a'), randomBytes(1_000_000)]) {
    assert.ok(vault.unlock(vault.lock(content))?.equals(content), `${content.length} bytes`);
  }
});

test('opens what an earlier run locked with the same secret', () => {
  const content = Buffer.from('a record');
  assert.deepEqual(vaultOf().unlock(vault.lock(content)), content);
});

test('does not open what was locked with another secret or for another purpose', () => {
  const locked = vault.lock(Buffer.from('a record'));
  assert.equal(vaultOf(`${SECRET}!`).unlock(locked), undefined);
  assert.equal(vaultOf(SECRET, 'auth0 token').unlock(locked), undefined);
});

test('does not open what was changed, cut or lengthened, and never throws', () => {
  const locked = vault.lock(Buffer.from('a record'));
  const position = fc.nat({ max: locked.length - 1 });
  fc.assert(
    fc.property(position, anyText, (at, replacement) => {
      const changed = locked.slice(0, at) + replacement + locked.slice(at + 1);
      fc.pre(changed !== locked);
      assert.equal(vault.unlock(changed), undefined);
    }),
  );
  for (const text of ['', 'text', locked.slice(0, -1), `${locked}A`, locked.repeat(2)]) {
    assert.equal(vault.unlock(text), undefined);
  }
});

test('does not open what was sealed with its key but never compressed', () => {
  const sealed = createSeal(SECRET, 'dead letters').seal('no stream of compressed bytes');
  assert.equal(vault.unlock(sealed), undefined);
});

test('keeps a record in less room than it takes, because there is little', () => {
  const record = Buffer.from(
    JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ id, type: 'fp', client: 'app' }))),
  );
  assert.ok(vault.lock(record).length < record.length / 2);
});

test('shows nothing of a record, and locks the same one differently each time', () => {
  const record = Buffer.from('{"user_name":"somebody@example.com"}');
  const locked = new Set(Array.from({ length: 50 }, () => vault.lock(record)));
  assert.equal(locked.size, 50);
  for (const text of locked) {
    assert.match(text, /^[A-Za-z0-9_-]+$/);
    assert.doesNotMatch(Buffer.from(text, 'base64url').toString('latin1'), /somebody|user_name/);
  }
});
