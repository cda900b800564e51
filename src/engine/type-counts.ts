/** Counts which types of logs a destination accepted. */

import { MAX_TYPE_LENGTH } from './dead-letters.ts';
import { shortAscii } from './short-texts.ts';
import type { EncodedRecord } from './walls.ts';

/** The most types that a report has room for. */
export const MAX_REPORTED_TYPES = 20;

/** Auth0 has fewer than 200 types; what comes from outside must not take all memory. */
const MAX_COUNTED_TYPES = 1_000;

export interface TypeCounts {
  add(records: readonly EncodedRecord[]): void;
  /** The most frequent types, the most frequent first; `undefined` when nothing was counted. */
  mostFrequent(): Readonly<Record<string, number>> | undefined;
}

export function createTypeCounts(): TypeCounts {
  // Not an object: a type comes from outside, and `__proto__` would be one.
  const counts = new Map<string, number>();
  return {
    add(records) {
      for (const { logType } of records) {
        const name = shortAscii(logType, MAX_TYPE_LENGTH);
        const count = counts.get(name);
        if (count === undefined && counts.size >= MAX_COUNTED_TYPES) continue;
        counts.set(name, (count ?? 0) + 1);
      }
    },
    mostFrequent() {
      if (counts.size === 0) return undefined;
      const sorted = [...counts].sort(([, one], [, other]) => other - one);
      return Object.fromEntries(sorted.slice(0, MAX_REPORTED_TYPES));
    },
  };
}
