/** Tells administrators of every setting what it is, without telling anything of a secret. */

import type { SettingProblem } from './problems.ts';
import { type ReadRow, readRows } from './read-rows.ts';
import { isSecret } from './setting.ts';
import { nameType, showValue } from './show-value.ts';
import type { SettingName } from './table.ts';

/** Where a value comes from: people, nobody, or (given) Auth0. */
export type SettingOrigin = 'set' | 'default' | 'given' | 'not-set';

export interface DescribedSetting {
  readonly name: SettingName;
  /** As sentences. */
  readonly meaning: string;
  /** What is allowed, to follow the word "expected". */
  readonly expected: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly isForPage: boolean;
  /** Whether the chosen destination looks at it; only of a destination's own settings it may not. */
  readonly isUsed: boolean;
  readonly origin: SettingOrigin;
  /** The value in quotes, cut and escaped; the default as it is; of a secret only whether it is set. */
  readonly shown: string;
  readonly problem?: SettingProblem;
}

/**
 * Describes every setting of the table, in its order. Of a secret not even the length is told, in
 * whichever setting it stands. Pure; never throws, whatever the values are.
 */
export function describeSettings(
  values: Readonly<Record<string, unknown>>,
): readonly DescribedSetting[] {
  const { rows, secrets } = readRows(values);
  return rows.map((readRow) => describeRow(readRow, secrets));
}

function describeRow(readRow: ReadRow, secrets: readonly string[]): DescribedSetting {
  const { row, outcome } = readRow;
  const isUsed = outcome.status !== 'unused';
  const problem = problemOf(readRow, secrets);
  return {
    name: row.name,
    meaning: row.meaning,
    expected: row.kind.expected,
    isSecret: isSecret(row),
    isRequired: row.isRequired && isUsed,
    isForPage: row.isForPage === true,
    isUsed,
    origin: originOf(readRow),
    shown: showGiven(readRow, secrets),
    ...(problem === undefined ? {} : { problem }),
  };
}

function originOf({ row, given }: ReadRow): SettingOrigin {
  if (given !== undefined) return row.isGivenByPlatform ? 'given' : 'set';
  return row.default === undefined ? 'not-set' : 'default';
}

function showGiven({ row, given }: ReadRow, secrets: readonly string[]): string {
  if (given === undefined) return row.default ?? 'not set';
  return isSecret(row) ? 'set' : showValue(given, secrets, nameType);
}

/** As in a report, but without lengths. */
function problemOf(
  { row, given, outcome }: ReadRow,
  secrets: readonly string[],
): SettingProblem | undefined {
  if (outcome.status === 'missing') return outcome.problem;
  if (outcome.status !== 'wrong') return undefined;
  const came = isSecret(row) ? nameType(given) : showValue(given, secrets, nameType);
  return { ...outcome.problem, came };
}
