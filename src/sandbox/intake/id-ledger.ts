/** Which log ids arrived, and which of them more than once. */

export class IdLedger {
  readonly #ids = new Set<string>();
  readonly #repeats = new Map<string, number>();
  #repeatCount = 0;
  /** Rows that carry no id. */
  withoutId = 0;

  note(logId: unknown): void {
    if (typeof logId !== 'string') {
      this.withoutId += 1;
      return;
    }
    if (!this.#ids.has(logId)) {
      this.#ids.add(logId);
      return;
    }
    this.#repeatCount += 1;
    this.#repeats.set(logId, (this.#repeats.get(logId) ?? 0) + 1);
  }

  /** The distinct ids in order of arrival. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** Rows beyond the first of their id. */
  get repeatCount(): number {
    return this.#repeatCount;
  }

  /** By id, how often it came again. */
  get repeats(): ReadonlyMap<string, number> {
    return this.#repeats;
  }

  clear(): void {
    this.#ids.clear();
    this.#repeats.clear();
    this.#repeatCount = 0;
    this.withoutId = 0;
  }
}
