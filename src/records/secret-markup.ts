/**
 * Finds values that no colon or equals sign joins to the key that names a secret: elements of XML,
 * attributes of HTML, parts of forms, and options of command lines.
 */

import { classifyKey, type KeyKind, looksRandom } from './secret-keys.ts';
import { endAt, matchAt, quoteAt, quotedValue, type Span } from './secret-spans.ts';

const OPENING = /(?:<|&lt;|%(?:25){0,4}3c|\\u003c)(?:[\w-]{1,16}:)?$/i;
const LONGEST_OPENING = 32;
const REST_OF_TAG = /(?:\s[^<>]{0,256}?)?(?:>|&gt;|%(?:25){0,4}3e|\\{1,8}u003e)(<!\[CDATA\[)?/iy;
const NEXT_TAG = /<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c/gi;
const CLOSING_TAG = /(?:<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c)(?:\/|\\{1,8}\/|%(?:25){0,4}2f)/iy;

const NAMED = /(?:^|[^\w-])(?:name|key|id|field|param)\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']$/i;
const LONGEST_NAMED = 48;
/** More than the head of a part of a form and a code behind it. */
const FAR_FROM_KEY = 1200;
const ITS_VALUE = /[^<>{}]{0,200}?\bvalue\\{0,8}["']?\s{0,4}[:=]\s{0,4}/iy;
const LINE_BREAK = '(?:\\r?\\n|(?:\\\\{1,8}r)?\\\\{1,8}n)';
const REST_OF_PART_HEAD = new RegExp(
  `[^\\r\\n\\\\]{0,128}(?:${LINE_BREAK}[^\\r\\n\\\\]{1,128}){0,3}?${LINE_BREAK}${LINE_BREAK}`,
  'y',
);
const END_OF_PART = new RegExp(`${LINE_BREAK}--`, 'g');

const GAP_OF_OPTION = /[ \t]{1,4}(?!-)/y;
const END_OF_ARGUMENT = /[&\s"'<>]|\\{1,8}["'nrtu]/g;
// Words that follow the name of an option in sentences, where no value does.
const AFTER_OPTION =
  /(?:is|was|are|or|and|not|in|for|to|the|an?|of|must|has|can|cannot|option|flag|argument|parameter|value|with|without|from|on|at|as|when|if|requires?|required|missing|given|instead|may|should|will|needs?|before|after)(?![\w-])/iy;
const NOT_A_SECRET = /(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/y;

/** `key` may begin with an escape, so `name` is its last part; `keyEnd` is behind a closing quote. */
export function secretInMarkup(
  text: string,
  key: Span,
  name: string,
  keyEnd: number,
): Span | undefined {
  const find = finderFor(text, key, name, keyEnd);
  if (find === undefined) return undefined;
  const kind = classifyKey(name);
  if (kind === 'plain') return undefined;
  // A code is short, so its end is not looked for far away.
  const span = find(kind === 'code' ? text.slice(0, keyEnd + FAR_FROM_KEY) : text, keyEnd);
  return span !== undefined && isSecret(text, span, kind) ? span : undefined;
}

type Finder = (text: string, keyEnd: number) => Span | undefined;

function finderFor(text: string, key: Span, name: string, keyEnd: number): Finder | undefined {
  if (keyEnd !== key.end) {
    return NAMED.test(text.slice(Math.max(0, key.start - LONGEST_NAMED), key.start))
      ? valueOfNamed
      : undefined;
  }
  if (name.startsWith('--')) return valueOfOption;
  const nameStart = key.end - name.length;
  return OPENING.test(text.slice(Math.max(0, nameStart - LONGEST_OPENING), nameStart))
    ? valueOfElement
    : undefined;
}

function isSecret(text: string, span: Span, kind: KeyKind): boolean {
  if (span.start === span.end) return false;
  return kind !== 'code' || looksRandom(text.slice(span.start, span.end));
}

/** `<password>x</password>`. No value that ends elsewhere: `--token <token> and so on`. */
function valueOfElement(text: string, keyEnd: number): Span | undefined {
  const rest = matchAt(REST_OF_TAG, text, keyEnd);
  if (rest === undefined || rest[0].endsWith('/>')) return undefined;
  const start = keyEnd + rest[0].length;
  if (rest[1] !== undefined) {
    const end = text.indexOf(']]', start);
    return { start, end: end === -1 ? text.length : end };
  }
  if (matchAt(NOT_A_SECRET, text, start) !== undefined) return undefined;
  const end = endAt(NEXT_TAG, text, start);
  const value = text.slice(start, end);
  const isWhole =
    end === text.length ? !/\s/.test(value) : matchAt(CLOSING_TAG, text, end) !== undefined;
  return isWhole && /\S/.test(value) ? { start, end } : undefined;
}

/** `<input name="password" value="x">`, `"name":"password","value":"x"`, and parts of a form. */
function valueOfNamed(text: string, keyEnd: number): Span | undefined {
  const head = matchAt(REST_OF_PART_HEAD, text, keyEnd)?.[0];
  if (head !== undefined) {
    const start = keyEnd + head.length;
    return bareValue(text, start, END_OF_PART);
  }
  const joint = matchAt(ITS_VALUE, text, keyEnd)?.[0];
  return joint === undefined ? undefined : argumentAt(text, keyEnd + joint.length);
}

/** `--password x`. */
function valueOfOption(text: string, keyEnd: number): Span | undefined {
  const gap = matchAt(GAP_OF_OPTION, text, keyEnd)?.[0];
  if (gap === undefined) return undefined;
  const start = keyEnd + gap.length;
  return matchAt(AFTER_OPTION, text, start) === undefined ? argumentAt(text, start) : undefined;
}

/** A value in quotes, or up to the next space. */
export function argumentAt(text: string, start: number): Span | undefined {
  const quote = quoteAt(text, start);
  if (quote !== undefined) return quotedValue(text, start, quote);
  return bareValue(text, start, END_OF_ARGUMENT);
}

/** Asks first whether it is a secret: a far end that was found in vain would be searched again. */
function bareValue(text: string, start: number, ending: RegExp): Span | undefined {
  if (matchAt(NOT_A_SECRET, text, start) !== undefined) return undefined;
  return { start, end: endAt(ending, text, start) };
}
