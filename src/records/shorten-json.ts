/** Shortens JSON text from inside, so that it stays valid: the longest strings and lists first. */

import { cutToJsonLength, jsonLengthOf } from './byte-length.ts';
import { waterLevel } from './water-level.ts';

/** Every value can be shortened to this: it holds a marker, and any number. */
const LEAST_VALUE_BYTES = 64;
/** Room for `"[cut]":"[cut: 123456789012 bytes]",`. */
const MARKER_BYTES = 40;
const MARKER_KEY = '[cut]';
/** The sizes of smaller lists and objects are counted again rather than remembered. */
const LEAST_REMEMBERED_BYTES = 256;

type JsonObject = Readonly<Record<string, unknown>>;

/** What was found out about the long lists and objects in a value. */
type Sizes = Map<object, Measured>;

interface Measured {
  /** As JSON text, in bytes. */
  readonly size: number;
  /** Of an object, as listing very many keys takes long. */
  readonly names: readonly string[];
}

/**
 * The JSON text, shortened to at most so many bytes of UTF-8 from inside, so that it stays valid.
 * Small values stay whole. A long string keeps its beginning, a long list or object its first
 * members, with a marker `[cut: 81234 bytes]` after them. Undefined when not even a marker fits.
 * Never throws.
 */
export function shortenJson(text: string, maxBytes: number): string | undefined {
  if (maxBytes < LEAST_VALUE_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const sizes: Sizes = new Map();
    return JSON.stringify(shortenValue(value, sizeOf(value, sizes), maxBytes, sizes));
  } catch {
    // Not JSON, or nested beyond the stack: as text it can still be shown.
    return JSON.stringify(shortenText(text, maxBytes));
  }
}

function sizeOf(value: unknown, sizes: Sizes): number {
  if (typeof value === 'string') return jsonLengthOf(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const known = sizes.get(value);
  if (known !== undefined) return known.size;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  const size = Array.isArray(value)
    ? sizeOfList(value, sizes)
    : sizeOfObject(value as JsonObject, names, sizes); // not a list
  if (size >= LEAST_REMEMBERED_BYTES) sizes.set(value, { size, names });
  return size;
}

function sizeOfList(list: readonly unknown[], sizes: Sizes): number {
  let size = 2 + Math.max(0, list.length - 1);
  for (const item of list) size += sizeOf(item, sizes);
  return size;
}

function sizeOfObject(object: JsonObject, names: readonly string[], sizes: Sizes): number {
  let size = 2 + Math.max(0, names.length - 1);
  for (const name of names) size += jsonLengthOf(name) + 1 + sizeOf(object[name], sizes);
  return size;
}

function shortenValue(value: unknown, size: number, maxBytes: number, sizes: Sizes): unknown {
  if (size <= maxBytes) return value;
  if (typeof value === 'string') return shortenText(value, maxBytes);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const costs = Float64Array.from(value, () => 1);
    const { kept, droppedBytes } = shortenMembers(value, costs, maxBytes, sizes);
    const list = kept.map(([, item]) => item);
    return droppedBytes === 0 ? list : [...list, markerFor(droppedBytes)];
  }
  const object = value as JsonObject; // not a list
  const names = sizes.get(object)?.names ?? Object.keys(object);
  const members = names.map((name) => object[name]);
  const costs = Float64Array.from(names, (name) => jsonLengthOf(name) + 2);
  const { kept, droppedBytes } = shortenMembers(members, costs, maxBytes, sizes);
  const entries = kept.map(([index, member]): [string, unknown] => [names[index] ?? '', member]);
  if (droppedBytes > 0) entries.push([MARKER_KEY, markerFor(droppedBytes)]);
  // From entries, because assigning a key named `__proto__` would not make a key.
  return Object.fromEntries(entries);
}

/** Keeps as many members as fit, whole or shortened; `costs` are the bytes around each of them. */
function shortenMembers(
  members: readonly unknown[],
  costs: Float64Array,
  maxBytes: number,
  sizes: Sizes,
) {
  const memberSizes = Float64Array.from(members, (member) => sizeOf(member, sizes));
  const indexes = membersThatFit(memberSizes, costs, maxBytes - 2);
  let room = maxBytes - 2 - (indexes.length < members.length ? MARKER_BYTES : 0);
  let droppedBytes = sum(memberSizes) + sum(costs);
  for (const index of indexes) {
    room -= costs[index] ?? 0;
    droppedBytes -= (costs[index] ?? 0) + (memberSizes[index] ?? 0);
  }
  const keptSizes = indexes.map((index) => memberSizes[index] ?? 0);
  const level = Math.max(LEAST_VALUE_BYTES, Math.floor(waterLevel(keptSizes, room)));
  const kept = indexes.map((index): [number, unknown] => {
    const size = memberSizes[index] ?? 0;
    return [index, shortenValue(members[index], size, Math.min(size, level), sizes)];
  });
  return { kept, droppedBytes };
}

/** The members, first come first served, for which there is room at their least size. */
function membersThatFit(memberSizes: Float64Array, costs: Float64Array, room: number): number[] {
  const leastOf = (index: number) =>
    (costs[index] ?? 0) + Math.min(memberSizes[index] ?? 0, LEAST_VALUE_BYTES);
  const all = Array.from(memberSizes, (_, index) => index);
  let least = 0;
  for (const index of all) least += leastOf(index);
  if (least <= room) return all;
  let left = room - MARKER_BYTES;
  return all.filter((index) => {
    const cost = leastOf(index);
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

function shortenText(text: string, maxBytes: number): string {
  const beginning = cutToJsonLength(text, maxBytes - MARKER_BYTES);
  return beginning + markerFor(Buffer.byteLength(text) - Buffer.byteLength(beginning));
}

function markerFor(bytes: number): string {
  return `[cut: ${bytes} bytes]`;
}

function sum(numbers: Float64Array): number {
  let total = 0;
  for (const each of numbers) total += each;
  return total;
}
