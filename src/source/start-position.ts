/** Where a first run begins. */

import type { StartFrom } from '../settings/parse.ts';
import { syntheticId } from './log-id.ts';

/** Before Auth0 had any customer, so that no retention reaches back further. */
export const BEGINNING_MS = Date.UTC(2013, 0, 1);

/** The id that a first run continues after, for the setting START_FROM. */
export function startPosition(startFrom: StartFrom, nowMs: number): string {
  switch (startFrom.kind) {
    case 'beginning':
      return syntheticId(BEGINNING_MS);
    case 'now':
      return syntheticId(nowMs);
    case 'time':
      // Beyond now, nothing would be exported until then, while all looked well.
      return syntheticId(Math.min(startFrom.atMs, nowMs));
    case 'age':
      return syntheticId(nowMs - startFrom.ageMs);
    case 'id':
      return startFrom.id;
  }
}
