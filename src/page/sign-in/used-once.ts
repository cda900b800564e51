/** Remembers for a while what may be used only once. */

const MAX_REMEMBERED = 1000;

export interface UsedOnce {
  /** Whether this is the first use; remembered until `untilMs`. */
  claim(text: string, untilMs: number, nowMs: number): boolean;
}

export function createUsedOnce(): UsedOnce {
  const untilMsOf = new Map<string, number>();
  return {
    claim(text, untilMs, nowMs) {
      if (untilMsOf.has(text)) return false;
      for (const [used, endMs] of untilMsOf) if (endMs < nowMs) untilMsOf.delete(used);
      // The oldest goes first: a map keeps the order of insertion.
      const [oldest] = untilMsOf.keys();
      if (untilMsOf.size >= MAX_REMEMBERED && oldest !== undefined) untilMsOf.delete(oldest);
      untilMsOf.set(text, untilMs);
      return true;
    },
  };
}
