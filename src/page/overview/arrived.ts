/** Which types of logs arrived, as far as the reports that are kept tell. */

import min from 'lodash/min';
import sum from 'lodash/sum';
import type { State } from '../../engine/state.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../engine/walls.ts';
import { describeType } from '../../records/log-types.ts';
import { asCount } from '../words/count.ts';

const MOST_TYPES = 12;

export interface ArrivedType {
  /** Absent for what is not named: reports name the most frequent types only. */
  readonly code?: string;
  /** The type's name; the code of one that is not in the table. */
  readonly name: string;
  /** Absent when the type is not in the table. */
  readonly category?: string | undefined;
  readonly count: number;
}

export interface Arrived {
  /** The most frequent, in falling order; then the others together, if there are any. */
  readonly types: readonly ArrivedType[];
  readonly total: number;
  /** When the oldest run began that tells. */
  readonly sinceMs: number | undefined;
}

/** The types of the logs that arrived; destinations get the same logs, so it is at the one that got the most of them. */
export function arrivedTypes(state: State): Arrived {
  return DESTINATION_KINDS.map((destination) => arrivedAt(state, destination)).reduce(
    (most, one) => (one.total > most.total ? one : most),
  );
}

function arrivedAt({ history }: State, destination: DestinationKind): Arrived {
  const counts = new Map<string, number>();
  const startsMs: number[] = [];
  let total = 0;
  for (const { deliveries, startedAtMs } of history) {
    for (const { destination: at, types, logs } of deliveries) {
      if (at !== destination || types === undefined) continue;
      startsMs.push(startedAtMs);
      let named = 0;
      for (const [code, stored] of Object.entries(types)) {
        const count = asCount(stored);
        counts.set(code, (counts.get(code) ?? 0) + count);
        named += count;
      }
      total += Math.max(named, asCount(logs));
    }
  }
  const types = mostFrequent(counts);
  const count = total - sum(types.map((type) => type.count));
  return {
    types: count > 0 ? [...types, { name: 'Others', count }] : types,
    total,
    sinceMs: min(startsMs),
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): readonly ArrivedType[] {
  return (
    [...counts]
      .filter(([, count]) => count > 0)
      // In the order of the codes where counts are equal, so that rows do not change places.
      .sort(([a, less], [b, more]) => more - less || (a < b ? -1 : 1))
      .slice(0, MOST_TYPES)
      .map(([code, count]) => {
        const { event, category } = describeType(code);
        return { code, name: event, category, count };
      })
  );
}
