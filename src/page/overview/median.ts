/** The middle of some numbers. */

/** The median, of an even number of values the lower of the two in the middle; `undefined` of none. */
export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
