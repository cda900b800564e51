import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderSettingsTable, withSettingsTable } from '../../build/readme-settings.ts';
import { settingRows } from '../../src/settings/table.ts';

test('renders a row for every setting, with its default and as many cells as the head', () => {
  const lines = renderSettingsTable().split('\n');
  assert.equal(lines.length, settingRows.length + 2);
  for (const line of lines) assert.equal(line.replaceAll('\\|', '').split('|').length, 7, line);
  for (const row of settingRows) {
    const line = lines.find((candidate) => candidate.startsWith(`| \`${row.name}\` |`));
    assert.ok(line?.includes(row.default ?? (row.isRequired ? '' : 'not set')), row.name);
  }
});

test('escapes a bar in a cell, because it would begin another', () => {
  const [row] = settingRows;
  assert.ok(row);
  assert.match(renderSettingsTable([{ ...row, meaning: 'This | that.' }]), /This \\\| that\./);
});

test('replaces only what stands between the markers', () => {
  const readme = 'before\n<!-- settings:begin -->\nold\n<!-- settings:end -->\nafter\n';
  const written = withSettingsTable(readme);
  assert.ok(written);
  assert.ok(written.startsWith('before\n<!-- settings:begin -->\n| Setting |'));
  assert.ok(written.endsWith(' |\n<!-- settings:end -->\nafter\n'));
  assert.equal(withSettingsTable(written), written);
  assert.equal(withSettingsTable('no markers'), undefined);
});

test('README.md shows the settings as the table declares them', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  assert.equal(
    readme,
    withSettingsTable(readme),
    'README.md is stale: run `npx tsx build/readme-settings.ts`',
  );
});
