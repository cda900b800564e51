/** Masks passwords, tokens, client secrets, authorization headers and cookies anywhere in a value. */

import {
  classifyKey,
  isDescriptiveKey,
  isSecretHeaderName,
  type KeyKind,
  looksRandom,
  MAX_KEY_LENGTH,
} from './secret-keys.ts';
import { MASK, maskText, mayHoldSecret, mayHoldSecretJson } from './secret-text.ts';

/** Deeper than any Auth0 log, and far from where walking it or writing JSON overflows the stack. */
const MAX_DEPTH = 64;
export const TOO_DEEP = '[cut: nested too deep]';
/** JSON inside JSON inside a text, and so on; further in, only the text itself is searched. */
const MAX_JSON_LAYERS = 4;
/** Enough for every key that Auth0 uses; a hostile stream of new keys cannot fill the memory. */
const MAX_CACHED_KEYS = 2000;

interface Key {
  readonly kind: KeyKind;
  /** The key itself with secrets masked: forms read as JSON leave `password=x` as a key. */
  readonly safeName: string;
  readonly isDescriptive: boolean;
  readonly isName: boolean;
  readonly isValue: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;
type Changes = Map<string, unknown>;

/** One search through a value. */
interface Search {
  /** How many more layers of JSON inside text are looked into. */
  readonly layers: number;
  readonly report: MaskReport;
}

/** What happened on the way, besides masking. */
export interface MaskReport {
  /** Something nested too deep was replaced by a marker. */
  wasCut: boolean;
}

const keys = new Map<string, Key>();

/**
 * Masks every secret in a value, because rows in Azure cannot be recalled. What nests too deep
 * to be looked through is cut, and reported. Never changes the value in place; gives back the same
 * one when there was nothing to mask.
 */
export function maskSecrets(value: unknown, report: MaskReport = { wasCut: false }): unknown {
  if (typeof value === 'string' && !mayHoldSecret(value)) return value;
  return maskValue(value, 'plain', MAX_DEPTH, { layers: MAX_JSON_LAYERS, report });
}

function maskValue(value: unknown, kind: KeyKind, depth: number, search: Search): unknown {
  if (typeof value === 'string') return maskString(value, kind, search);
  if (typeof value === 'number' || typeof value === 'bigint') {
    return kind === 'secret' || kind === 'header' ? MASK : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) {
    search.report.wasCut = true;
    return TOO_DEEP;
  }
  return Array.isArray(value)
    ? maskList(value, kind, depth - 1, search)
    : maskObject(value as JsonObject, kind, depth - 1, search); // not null, not a list
}

function maskString(text: string, kind: KeyKind, search: Search): string {
  if (text === '') return text;
  if (kind === 'code') return looksRandom(text) ? MASK : maskFreeText(text, search);
  return kind === 'plain' ? maskFreeText(text, search) : MASK;
}

function maskFreeText(text: string, search: Search): string {
  if (!mayHoldSecret(text)) return text;
  if (search.layers === 0 || !mayHoldSecretJson(text)) return maskText(text);
  const parsed = parseJson(text);
  if (parsed === undefined) return maskText(text);
  const inner = { layers: search.layers - 1, report: search.report };
  const masked = maskValue(parsed, 'plain', MAX_DEPTH, inner);
  // The text is searched as well: of a key that occurs twice, parsing shows only the last one.
  return maskText(masked === parsed ? text : JSON.stringify(masked), true);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function maskList(list: readonly unknown[], kind: KeyKind, depth: number, search: Search): unknown {
  let copy: unknown[] | undefined;
  const isPlain = kind === 'plain' || kind === 'code';
  for (let i = 0; i < list.length; i += 1) {
    const item = list[i];
    const masked =
      isPlain && isEntry(item)
        ? maskEntry(item, depth, search)
        : maskValue(item, kind === 'plain' ? kindInPairs(list, i) : kind, depth, search);
    if (masked === item) continue;
    copy ??= list.slice();
    copy[i] = masked;
  }
  return copy ?? list;
}

/** Raw headers alternate, `['Cookie', 'a=b', 'Host', 'x']`: what follows a secret's name is one. */
function kindInPairs(list: readonly unknown[], index: number): KeyKind {
  const name = index % 2 === 1 ? list[index - 1] : undefined;
  return typeof name === 'string' && isSecretHeaderName(name) ? 'header' : 'plain';
}

/** A list of two inside a list, whose first is a text, is an entry: `[['password', 'x']]`. */
function isEntry(item: unknown): item is readonly [string, unknown] {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';
}

function maskEntry(entry: readonly [string, unknown], depth: number, search: Search): unknown {
  const name = maskString(entry[0], 'plain', search);
  const value = maskValue(entry[1], classifyKey(entry[0]), depth, search);
  return name === entry[0] && value === entry[1] ? entry : [name, value];
}

function maskObject(object: JsonObject, kind: KeyKind, depth: number, search: Search): unknown {
  let changes: Changes | undefined;
  let label: string | undefined;
  for (const name in object) {
    const key = lookUpKey(name);
    const value = object[name];
    if (key.isValue) label ??= labelOf(object);
    const valueKind =
      label !== undefined && key.isValue && isWalked(kind)
        ? classifyKey(label)
        : kindInside(kind, key);
    const masked = maskValue(value, valueKind, depth, search);
    if (masked === value && key.safeName === name) continue;
    changes ??= new Map();
    changes.set(name, masked);
  }
  return changes === undefined ? object : withChanges(object, changes);
}

/** Headers and fields come as `{ name: 'authorization', value: '...' }` too. */
function labelOf(object: JsonObject): string {
  let label: unknown;
  for (const name in object) {
    if (lookUpKey(name).isName) label = object[name];
  }
  return typeof label === 'string' ? label : '';
}

/** Whether objects below such a key are searched as any other. */
function isWalked(kind: KeyKind): boolean {
  return kind === 'plain' || kind === 'code' || kind === 'text';
}

function withChanges(object: JsonObject, changes: Changes): unknown {
  const copy: Record<string, unknown> = { ...object };
  for (const [name, masked] of changes) {
    if (name === '__proto__' || lookUpKey(name).safeName !== name) {
      return withNewEntries(object, changes);
    }
    copy[name] = masked;
  }
  return copy;
}

/** Slower: keeps the order when a key is masked, and `__proto__`, which no assignment makes a key. */
function withNewEntries(object: JsonObject, changes: Changes): unknown {
  return Object.fromEntries(
    Object.keys(object).map((name) => [
      lookUpKey(name).safeName,
      changes.has(name) ? changes.get(name) : object[name],
    ]),
  );
}

/** Inside something secret all is secret; only of tokens, what describes them stays readable. */
function kindInside(outer: KeyKind, key: Key): KeyKind {
  if (isWalked(outer)) return key.kind;
  if (outer !== 'token') return outer;
  if (isWalked(key.kind)) return key.isDescriptive && key.kind === 'plain' ? 'plain' : 'token';
  return key.kind;
}

function lookUpKey(name: string): Key {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key: Key = {
    kind: classifyKey(name),
    safeName: maskText(name),
    isDescriptive: isDescriptiveKey(name),
    isName: /^(?:name|key|header|field|param|parameter)$/i.test(name),
    isValue: /^(?:values?|val|content)$/i.test(name),
  };
  if (name.length > MAX_KEY_LENGTH) return key;
  if (keys.size >= MAX_CACHED_KEYS) keys.clear();
  keys.set(name, key);
  return key;
}
