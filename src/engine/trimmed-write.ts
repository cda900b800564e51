/** Writes a state so that it fits the store, whatever the store takes. */

import type { State } from './state.ts';
import { LAST_TRIM_LEVEL, trimState } from './state-budget.ts';
import type { WriteOutcome } from './walls.ts';

export interface TrimmedWrite {
  readonly write: WriteOutcome;
  readonly trimmed: State;
  /** How far the state was trimmed. */
  readonly level: number;
}

/** A document that is refused for its size is trimmed further, up to `lastLevel`, and tried again at once. */
export async function writeTrimmed(
  write: (trimmed: State) => Promise<WriteOutcome>,
  wanted: State,
  firstLevel: number,
  lastLevel = LAST_TRIM_LEVEL,
): Promise<TrimmedWrite> {
  for (let level = firstLevel; ; level += 1) {
    const trimmed = trimState(wanted, level);
    const outcome = await write(trimmed);
    const isTooLarge = outcome.status === 'failed' && outcome.isTooLarge;
    if (!isTooLarge || level >= lastLevel) return { write: outcome, trimmed, level };
  }
}
