import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COLUMNS, kindOfColumn } from '../../src/records/columns.ts';
import { classifyKey } from '../../src/records/secret-keys.ts';

describe('the list of columns', () => {
  const names = COLUMNS.map(({ name }) => name);

  it('has at most 60 columns, because Azure advises few and drops what is too many', () => {
    assert.ok(names.length <= 60);
    assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
  });

  it('names them with letters, digits and underscore, short enough for a type suffix', () => {
    for (const name of names) assert.match(name, /^[A-Za-z]\w{0,42}$/);
  });

  it('uses no name that Azure refuses or keeps for itself', () => {
    const refused = ['tenant', 'TimeGenerated', 'RawData', '_ResourceId', 'id', 'TenantId', 'Type'];
    for (const name of refused) assert.ok(!names.includes(name), name);
  });

  it('says what each column means', () => {
    for (const { name, meaning } of COLUMNS) assert.ok(meaning.length > 3, name);
  });

  it('has no column that would be masked as a whole', () => {
    for (const name of names) assert.equal(classifyKey(name), 'plain', name);
  });

  it('knows the kind of each column, and takes any other for text', () => {
    assert.equal(kindOfColumn('details'), 'json');
    assert.equal(kindOfColumn('date'), 'time');
    assert.equal(kindOfColumn('constructor'), 'text');
  });
});
