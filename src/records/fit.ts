/** Makes a record fit a destination's limits: shortens what is too long and names it. */

import type { LogRecord } from '../engine/walls.ts';
import { cutToBytes, cutToJsonLength, isLongerThan, jsonLengthOf } from './byte-length.ts';
import { kindOfColumn } from './columns.ts';
import { shortenJson } from './shorten-json.ts';
import { waterLevel } from './water-level.ts';

export interface RecordLimits {
  /** Of one value, in UTF-8 bytes; of a JSON column, its JSON text. */
  readonly maxFieldBytes: number;
  /** Of the JSON text of the whole record, in UTF-8 bytes. */
  readonly maxRecordBytes: number;
}

type Row = Record<string, string | number | boolean>;

/** Which log it is, and what is done here, must not be lost. */
const NEVER_CUT: ReadonlySet<string> = new Set(['log_id', 'date', 'truncated_fields']);
/** Some characters, which no room is won from; only a hostile one is longer than a field may be. */
const NEVER_CUT_FOR_ROOM: ReadonlySet<string> = new Set([...NEVER_CUT, 'type']);
/** The longest escape of one UTF-16 unit in JSON, \u0000. */
const MAX_ESCAPE_BYTES = 6;
/** Quotes, colon and comma around a name and its value. */
const BYTES_AROUND_NAME = 4;
/** Escapes may be denser in what is kept than in the whole; each try aims lower. */
const MAX_TRIES = 12;

/**
 * The record, within the limits, which are those of one destination. Plain text is cut at a character
 * boundary, JSON columns are shortened inside and stay valid, and the names of all of them are in
 * `truncated_fields`. The same record when nothing had to be cut. Never throws.
 */
export function fitRecord(record: LogRecord, limits: RecordLimits): LogRecord {
  const byField = fitFields(record, limits.maxFieldBytes);
  if (surelyFits(byField, limits.maxRecordBytes)) return byField;
  return fitWhole(byField, limits);
}

function fitFields(record: LogRecord, maxBytes: number): LogRecord {
  const changes: Row = {};
  const emptied: string[] = [];
  for (const name of Object.keys(record)) {
    const value = record[name];
    if (typeof value !== 'string' || NEVER_CUT.has(name) || !isLongerThan(value, maxBytes))
      continue;
    const shortened =
      kindOfColumn(name) === 'json' ? shortenJson(value, maxBytes) : cutToBytes(value, maxBytes);
    if (shortened) changes[name] = shortened;
    else emptied.push(name);
  }
  return changed(record, changes, emptied, maxBytes);
}

/** Without counting: no JSON text can be longer than this. */
function surelyFits(record: LogRecord, maxBytes: number): boolean {
  let most = 2;
  for (const name of Object.keys(record)) {
    const value = record[name];
    const length = typeof value === 'string' ? value.length : String(value).length;
    most += (name.length + length) * MAX_ESCAPE_BYTES + BYTES_AROUND_NAME + 2;
  }
  return most <= maxBytes;
}

function fitWhole(record: LogRecord, limits: RecordLimits): LogRecord {
  if (Buffer.byteLength(JSON.stringify(record)) <= limits.maxRecordBytes) return record;
  const cuttable = Object.keys(record).filter(
    (name) => typeof record[name] === 'string' && !NEVER_CUT_FOR_ROOM.has(name),
  );
  const sizes = cuttable.map((name) => jsonLengthOf(textOf(record, name)));
  const room = limits.maxRecordBytes - bytesBeside(record, cuttable);
  const level = Math.floor(waterLevel(sizes, room));
  const changes: Row = {};
  const emptied: string[] = [];
  cuttable.forEach((name, index) => {
    const size = sizes[index] ?? 0;
    if (size <= level) return;
    const shortened = shortenEncoded(name, textOf(record, name), size, level);
    if (shortened) changes[name] = shortened;
    else emptied.push(name);
  });
  return changed(record, changes, emptied, limits.maxFieldBytes);
}

/** What the record takes without the values that can be cut, and with all of them named as cut. */
function bytesBeside(record: LogRecord, cuttable: readonly string[]): number {
  const isCuttable = new Set(cuttable);
  const rest = Object.entries(record).map(([name, value]) => [
    name,
    isCuttable.has(name) ? '' : value,
  ]);
  const emptyTexts = cuttable.length * 2;
  const names = `"truncated_fields":"",${cuttable.join(',')},`;
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(rest))) - emptyTexts + names.length;
}

/** Shortens a value so that it takes at most so many bytes as a string in the record's JSON. */
function shortenEncoded(
  name: string,
  text: string,
  size: number,
  maxBytes: number,
): string | undefined {
  if (kindOfColumn(name) !== 'json') return cutToJsonLength(text, maxBytes);
  let current = text;
  let currentSize = size;
  let target = Buffer.byteLength(text);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    target = Math.floor(target * Math.min(0.95, maxBytes / currentSize));
    const shortened = shortenJson(current, target);
    if (shortened === undefined) return undefined;
    current = shortened;
    currentSize = jsonLengthOf(shortened);
    if (currentSize <= maxBytes) return shortened;
  }
  return undefined;
}

function changed(
  record: LogRecord,
  changes: Row,
  emptied: readonly string[],
  maxFieldBytes: number,
): LogRecord {
  const named = [...Object.keys(changes), ...emptied];
  if (named.length === 0) return record;
  const row: Row = { ...record, ...changes };
  for (const name of emptied) delete row[name];
  const before = textOf(record, 'truncated_fields').split(',').filter(Boolean);
  row['truncated_fields'] = cutToBytes(
    [...new Set([...before, ...named])].join(','),
    maxFieldBytes,
  );
  return row;
}

function textOf(record: LogRecord, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}
