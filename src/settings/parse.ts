/** Reads the settings once, all of them: what comes out is complete, or every problem at once. */

import { malformed, missing, type SettingProblem } from './problems.ts';
import { isSecret, type Reading, refused } from './setting.ts';
import { arrangeSettings, type Settings } from './settings.ts';
import { type SettingValues, settingRows } from './table.ts';

export { describeProblems, type SettingProblem } from './problems.ts';
export type { Auth0Settings, DataCollectorSettings, Settings } from './settings.ts';
export type { StartFrom } from './start-from.ts';

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Longer texts are refused unread, so that no form has to cope with them. */
const MOST_CHARACTERS = 2048;

/**
 * Reads every setting of the table from the values by name; other names are ignored.
 * Empty, blank and `-` mean "not set". Pure; never throws, whatever the values are.
 */
export function parseSettings(values: Readonly<Record<string, unknown>>): ParsedSettings {
  const given = new Map(settingRows.map((row) => [row.name, givenValue(values, row.name)]));
  const secrets = settingRows.flatMap((row) =>
    isSecret(row) ? asSecret(given.get(row.name)) : [],
  );
  const problems: SettingProblem[] = [];
  const read = new Map<string, unknown>();
  for (const row of settingRows) {
    const value = given.get(row.name) ?? row.default;
    if (value === undefined) {
      if (row.isRequired) problems.push(missing(row));
      continue;
    }
    const reading = readValue(row.kind.read, value);
    if (reading.ok) read.set(row.name, reading.value);
    else problems.push(malformed(row, value, secrets, reading.advice));
  }
  if (problems.length > 0) return { ok: false, problems };
  // Without a problem, every row that must have a value has the one that its own reader made.
  return { ok: true, settings: arrangeSettings(Object.fromEntries(read) as SettingValues) };
}

/** The trimmed text, or whatever else is there; `undefined` when the setting is not set. */
function givenValue(values: Readonly<Record<string, unknown>>, name: string): unknown {
  // Own data only: neither what a prototype holds nor the code behind a getter.
  const value: unknown = Object.getOwnPropertyDescriptor(values, name)?.value ?? undefined;
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return text === '' || text === '-' ? undefined : text;
}

function readValue(read: (text: string) => Reading<unknown>, value: unknown): Reading<unknown> {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS ? read(value) : refused();
}

/** The texts that must not be shown. A secret that came as a number is one too. */
function asSecret(value: unknown): readonly string[] {
  return ['string', 'number', 'bigint'].includes(typeof value) ? [String(value)] : [];
}
