/** Reads every row of the table, and says of each what became of it. */

import { type DestinationChoice, destinationKind, kindsOf } from './destination-kind.ts';
import { malformed, missing, type NamedRow, type SettingProblem } from './problems.ts';
import { isSecret, type Reading, refused } from './setting.ts';
import { settingRows } from './table.ts';

export type RowOutcome =
  | { readonly status: 'read'; readonly value: unknown }
  | { readonly status: 'not-set' }
  /** The chosen destination does not need it, so its value does not matter. */
  | { readonly status: 'unused' }
  /** Required, and not set. */
  | { readonly status: 'missing'; readonly problem: SettingProblem }
  | { readonly status: 'wrong'; readonly problem: SettingProblem };

export interface ReadRow {
  readonly row: NamedRow;
  /** The trimmed text, or whatever else came; `undefined` when the setting is not set. */
  readonly given: unknown;
  readonly outcome: RowOutcome;
}

export interface ReadRows {
  /** In the order of the table. */
  readonly rows: readonly ReadRow[];
  /** The texts that must not be shown, whichever setting they stand in. */
  readonly secrets: readonly string[];
}

/** Longer texts are refused unread, so that no form has to cope with them. */
const MOST_CHARACTERS = 2048;

/**
 * Reads the values by name; other names are ignored. Empty, blank and `-` mean "not set".
 * Pure; never throws, whatever the values are.
 */
export function readRows(values: Readonly<Record<string, unknown>>): ReadRows {
  const came = settingRows.map((row) => ({ row, given: givenValue(values, row.name) }));
  const secrets = came.flatMap(({ row, given }) => (isSecret(row) ? asSecret(given) : []));
  const chosen = chosenDestination(came);
  const rows = came.map(({ row, given }) => {
    return { row, given, outcome: outcomeOf(row, given ?? row.default, chosen, secrets) };
  });
  return { rows, secrets };
}

/** The choice of destinations in the values, or `undefined` when it is wrong itself. */
function chosenDestination(
  came: readonly Pick<ReadRow, 'row' | 'given'>[],
): DestinationChoice | undefined {
  const choice = came.find(({ row }) => row.name === 'LOGANALYTICS_DESTINATION');
  const value = choice?.given ?? choice?.row.default;
  const reading = typeof value === 'string' ? destinationKind.read(value) : refused();
  return reading.ok ? reading.value : undefined;
}

function outcomeOf(
  row: NamedRow,
  value: unknown,
  chosen: DestinationChoice | undefined,
  secrets: readonly string[],
): RowOutcome {
  const isOfDestination = row.usedBy !== undefined;
  if (row.usedBy !== undefined && !kindsOf(chosen).includes(row.usedBy))
    return { status: 'unused' };
  if (value === undefined) {
    // Which destination is meant is not known, so neither what it lacks.
    const isNeeded = row.isRequired && !(isOfDestination && chosen === undefined);
    return isNeeded ? { status: 'missing', problem: missing(row) } : { status: 'not-set' };
  }
  const reading = readValue(row.kind.read, value);
  if (reading.ok) return { status: 'read', value: reading.value };
  return { status: 'wrong', problem: malformed(row, value, secrets, reading.advice) };
}

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

/** A secret that came as a number is one too. */
function asSecret(value: unknown): readonly string[] {
  return ['string', 'number', 'bigint'].includes(typeof value) ? [String(value)] : [];
}
