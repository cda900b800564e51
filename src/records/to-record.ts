/** Makes the flat record, a row of the table, from a log. */

import type { Log, LogRecord } from '../engine/walls.ts';
import { COLUMNS, type Column } from './columns.ts';
import { isIsoTime } from './iso-time.ts';
import { describeType } from './log-types.ts';
import { type MaskReport, maskSecrets } from './mask.ts';
import { describeUserAgent } from './user-agent.ts';
import { toJsonText, toWellFormed } from './well-formed.ts';

type Cell = string | number | boolean;
type Row = Record<string, Cell>;

/** The column that each field of a log goes to. A Map, as a field may be named like a part of `Object`. */
const COLUMN_OF_FIELD: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) =>
    (column.sources ?? [column.name]).map((field): [string, Column] => [field, column]),
  ),
);

/** They say which log it is, so they are written as they came; no secret stands there. */
const IDENTITY: ReadonlySet<string> = new Set(['log_id', 'date', 'type']);

/**
 * The record of a log: known fields, as Auth0 documents its log events, in their columns,
 * secrets masked, everything else in `additional_fields`. Never throws, never changes the log.
 */
export function toRecord(log: Log): LogRecord {
  const row: Row = {};
  const cut: string[] = [];
  const others: [string, unknown][] = [];
  putIdentity(row, log, cut);
  for (const field in log) {
    const value = log[field];
    if (field === '_id' || isEmpty(value) || isPlaced(row, field)) continue;
    const column = COLUMN_OF_FIELD.get(field);
    const cell = column === undefined ? undefined : cellFor(column, field, value, log, cut);
    if (column !== undefined && cell !== undefined) row[column.name] = cell;
    else others.push([field, value]);
  }
  if (typeof row['user_agent'] === 'string') {
    Object.assign(row, describeUserAgent(row['user_agent']));
  }
  if (others.length > 0) {
    row['additional_fields'] = jsonCell('additional_fields', Object.fromEntries(others), cut);
  }
  if (cut.length > 0) row['truncated_fields'] = cut.join(',');
  return row;
}

/** First, so that a row begins with what people look for. */
function putIdentity(row: Row, log: Log, cut: string[]): void {
  for (const field of IDENTITY) {
    const value = log[field];
    const column = COLUMN_OF_FIELD.get(field);
    if (column === undefined || isEmpty(value)) continue;
    const cell = cellFor(column, field, value, log, cut);
    if (cell !== undefined) row[field] = cell;
  }
  const type = row['type'];
  const { event, category, level, severity } = describeType(typeof type === 'string' ? type : '');
  if (event !== '') row['event'] = event;
  if (category !== undefined) row['category'] = category;
  row['level'] = level;
  row['severity'] = severity;
}

function isPlaced(row: Row, field: string): boolean {
  return IDENTITY.has(field) && row[field] !== undefined;
}

/** Null, empty text, an empty list and an empty object say nothing, and are left out. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return typeof value === 'function' || typeof value === 'symbol';
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/** What goes into a column, or undefined when the value does not fit its kind. */
function cellFor(
  column: Column,
  field: string,
  value: unknown,
  log: Log,
  cut: string[],
): Cell | undefined {
  switch (column.kind) {
    case 'text':
      return textCell(column.name, value, cut);
    case 'json':
      return jsonCell(column.name, value, cut);
    case 'time':
      return typeof value === 'string' && isIsoTime(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' && isPreferred(column, field, log) ? value : undefined;
    case 'number':
      return typeof value === 'number' ? value : undefined;
  }
}

/** Of several fields for one column, the first that has a value of its kind. */
function isPreferred(column: Column, field: string, log: Log): boolean {
  const preferred = column.sources?.find((source) => typeof log[source] === column.kind);
  return preferred === undefined || preferred === field;
}

function textCell(name: string, value: unknown, cut: string[]): Cell | undefined {
  if (typeof value === 'string') {
    const text = toWellFormed(value);
    return IDENTITY.has(name) ? text : asText(maskSecrets(text));
  }
  if (typeof value !== 'object') return String(value);
  const masked = maskedOf(name, value, cut);
  const isListOfTexts = Array.isArray(masked) && masked.every((item) => typeof item === 'string');
  return isListOfTexts ? toWellFormed(masked.join(' ')) : asText(masked);
}

function jsonCell(name: string, value: unknown, cut: string[]): string {
  return toJsonText(maskedOf(name, value, cut));
}

function maskedOf(name: string, value: unknown, cut: string[]): unknown {
  const report: MaskReport = { wasCut: false };
  const masked = maskSecrets(value, report);
  if (report.wasCut) cut.push(name);
  return masked;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : toJsonText(value);
}
