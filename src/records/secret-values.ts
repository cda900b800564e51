/** Finds, inside a text, the value that belongs to a key which names a secret. */

import { classifyKey, type KeyKind, looksRandom, MAX_KEY_LENGTH } from './secret-keys.ts';

/** A stretch of a text, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Keys may be percent-encoded: `user%5Bpassword%5D` is the key of `user[password]`.
const KEY_CHARACTER = /[\w\-.[\]$%]/;
const REST_OF_KEY = /(?:[\w\-.[\]$]|%(?:25){0,4}(?:5[bdf]|2[de])){1,128}/iy;
// A quote keeps the backslashes before it, because JSON inside JSON is escaped once more each time.
const QUOTE = /(\\*)(["'])|%(?:25){0,4}2[27]/y;
// What separates keys when the whole text is percent-encoded: `%3Fpin%3D1` is `?pin=1`.
const ESCAPED_SEPARATOR = /%(?:25){0,4}(?!25|5[bdf]|2[de])[0-9a-f]{2}/i;
const DELIMITER = /\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy;
// Where values without quotes end. Their ends are searched, because matching a value of many
// megabytes would overflow the stack of the regular expression.
const END_IN_FORM = /[&\s"<>]|\\{1,8}["'nrtu]/g;
const END_OF_LINE = /[\r\n]|\\{1,8}[nr]/g;
const END_OF_LINE_IN_QUOTES = /[\r\n"]|\\{1,8}["'nr]/g;
const END_OF_LINE_IN_FORM = /[&\r\n"<>]|\\{1,8}["'nru]/g;
const NOT_A_SECRET = /^(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/;
const NUMBER = /^-?\d+(?:\.\d+)?(?![\w-])/;

/** A plain word, as it follows a colon in a sentence: letters only, and not very long. */
function isProse(word: string): boolean {
  return word.length <= 24 && /^[A-Za-z]?[a-z]{0,15}[.,;:!?)]*$/.test(word);
}

/** "Device authorization: user denied access": the first word is a plain one in lower case. */
function isSentence(text: string): boolean {
  return /^[a-z]{1,16}(?:[.,;:!?)]|\s|$)/.test(text);
}

/** The key that a clue at `at` belongs to; only its last part when it is very long. */
export function keyAt(text: string, at: number): Span {
  const end = at + (matchAt(REST_OF_KEY, text, at)?.[0].length ?? 0);
  const earliest = Math.max(0, end - MAX_KEY_LENGTH);
  let start = at;
  while (start > earliest && KEY_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  return { start: Math.max(start, earliest), end };
}

/**
 * The value of a key that names a secret: `key=value` in URLs and forms, `"key":"value"` in JSON
 * however often escaped, `Key: value` in headers. `isMaskedJson` leaves lists and objects alone.
 */
export function secretAfter(text: string, key: Span, isMaskedJson: boolean): Span | undefined {
  const quote = matchAt(QUOTE, text, key.end);
  const keyEnd = key.end + (quote?.[0].length ?? 0);
  const delimiter = matchAt(DELIMITER, text, keyEnd)?.[0];
  if (delimiter === undefined) return undefined;
  const name = text.slice(key.start, key.end).split(ESCAPED_SEPARATOR).pop() ?? '';
  const kind = classifyKey(name);
  if (kind === 'plain') return undefined;
  const place: Place = {
    kind,
    isQuotedKey: quote !== undefined,
    isAssigned: /=|3d/i.test(delimiter),
    // `%26` ends a value after `%3D`; after `=` it is an ampersand of the value itself.
    ending: /%(?:25)*(?=3d)/i.exec(delimiter)?.[0],
    isInQuotes: isMaskedJson || /["']/.test(text.charAt(key.start - 1)),
    isLeading: key.start === 0 || /["'\r\n\\]/.test(text.charAt(key.start - 1)),
    isMaskedJson,
  };
  const span = valueAt(text, keyEnd + delimiter.length, place);
  if (span === undefined || span.end === span.start) return undefined;
  return kind !== 'code' || looksRandom(text.slice(span.start, span.end)) ? span : undefined;
}

/** How a value was introduced. */
interface Place {
  readonly kind: KeyKind;
  readonly isQuotedKey: boolean;
  /** By an equals sign rather than by a colon. */
  readonly isAssigned: boolean;
  /** The escape that stands before `26` in the ampersand that ends the value. */
  readonly ending: string | undefined;
  /** The key is the beginning of something quoted, so the value ends with the quotes. */
  readonly isInQuotes: boolean;
  /** The key begins a line or something quoted, as the name of a header does. */
  readonly isLeading: boolean;
  readonly isMaskedJson: boolean;
}

function valueAt(text: string, start: number, place: Place): Span | undefined {
  const quote = matchAt(QUOTE, text, start);
  if (quote !== undefined) return quotedValue(text, start, quote);
  const first = text.charAt(start);
  if (first !== '{' && first !== '[') return bareValue(text, start, place);
  if (place.isMaskedJson || place.kind === 'code') return undefined;
  return { start, end: endOfBrackets(text, start) };
}

function bareValue(text: string, start: number, place: Place): Span | undefined {
  const end = matchAt(endOf(place), text, start)?.index ?? text.length;
  const shown = text.slice(start, end);
  const value = place.ending === undefined ? shown : shown.split(`${place.ending}26`, 1)[0];
  if (!value || NOT_A_SECRET.test(value)) return undefined;
  const span = { start, end: start + value.length };
  if (place.isAssigned) return span;
  if (place.kind === 'header') return !place.isLeading && isSentence(value) ? undefined : span;
  const number = NUMBER.exec(value)?.[0];
  if (place.isQuotedKey && number !== undefined) {
    return place.kind === 'token' ? undefined : { start, end: start + number.length };
  }
  return !place.isQuotedKey && isProse(value) ? undefined : span;
}

function endOf(place: Place): RegExp {
  if (place.kind !== 'header') return END_IN_FORM;
  if (place.isAssigned) return END_OF_LINE_IN_FORM;
  return place.isInQuotes ? END_OF_LINE_IN_QUOTES : END_OF_LINE;
}

function quotedValue(text: string, start: number, quote: RegExpExecArray): Span {
  const valueStart = start + quote[0].length;
  if (quote[2] === undefined) {
    const end = text.indexOf(quote[0], valueStart);
    return { start: valueStart, end: end === -1 ? text.length : end };
  }
  const level = quote[1]?.length ?? 0;
  return { start: valueStart, end: endOfQuoted(text, valueStart, quote[2], level) };
}

/**
 * The quote that closes carries as many backslashes as the one that opened (`level`), beyond the
 * pairs that stand for backslashes of the value itself; fewer close something further out.
 */
function endOfQuoted(text: string, start: number, quote: string, level: number): number {
  for (let at = text.indexOf(quote, start); at !== -1; at = text.indexOf(quote, at + 1)) {
    const slashes = backslashesBefore(text, at, start);
    if (slashes < level) return at - slashes;
    if ((slashes - level) % (2 * (level + 1)) === 0) return at - level;
  }
  return text.length;
}

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0;
  while (at - count > from && text.charAt(at - count - 1) === '\\') count += 1;
  return count;
}

/** Where the bracket that opens at `start` is closed; the end of the text when it never is. */
function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"' || sign === "'") {
      const level = backslashesBefore(text, at, start);
      at = endOfQuoted(text, at + 1, sign, level) + level;
    } else depth += weightOf(sign);
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function weightOf(sign: string): number {
  if (sign === '[' || sign === '{') return 1;
  return sign === ']' || sign === '}' ? -1 : 0;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
