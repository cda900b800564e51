/** What is wrong with a setting, and how it is told to the person who can correct it. */

import { isSecret, type SettingRow } from './setting.ts';
import { measureValue, showValue } from './show-value.ts';
import type { SettingName } from './table.ts';

export interface SettingProblem {
  readonly setting: SettingName;
  /** What is allowed, to follow the word "expected". */
  readonly expected: string;
  /** What was there; of a secret, only its type and length. */
  readonly came: string;
  /** What to do, as a sentence. */
  readonly advice: string;
}

/** A row of the table, known by its name. */
export type NamedRow = SettingRow & { readonly name: SettingName };

export function missing(row: NamedRow): SettingProblem {
  const advice = row.isGivenByPlatform
    ? 'Auth0 gives it to an installed extension; anywhere else, set it yourself.'
    : `Set it: ${row.meaning}`;
  return { setting: row.name, expected: row.kind.expected, came: 'nothing', advice };
}

/** `secrets` are the values that must not get into the message, whichever setting they came in. */
export function malformed(
  row: NamedRow,
  value: unknown,
  secrets: readonly string[],
  advice = generalAdvice(row),
): SettingProblem {
  const came = isSecret(row) ? measureValue(value) : showValue(value, secrets);
  return { setting: row.name, expected: row.kind.expected, came, advice };
}

function generalAdvice(row: NamedRow): string {
  const example = row.example === undefined ? '' : `, for example ${row.example}`;
  if (row.isRequired) return `Correct it${example}.`;
  const otherwise = row.default === undefined ? '' : ` for ${row.default}`;
  return `Correct it${example}, or leave it empty${otherwise}.`;
}

/** One problem in a line: what was expected, what came, what to do. */
export function describeProblem({ setting, expected, came, advice }: SettingProblem): string {
  return `${setting}: expected ${expected}; ${came} came. ${advice}`;
}

/** A line for each problem. */
export function describeProblems(problems: readonly SettingProblem[]): string {
  return problems.map(describeProblem).join('\n');
}
