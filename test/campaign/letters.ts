/** Names of dead letters, as text: the same log may be one at each destination. */

import type { DeadLetterName } from '../../src/engine/dead-letters.ts';
import type { State } from '../../src/engine/state.ts';

export function nameOf({ destination, logId }: DeadLetterName): string {
  return `${destination}: ${logId}`;
}

/** The names of the dead letters that a state keeps. */
export function keptIn({ deadLetters }: State): ReadonlySet<string> {
  return new Set(deadLetters.map(nameOf));
}
