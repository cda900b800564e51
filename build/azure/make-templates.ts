/** Makes the templates in `deploy/azure` from the columns, queries and detections. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAlertsTemplate } from './alerts.ts';
import type { JsonObject } from './arm.ts';
import { makeDeployTemplate } from './azuredeploy.ts';
import { makeSentinelTemplates } from './sentinel.ts';

export const AZURE_FOLDER = join(__dirname, '../../deploy/azure');

/** The text of each generated file, by its name. */
export function renderTemplates(): Readonly<Record<string, string>> {
  const made: Readonly<Record<string, JsonObject>> = {
    'azuredeploy.json': makeDeployTemplate(),
    'alerts.json': makeAlertsTemplate(),
    ...makeSentinelTemplates(),
  };
  return Object.fromEntries(
    Object.entries(made).map(([name, json]) => [name, `${JSON.stringify(json, null, 2)}\n`]),
  );
}

if (require.main === module) {
  for (const [name, text] of Object.entries(renderTemplates())) {
    writeFileSync(join(AZURE_FOLDER, name), text);
  }
}
