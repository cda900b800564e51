/** Runs all tests of a folder in one process: each process costs half a second before its first test. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folders whose tests share nothing but the process, and leave nothing behind in it. */
export const FOLDERS = [
  ...['engine', 'records', 'settings', 'source', 'seal', 'tokens', 'health'],
  ...['azure', 'connections', 'http', 'page', 'sandbox', 'state'],
  ...['destinations', 'destinations/data-collector', 'destinations/logs-ingestion'],
  ...['page/hooks', 'page/http', 'page/overview', 'page/plots', 'page/runs', 'page/sign-in'],
  ...['page/actions', 'page/switch', 'page/words'],
] as const;

export function requireAll(folder: string): void {
  const path = join(__dirname, '..', folder);
  for (const name of readdirSync(path)) {
    if (name.endsWith('.test.ts')) require(join(path, name));
  }
}
