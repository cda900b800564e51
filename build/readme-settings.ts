/** Makes the README's table of settings from the settings table. */

import type { SettingRow } from '../src/settings/setting.ts';
import { settingRows } from '../src/settings/table.ts';

/** The table in Markdown, without an empty line before or after. */
export function renderSettingsTable(rows: readonly SettingRow[] = settingRows): string {
  const head = ['Setting', 'Meaning', 'Expected', 'Default', 'Example'];
  const lines = [head, head.map(() => '---'), ...rows.map(cells)];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function cells(row: SettingRow): readonly string[] {
  const { expected, type } = row.kind;
  const meaning = type === 'password' ? `${row.meaning} A secret.` : row.meaning;
  return [
    code(row.name),
    escapeCell(meaning),
    escapeCell(expected),
    defaultOf(row),
    code(row.example),
  ];
}

function defaultOf(row: SettingRow): string {
  if (row.isGivenByPlatform) {
    return row.default === undefined ? 'given by Auth0' : `given by Auth0, or ${code(row.default)}`;
  }
  const otherwise = row.default === undefined ? 'not set' : code(row.default);
  const held = row.isRequired ? '**required**' : otherwise;
  return row.usedBy === undefined ? held : `${held}, for ${code(row.usedBy)} and ${code('both')}`;
}

function code(text = ''): string {
  return text === '' ? '' : `\`${escapeCell(text)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
