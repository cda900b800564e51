/** Writes the functions that are generated from the columns: `npx tsx build/azure/make-functions.ts`. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderEventsFunction } from './events-function.ts';
import { renderRunsFunction } from './runs-function.ts';

/** What each generated file holds, by its name in `deploy/azure/functions`. */
export const GENERATED_FUNCTIONS: Readonly<Record<string, () => string>> = {
  'Auth0Events.kql': renderEventsFunction,
  'Auth0ExporterRuns.kql': renderRunsFunction,
};

export const FUNCTIONS_FOLDER = join(__dirname, '../../deploy/azure/functions');

if (require.main === module) {
  for (const [name, render] of Object.entries(GENERATED_FUNCTIONS)) {
    writeFileSync(join(FUNCTIONS_FOLDER, name), render());
  }
}
