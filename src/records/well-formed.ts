/** Replaces broken characters, which no UTF-8 can hold: half a surrogate pair becomes U+FFFD. */

const ANY_SURROGATE = /[\uD800-\uDFFF]/;
const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

export function toWellFormed(text: string): string {
  return ANY_SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\uFFFD') : text;
}

/** The JSON text of a value, without broken characters. The value must not nest without end. */
export function toJsonText(value: unknown): string {
  const text = stringify(value);
  // JSON.stringify writes a half as an escape, \ud800; any other way to this text only costs time.
  return text.includes('\\ud') ? stringify(repaired(value)) : text;
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    // JSON.parse makes no big integers, but writing one throws.
    return JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? String(each) : each));
  }
}

function repaired(value: unknown): unknown {
  if (typeof value === 'string') return toWellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(repaired);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, each]) => [toWellFormed(name), repaired(each)]));
}
