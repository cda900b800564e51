/** Numbers of things as people read them, alike in every version of Node. */

/** Beyond this, digits mean nothing, and a number has none that are certain. */
const MAX_COUNT = 1e15;

/** A stored number may be left out because it is 0, and may be odd: none is below 0 or without an end. */
export function asCount(stored = 0): number {
  return Number.isNaN(stored) ? 0 : Math.min(MAX_COUNT, Math.max(0, stored));
}

/** A whole number with commas between the thousands, such as `12,345`. */
export function countText(count: number): string {
  return asCount(count)
    .toFixed(0)
    .replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A number with what is counted, such as `1 log` or `2,000 logs`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  const text = countText(count);
  return `${text} ${text === '1' ? one : many}`;
}

/** A number in few characters, for an axis: `950`, `1.2k`, `30M`. */
export function shortCount(count: number): string {
  return inThousands(count, ['', 'k', 'M', 'bn', 't', 'q']);
}

/** A number of bytes with one decimal and its unit, such as `1.2 MB`; a kB is 1,000 bytes. */
export function bytesText(bytes: number): string {
  return inThousands(bytes, [' B', ' kB', ' MB', ' GB', ' TB', ' PB']);
}

/** A number in the unit in which it is short; each unit is 1,000 of the one before. */
function inThousands(value: number, units: readonly string[]): string {
  let size = asCount(value);
  let step = 0;
  // From here on, one decimal would make it "1000.0".
  for (; size >= 999.95; step += 1) size /= 1000;
  return `${oneDecimal(size)}${units[step]}`;
}

/** A share from 0 to 1 in percent, such as `12%` or `0.4%`. */
export function percentText(share: number): string {
  const percent = Math.min(100, asCount(share) * 100);
  if (percent > 0 && percent < 0.1) return 'under 0.1%';
  if (percent < 9.95) return `${oneDecimal(percent)}%`;
  // What is not all must not look like all.
  return percent > 99 && percent < 100 ? 'over 99%' : `${Math.round(percent)}%`;
}

/** A number with one decimal, or none when that would be 0. */
export function oneDecimal(value: number): string {
  return value.toFixed(1).replace('.0', '');
}
