/** Keeps what the README shows of the program as the program makes it, between markers. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCapacityTable } from './readme-capacity.ts';
import { renderColumns } from './readme-columns.ts';
import { renderHealthColumns } from './readme-health.ts';
import { renderSettingsTable } from './readme-settings.ts';
import { renderStreamColumns } from './readme-stream.ts';

const path = join(__dirname, '../README.md');

/** The README with the text between the markers of one section replaced; throws when they are missing. */
export function withSection(readme: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const beginsAt = readme.indexOf(begin);
  const endsAt = readme.indexOf(end, beginsAt);
  if (beginsAt === -1 || endsAt === -1) {
    throw new Error(`README.md lacks ${begin} or, after it, ${end}`);
  }
  return `${readme.slice(0, beginsAt + begin.length)}\n${text}\n${readme.slice(endsAt)}`;
}

/** The README as it should be. */
export function refreshed(readme: string): string {
  const withSettings = withSection(readme, 'settings', renderSettingsTable());
  const withColumns = withSection(withSettings, 'columns', renderColumns());
  const withStream = withSection(withColumns, 'stream', renderStreamColumns());
  const withHealth = withSection(withStream, 'health', renderHealthColumns());
  return withSection(withHealth, 'capacity', renderCapacityTable());
}

if (require.main === module) writeFileSync(path, refreshed(readFileSync(path, 'utf8')));
