/** Counts and cuts text in bytes: of UTF-8, and of the JSON text that a string becomes. */

const encoder = new TextEncoder();

/** Whether a text is longer than that in UTF-8; counts only when it may be. */
export function isLongerThan(text: string, maxBytes: number): boolean {
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes;
}

/** The longest beginning that fits into so many bytes of UTF-8, never with half a character. */
export function cutToBytes(text: string, maxBytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(Math.max(0, maxBytes)));
  return text.slice(0, read);
}

/** The bytes of the JSON text of a string, quotes included. */
export function jsonLengthOf(text: string): number {
  let bytes = 2;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (isPair(text, unit, i)) {
      bytes += 4;
      i += 1;
    } else bytes += jsonBytesOf(unit);
  }
  return bytes;
}

/** The longest beginning whose JSON text, quotes included, has at most so many bytes. */
export function cutToJsonLength(text: string, maxBytes: number): string {
  let left = maxBytes - 2;
  let end = 0;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    const isTwoUnits = isPair(text, unit, end);
    left -= isTwoUnits ? 4 : jsonBytesOf(unit);
    if (left < 0) break;
    end += isTwoUnits ? 2 : 1;
  }
  return text.slice(0, end);
}

function isPair(text: string, unit: number, at: number): boolean {
  if (unit < 0xd800 || unit > 0xdbff || at + 1 >= text.length) return false;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

function jsonBytesOf(unit: number): number {
  if (unit < 0x20) return isShortEscape(unit) ? 2 : 6;
  if (unit < 0x80) return unit === 0x22 || unit === 0x5c ? 2 : 1;
  if (unit < 0x800) return 2;
  // JSON.stringify writes the half of a pair as an escape.
  return unit >= 0xd800 && unit <= 0xdfff ? 6 : 3;
}

/** \b \t \n \f \r */
function isShortEscape(unit: number): boolean {
  return unit === 8 || unit === 9 || unit === 10 || unit === 12 || unit === 13;
}
