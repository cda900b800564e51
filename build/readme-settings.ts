/** Writes the README's table of settings, between two markers, from the settings table. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingRow } from '../src/settings/setting.ts';
import { settingRows } from '../src/settings/table.ts';

const BEGIN = '<!-- settings:begin -->';
const END = '<!-- settings:end -->';

const readmePath = join(__dirname, '..', 'README.md');

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
  if (row.isGivenByPlatform) return 'given by Auth0';
  if (row.isRequired) return '**required**';
  return row.default === undefined ? 'not set' : code(row.default);
}

function code(text = ''): string {
  return text === '' ? '' : `\`${escapeCell(text)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The README with the table as it should be; `undefined` when it lacks the markers. */
export function withSettingsTable(readme: string): string | undefined {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end < begin) return undefined;
  const before = readme.slice(0, begin + BEGIN.length);
  return `${before}\n${renderSettingsTable()}\n${readme.slice(end)}`;
}

if (require.main === module && existsSync(readmePath)) {
  const readme = withSettingsTable(readFileSync(readmePath, 'utf8'));
  if (readme === undefined) throw new Error(`README.md lacks ${BEGIN} or, after it, ${END}`);
  writeFileSync(readmePath, readme);
}
