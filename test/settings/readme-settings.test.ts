import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderSettingsTable } from '../../build/readme-settings.ts';
import type { SettingRow } from '../../src/settings/setting.ts';
import { settingRows } from '../../src/settings/table.ts';

test('renders a row for every setting, with its default and as many cells as the head', () => {
  const lines = renderSettingsTable().split('\n');
  assert.equal(lines.length, settingRows.length + 2);
  for (const line of lines) assert.equal(line.replaceAll('\\|', '').split('|').length, 7, line);
  for (const row of settingRows) {
    const line = lines.find((candidate) => candidate.startsWith(`| \`${row.name}\` |`));
    assert.ok(line?.includes(row.default ?? whatHoldsInstead(row)), row.name);
  }
});

function whatHoldsInstead(row: SettingRow): string {
  if (row.isGivenByPlatform) return '| given by Auth0 |';
  const held = row.isRequired ? '**required**' : 'not set';
  return row.usedBy === undefined
    ? `| ${held} |`
    : `| ${held}, for \`${row.usedBy}\` and \`both\` |`;
}

test('says what holds where Auth0 does not give a setting that has a default', () => {
  const line = renderSettingsTable()
    .split('\n')
    .find((candidate) => candidate.startsWith('| `AUTH0_RTA` |'));
  assert.match(line ?? '', /\| given by Auth0, or `auth0\.auth0\.com` \|/);
});

test('escapes a bar in a cell, because it would begin another', () => {
  const [row] = settingRows;
  assert.ok(row);
  assert.match(renderSettingsTable([{ ...row, meaning: 'This | that.' }]), /This \\\| that\./);
});
