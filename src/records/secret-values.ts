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
const DELIMITER = /\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy;
const FORM_VALUE = /(?:(?!%(?:25){0,4}26|\\{1,8}["'nrtu])[^&\s"<>])+/y;
const LINE_VALUE = /(?:(?!\\{1,8}[nr])[^\r\n])+/y;
const LINE_VALUE_IN_QUOTES = /(?:(?!\\{1,8}["'nr])[^\r\n"])+/y;
const LINE_VALUE_IN_FORM = /(?:(?!%(?:25){0,4}26|\\{1,8}["'nru])[^&\r\n"<>])+/y;
const NOT_A_SECRET = /^(?:true|false|null|undefined)(?![\w-])/;
const NUMBER = /^-?\d+(?:\.\d+)?(?![\w-])/;

/** A plain word, as it follows a colon in a sentence: letters only, and not very long. */
function isProse(word: string): boolean {
  return word.length <= 24 && /^[A-Za-z]?[a-z]{0,15}[.,;:!?)]*$/.test(word);
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
  const kind = classifyKey(text.slice(key.start, key.end));
  if (kind === 'plain') return undefined;
  const place: Place = {
    kind,
    isQuotedKey: quote !== undefined,
    isAssigned: /=|3d/i.test(delimiter),
    isInQuotes: isMaskedJson || /["']/.test(text.charAt(key.start - 1)),
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
  /** The key is the beginning of something quoted, so the value ends with the quotes. */
  readonly isInQuotes: boolean;
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
  const value = matchAt(shapeOf(place), text, start)?.[0];
  if (value === undefined || NOT_A_SECRET.test(value)) return undefined;
  const span = { start, end: start + value.length };
  if (place.isAssigned || place.kind === 'header') return span;
  const number = NUMBER.exec(value)?.[0];
  if (place.isQuotedKey && number !== undefined) {
    return place.kind === 'token' ? undefined : { start, end: start + number.length };
  }
  return !place.isQuotedKey && isProse(value) ? undefined : span;
}

function shapeOf(place: Place): RegExp {
  if (place.kind !== 'header') return FORM_VALUE;
  if (place.isAssigned) return LINE_VALUE_IN_FORM;
  return place.isInQuotes ? LINE_VALUE_IN_QUOTES : LINE_VALUE;
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
  const mark = /[[\]{}"']/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const sign = found[0];
    if (sign === '"' || sign === "'") {
      const level = backslashesBefore(text, found.index, start);
      mark.lastIndex = endOfQuoted(text, found.index + 1, sign, level) + level + 1;
    } else {
      depth += sign === '[' || sign === '{' ? 1 : -1;
      if (depth === 0) return mark.lastIndex;
    }
  }
  return text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
