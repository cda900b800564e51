/**
 * Finds, inside a text, the value that belongs to a key which names a secret. Whether there is one is
 * told from a bounded beginning; only then its end is searched, and what was searched is skipped.
 */

import { classifyKey, type KeyKind, looksRandom, MAX_KEY_LENGTH } from './secret-keys.ts';
import { secretInMarkup } from './secret-markup.ts';
import { endAt, endOfBrackets, matchAt, quoteAt, quotedValue, type Span } from './secret-spans.ts';

// Keys may be percent-encoded: `user%5Bpassword%5D` is the key of `user[password]`.
const KEY_CHARACTERS = new Uint8Array(128);
for (let unit = 0; unit < KEY_CHARACTERS.length; unit += 1) {
  if (/[\w\-.[\]$%]/.test(String.fromCharCode(unit))) KEY_CHARACTERS[unit] = 1;
}
const REST_OF_KEY = /(?:[\w\-.[\]$]|%(?:25){0,4}(?:5[bdf]|2[de])){1,128}/iy;
// What separates keys when the whole text is percent-encoded: `%3Fpin%3D1` is `?pin=1`.
const ESCAPED_SEPARATOR = /%(?:25){0,4}(?!25|5[bdf]|2[de])[0-9a-f]{2}/iy;
const DELIMITER = /\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy;
// Where values without quotes end.
const END_IN_FORM = '[&\\s"<>]|\\\\{1,8}["\'nrtu]';
const END_OF_LINE = '[\\r\\n]|\\\\{1,8}[nr]';
const END_OF_LINE_IN_QUOTES = '[\\r\\n"]|\\\\{1,8}["\'nr]';
const END_OF_LINE_IN_FORM = '[&\\r\\n"<>]|\\\\{1,8}["\'nru]';
/** They share the work of one search, so they are made once; there are no more than twenty. */
const endPatterns = new Map<string, RegExp>();

/** How much of a value without quotes is looked at to tell whether it is a secret. */
const BEGINNING = 64;
const NOT_A_SECRET = /^(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/;
const NUMBER = /^-?\d{1,40}(?:\.\d{1,20})?(?![\w-])/;
/** A code that looks random; its end is looked for right behind. */
const RANDOM_RUN = /[\w.~-]{20,512}/y;
const LONGEST_ENDING = 16;
const LIST_OF_TEXTS = /\[\s{0,4}(?:\\{0,8}["']|%(?:25){0,4}2[27])/y;
// What a leading "Authorization: denied" goes on with; no scheme is called so, and no cookie.
const OUTCOME =
  /^(?:denied|failed|failure|granted|required|missing|invalid|expired|rejected|refused|revoked|error|not|no|none|ok|succeeded|success|successful|unauthorized|forbidden|disabled|enabled|unknown|unsupported|skipped|pending|blocked|cannot|must|accepted|allowed|approved|absent|present|empty|is|was|user)(?:[.,;!?)]|\s|$)/;

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
  while (start > earliest && KEY_CHARACTERS[text.charCodeAt(start - 1)] === 1) start -= 1;
  return { start: Math.max(start, earliest), end };
}

/**
 * The value of a key that names a secret: `key=value` in URLs and forms, `"key":"value"` in JSON
 * however often escaped, `Key: value` in headers, and what markup and command lines write.
 * `isMaskedJson` leaves lists and objects alone.
 */
export function secretAfter(text: string, key: Span, isMaskedJson: boolean): Span | undefined {
  const quote = quoteAt(text, key.end);
  const keyEnd = key.end + (quote?.[0].length ?? 0);
  const delimiter = matchAt(DELIMITER, text, keyEnd)?.[0];
  const name = nameOf(text, key);
  if (delimiter === undefined) return secretInMarkup(text, key, name, keyEnd);
  const kind = classifyKey(name);
  if (kind === 'plain') return undefined;
  const start = keyEnd + delimiter.length;
  if (kind === 'code' && randomRunAt(text, start) === undefined) return undefined;
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
  const span = kind === 'code' ? codeAt(text, start, place) : valueAt(text, start, place);
  return span === undefined || span.end === span.start ? undefined : span;
}

/** Of `%3Fpin`, `\u003cpin` and `\npin` the key is `pin`: the escapes before it are no part of it. */
function nameOf(text: string, key: Span): string {
  const name = lastPart(text.slice(key.start, key.end));
  if (text.charAt(key.start - 1) !== '\\') return name;
  const bare = name.replace(/^u00[0-9a-f]{2}/i, '');
  return /^[nrt]/.test(bare) && classifyKey(bare) === 'plain' ? bare.slice(1) : bare;
}

function lastPart(key: string): string {
  for (let at = key.lastIndexOf('%'); at !== -1; at = key.lastIndexOf('%', at - 1)) {
    const separator = matchAt(ESCAPED_SEPARATOR, key, at);
    if (separator !== undefined) return key.slice(at + separator[0].length);
    if (at === 0) break;
  }
  return key;
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

function codeAt(text: string, start: number, place: Place): Span | undefined {
  const end = randomRunAt(text, start)?.end ?? start;
  const span = valueAt(text.slice(0, end + LONGEST_ENDING), start, place);
  return span?.end === end ? span : undefined;
}

function randomRunAt(text: string, start: number): Span | undefined {
  const runStart = start + (quoteAt(text, start)?.[0].length ?? 0);
  const run = matchAt(RANDOM_RUN, text, runStart)?.[0];
  return run !== undefined && looksRandom(run)
    ? { start: runStart, end: runStart + run.length }
    : undefined;
}

function valueAt(text: string, start: number, place: Place): Span | undefined {
  const quote = quoteAt(text, start);
  if (quote !== undefined) return quotedValue(text, start, quote);
  const first = text.charAt(start);
  if (first !== '{' && first !== '[') return bareValue(text, start, place);
  if (place.isMaskedJson) return undefined;
  if (place.kind === 'text' && matchAt(LIST_OF_TEXTS, text, start) === undefined) return undefined;
  return { start, end: endOfBrackets(text, start) };
}

function bareValue(text: string, start: number, place: Place): Span | undefined {
  const pattern = endPatternOf(place);
  const head = text.slice(start, start + BEGINNING);
  const length = endAt(pattern, head, 0);
  const beginning = head.slice(0, length);
  if (!isSecret(beginning, place)) return undefined;
  const number = place.isQuotedKey && !place.isAssigned ? NUMBER.exec(beginning)?.[0] : undefined;
  if (number !== undefined && place.kind !== 'header') return { start, end: start + number.length };
  return { start, end: length < head.length ? start + length : endAt(pattern, text, start) };
}

/** Whether what begins so is a secret rather than a word, a count, or part of a sentence. */
function isSecret(beginning: string, place: Place): boolean {
  if (beginning === '' || NOT_A_SECRET.test(beginning)) return false;
  if (place.isAssigned) return true;
  if (place.kind === 'header') {
    return !(place.isLeading ? OUTCOME.test(beginning) : isSentence(beginning));
  }
  if (!place.isQuotedKey) return !isProse(beginning);
  return (place.kind !== 'token' && place.kind !== 'text') || !NUMBER.test(beginning);
}

function endPatternOf(place: Place): RegExp {
  const source = place.ending === undefined ? endOf(place) : `${endOf(place)}|${place.ending}26`;
  const known = endPatterns.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(source, 'g');
  endPatterns.set(source, pattern);
  return pattern;
}

function endOf(place: Place): string {
  if (place.kind !== 'header') return END_IN_FORM;
  if (place.isAssigned) return END_OF_LINE_IN_FORM;
  return place.isInQuotes ? END_OF_LINE_IN_QUOTES : END_OF_LINE;
}
