/** Pseudo-random choices that are the same for the same seed and number, on every machine. */

/** The finaliser of MurmurHash3: neighbouring numbers come out unrelated. */
const scramble = (value: number): number => {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

export class Random {
  #state: number;

  constructor(seed: number, index: number, stream = 0) {
    this.#state = scramble(scramble(seed) ^ scramble(index + 0x9e3779b9) ^ scramble(stream + 17));
  }

  /** A whole number of 32 bits. */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return scramble(this.#state);
  }

  /** From 0 inclusive to 1 exclusive. */
  unit(): number {
    return this.word() / 4_294_967_296;
  }

  /** A whole number from 0 to `limit` exclusive. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to pick from.');
    return chosen;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.word().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  /** Letters and digits, as Auth0's own identifiers have them. */
  token(length: number): string {
    let text = '';
    while (text.length < length) text += this.word().toString(36).padStart(7, 'k');
    return text.slice(0, length);
  }

  guid(): string {
    const digits = this.hex(32);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `a${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join('-');
  }
}
