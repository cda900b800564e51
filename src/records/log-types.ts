/** Tells what an Auth0 log type means: its name, its category and how grave it is. */

import { LOG_TYPE_ROWS } from './log-type-table.ts';

/**
 * How grave a log is, after the levels of Auth0's own log extensions: 0 debug, 1 info, 2 warning,
 * 3 error, 4 critical.
 */
export type Level = 0 | 1 | 2 | 3 | 4;
export type Severity = 'debug' | 'info' | 'warning' | 'error' | 'critical';

export interface TypeDescription {
  /** The type's name, or its code when it is not in the table. */
  readonly event: string;
  /** A group of Auth0's Tenant Log Catalog; absent when the type is not in the table. */
  readonly category?: string;
  readonly level: Level;
  readonly severity: Severity;
}

/** The word for each level; the level is the index. */
export const SEVERITIES: readonly Severity[] = ['debug', 'info', 'warning', 'error', 'critical'];

/** Every known type by its code. A Map, because a code may be named like a part of `Object`. */
export const LOG_TYPES: ReadonlyMap<string, TypeDescription> = new Map(
  LOG_TYPE_ROWS.map(([code, event, category, level]) => [
    code,
    { event, category, level, severity: severityOf(level) },
  ]),
);

/** The word for a level. */
export function severityOf(level: Level): Severity {
  return SEVERITIES[level] ?? 'info';
}

/** What a code means. An unknown one keeps its code as the event and is information: it must pass. */
export function describeType(code: string): TypeDescription {
  return LOG_TYPES.get(code) ?? { event: code, level: 1, severity: 'info' };
}
