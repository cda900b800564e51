/** The types that a stream's columns have, and what becomes of a value in one. */

import { isObject } from '../http/json-input.ts';

export const COLUMN_TYPES = [
  'string',
  'int',
  'long',
  'real',
  'boolean',
  'dynamic',
  'datetime',
  'guid',
] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export const isColumn = (value: unknown): value is Column =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  COLUMN_TYPES.some((type) => type === value['type']);

const INT_LIMIT = 2 ** 31;

/** A number, or text that is one. */
function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const isNumeric = typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  return isNumeric ? Number(value) : undefined;
}

function asWhole(value: unknown): number | undefined {
  const number = asNumber(value);
  return Number.isInteger(number) ? number : undefined;
}

function asInt(value: unknown): number | undefined {
  const whole = asWhole(value);
  return whole !== undefined && whole >= -INT_LIMIT && whole < INT_LIMIT ? whole : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  if (lower === 'true') return true;
  return lower === 'false' ? false : undefined;
}

/** A number alone is no time, though JavaScript takes one. */
function asTime(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  return Number.isNaN(Date.parse(value)) ? undefined : value;
}

const GUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

const asGuid = (value: unknown): string | undefined =>
  typeof value === 'string' && GUID.test(value) ? value : undefined;

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const CONVERSIONS: Readonly<Record<ColumnType, (value: unknown) => unknown>> = {
  string: asText,
  int: asInt,
  long: asWhole,
  real: asNumber,
  boolean: asBoolean,
  dynamic: (value) => value,
  datetime: asTime,
  guid: asGuid,
};

/**
 * A value as a column holds it, or `undefined` when it cannot. Which conversions the service makes is not
 * documented: here text turns into what it says, and what is nested turns into JSON text.
 */
export const inColumn = (type: ColumnType, value: unknown): unknown => CONVERSIONS[type](value);
