/** Cuts a text at a number of UTF-8 bytes, as a service does with a field that is too long. */

/** No character has more bytes than this for each of its units, so a short text need not be counted. */
const MAX_BYTES_PER_UNIT = 3;

export const isLongerThan = (maxBytes: number, text: string): boolean =>
  text.length * MAX_BYTES_PER_UNIT > maxBytes && Buffer.byteLength(text) > maxBytes;

/** The beginning of a text, up to the last whole character that fits. */
export function cutTo(maxBytes: number, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
