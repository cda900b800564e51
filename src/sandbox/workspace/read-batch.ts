/** Reads the body of a post: the records in it, or why the service refuses them all. */

import { isUtf8 } from 'node:buffer';
import { isObject, type JsonObject, parseJson } from '../http/json-input.ts';

export type Batch =
  | { readonly isSound: true; readonly records: readonly JsonObject[] }
  | { readonly isSound: false; readonly problem: string };

const RESERVED = new Set(['tenant', 'TimeGenerated', 'RawData']);
const PROPERTY = /^[A-Za-z0-9_]+$/;

/** Names that were found sound before; a feed repeats the same few. */
const knownNames = new Set<string>();
const MAX_KNOWN_NAMES = 10_000;

function problemOfName(name: string): string | undefined {
  if (knownNames.has(name)) return undefined;
  if (RESERVED.has(name)) return `The property ${name} is reserved.`;
  if (!PROPERTY.test(name)) {
    return `The property ${JSON.stringify(name)} holds more than letters, digits and underscores.`;
  }
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.add(name);
  return undefined;
}

function problemOf(record: unknown): string | undefined {
  if (!isObject(record)) return 'Every record is a JSON object.';
  for (const name in record) {
    const problem = problemOfName(name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function readBatch(body: Buffer): Batch {
  if (!isUtf8(body)) return { isSound: false, problem: 'The body is not UTF-8.' };
  const value = parseJson(body.toString('utf8'));
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const record of list) {
    const problem = problemOf(record);
    if (problem !== undefined) return { isSound: false, problem };
  }
  return { isSound: true, records: list.filter(isObject) };
}
