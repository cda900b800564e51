/** Waiting inside one process until something has changed. */

export interface Condition {
  /** Tells everyone who waits to look again. */
  changed(): void;
  /** Resolves as soon as `isMet` answers true; asked again at every change. */
  until(isMet: () => boolean): Promise<void>;
}

export function createCondition(): Condition {
  let waiting: (() => void)[] = [];
  return {
    changed() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    async until(isMet) {
      while (!isMet()) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}
