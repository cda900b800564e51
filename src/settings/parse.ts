/** Reads the settings of the export once, all of them: what comes out is complete, or every problem at once. */

import type { SettingProblem } from './problems.ts';
import { readRows } from './read-rows.ts';
import { arrangeSettings, type Settings } from './settings.ts';
import type { SettingValues } from './table.ts';

export { describeProblems, type SettingProblem } from './problems.ts';
export type {
  Auth0Settings,
  DataCollectorSettings,
  DestinationSettings,
  EntraApplication,
  LogsIngestionSettings,
  Settings,
} from './settings.ts';
export type { StartFrom } from './start-from.ts';

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/**
 * Reads every setting of the export from the values by name; other names, and what is wrong with the
 * settings of the page or of a destination that is not chosen, are ignored. Empty, blank and `-` mean "not set". Pure; never throws, whatever
 * the values are.
 */
export function parseSettings(values: Readonly<Record<string, unknown>>): ParsedSettings {
  const problems: SettingProblem[] = [];
  const read = new Map<string, unknown>();
  for (const { row, outcome } of readRows(values).rows) {
    if (row.isForPage) continue;
    if (outcome.status === 'read') read.set(row.name, outcome.value);
    else if ('problem' in outcome) problems.push(outcome.problem);
  }
  if (problems.length > 0) return { ok: false, problems };
  // Without a problem, every row that the chosen destination must have has the value that its own reader made.
  return { ok: true, settings: arrangeSettings(Object.fromEntries(read) as SettingValues) };
}
