import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LOG_TYPE_ROWS } from '../../src/records/log-type-table.ts';
import { describeType, LOG_TYPES, SEVERITIES, severityOf } from '../../src/records/log-types.ts';

describe('the table of log types', () => {
  it('names all 185 types once, sorted, so that a missing one is easy to see', () => {
    const codes = LOG_TYPE_ROWS.map(([code]) => code);
    assert.equal(codes.length, 185);
    assert.deepEqual(codes, [...new Set(codes)].sort());
  });

  it("gives every type a name and one of the 20 categories of Auth0's catalog", () => {
    for (const [code, name, category] of LOG_TYPE_ROWS) assert.ok(name && category, code);
    assert.equal(new Set(LOG_TYPE_ROWS.map(([, , category]) => category)).size, 20);
  });

  it('takes every failure for an error at least, and no success for more than information', () => {
    for (const [code, name, category, level] of LOG_TYPE_ROWS) {
      if (category.endsWith('Failure') || name.startsWith('Failed')) assert.ok(level >= 3, code);
      if (category.endsWith('Success')) assert.ok(level <= 1, code);
    }
  });
});

describe('describeType', () => {
  it('knows what the common types mean', () => {
    assert.deepEqual(describeType('fp'), {
      event: 'Failed Login (Incorrect Password)',
      category: 'Login - Failure',
      level: 3,
      severity: 'error',
    });
    assert.equal(describeType('s').severity, 'info');
    assert.equal(describeType('w').severity, 'warning');
    assert.equal(describeType('limit_wc').severity, 'critical');
    assert.equal(describeType('pla').severity, 'debug');
  });

  it("takes feta for a failure, though Auth0's catalog lists it among the successes", () => {
    const { category, level } = describeType('feta');
    assert.deepEqual({ category, level }, { category: 'Token Exchange - Failure', level: 3 });
  });

  it('lets an unknown type pass as information under its own code', () => {
    const unknown = { event: 'brand_new', level: 1, severity: 'info' };
    assert.deepEqual(describeType('brand_new'), unknown);
  });

  it('knows no types named like parts of Object', () => {
    for (const code of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '']) {
      assert.deepEqual(describeType(code), { event: code, level: 1, severity: 'info' });
      assert.equal(LOG_TYPES.has(code), false);
    }
  });

  it('has a word for each level', () => {
    assert.deepEqual(SEVERITIES, ['debug', 'info', 'warning', 'error', 'critical']);
    assert.equal(severityOf(4), 'critical');
  });
});
