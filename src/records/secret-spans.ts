/** Finds where quoted values, bracketed values and bare ones end inside a text. */

/** A stretch of a text, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// A quote keeps the backslashes before it, because JSON inside JSON is escaped once more each time.
const QUOTE = /(\\*)(["'])|%(?:25){0,4}2[27]/y;

/** The quote that opens a value, or closes a key, at a place. */
export function quoteAt(text: string, at: number): RegExpExecArray | undefined {
  return matchAt(QUOTE, text, at);
}

/** What a sticky pattern matches at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/**
 * Where a pattern with the flag `g` matches first, or the end of the text. Ends are searched, because
 * matching a value of many megabytes would overflow the stack of the regular expression.
 */
export function endAt(pattern: RegExp, text: string, from: number): number {
  return matchAt(pattern, text, from)?.index ?? text.length;
}

/** What stands between a quote at `start` and the one that closes it. */
export function quotedValue(text: string, start: number, quote: RegExpExecArray): Span {
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
export function endOfBrackets(text: string, start: number): number {
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
