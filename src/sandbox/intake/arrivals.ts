/** How many rows arrived in each of the last seconds. */

const KEPT_SECONDS = 60;

export class Arrivals {
  readonly #bySecond = new Map<number, number>();

  note(count: number, nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + count);
    for (const known of this.#bySecond.keys()) {
      if (known > second - KEPT_SECONDS) break;
      this.#bySecond.delete(known);
    }
  }

  /** The last minute, oldest second first. */
  lastMinute(nowMs: number): number[] {
    const last = Math.floor(nowMs / 1000);
    return Array.from(
      { length: KEPT_SECONDS },
      (_, number) => this.#bySecond.get(last - KEPT_SECONDS + 1 + number) ?? 0,
    );
  }

  clear(): void {
    this.#bySecond.clear();
  }
}
