/** What a setting is: a row of the table, and the kinds of value that a row can hold. */

import type { DestinationKind } from '../engine/walls.ts';

/** What became of one text. The advice says what to do where the general one would not help. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly advice?: string };

export interface SettingOption {
  readonly value: string;
  /** What a person picks from the list. */
  readonly text: string;
}

/** A kind of value: what is allowed, in words and in code. */
export interface ValueKind<Value> {
  /** How it is asked for. A `password` is a secret: its value is never shown. */
  readonly type: 'text' | 'password' | 'number' | 'select';
  /** What is allowed, to follow the word "expected". */
  readonly expected: string;
  readonly unit?: string;
  /** Of a `select` only. */
  readonly options?: readonly SettingOption[];
  /** Reads a trimmed text that is not empty. Pure; never throws. */
  readonly read: (text: string) => Reading<Value>;
}

/** A row of the table: one setting. */
export interface SettingRow<Value = unknown> {
  readonly name: string;
  /** What it means, as sentences for an administrator. */
  readonly meaning: string;
  readonly kind: ValueKind<Value>;
  readonly isRequired: boolean;
  /** Only this destination uses it: with another one it is neither required nor looked at. */
  readonly usedBy?: DestinationKind;
  /** Auth0 gives it to every installed extension, so nobody is asked for it. */
  readonly isGivenByPlatform?: boolean;
  /** Only the page needs it: whatever is wrong with it, the export goes on. */
  readonly isForPage?: boolean;
  /** What holds when it is not set, written as a person would. */
  readonly default?: string;
  readonly example?: string;
}

export function isSecret(row: SettingRow): boolean {
  return row.kind.type === 'password';
}

/** What a row's setting is once it was read; `undefined` only where it may be left out. */
export type ValueOf<Row extends SettingRow> =
  | (Row extends SettingRow<infer Value> ? Value : never)
  | (Row extends { readonly isRequired: true } | { readonly default: string } ? never : undefined);

export function accepted<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function refused(advice?: string): Reading<never> {
  return advice === undefined ? { ok: false } : { ok: false, advice };
}
