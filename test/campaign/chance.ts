/** Chance that repeats itself for the same seed. */

export interface Chance {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** From `least` to `most`. */
  between(least: number, most: number): number;
  isOneIn(count: number): boolean;
  oneOf<Value>(first: Value, ...others: readonly Value[]): Value;
}

/** The generator mulberry32: small, and even enough for faults. */
export function createChance(seed: number): Chance {
  let state = seed * 0x9e37_79b9;
  function next(): number {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    isOneIn: (count) => next() * count < 1,
    oneOf(first, ...others) {
      const index = Math.floor(next() * (others.length + 1));
      return others[index - 1] ?? first;
    },
  };
}
