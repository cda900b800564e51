/** Keeps the stored document under the 500 KB that the platform allows. */

import type { DeadLetter } from './dead-letters.ts';
import type { RunReport } from './report.ts';
import type { State } from './state.ts';

/** What a section may take of the document, in bytes of its JSON. */
const MAX_HISTORY_BYTES = 200_000;
const MAX_DEAD_LETTER_BYTES = 150_000;
/** For everything that is neither. */
const MAX_OTHER_BYTES = 50_000;

/**
 * The state within the budgets of its sections, or within a `share` of them: as many of the newest
 * reports as fit, of which the newest always stays; all dead letters, of which the oldest give up
 * their content; and without the tokens, which can be asked for again, if these take too much.
 */
export function trimState(state: State, share = 1): State {
  const { history, deadLetters, tokens, ...others } = state;
  const isOver = byteCount({ ...others, tokens }) > MAX_OTHER_BYTES * share;
  return {
    ...state,
    history: newestReports(history, MAX_HISTORY_BYTES * share),
    deadLetters: withinBudget(deadLetters, MAX_DEAD_LETTER_BYTES * share),
    tokens: isOver ? {} : tokens,
  };
}

function newestReports(history: readonly RunReport[], maxBytes: number): readonly RunReport[] {
  let bytes = 0;
  const kept = history.findIndex((report) => {
    bytes += byteCount(report) + 1;
    return bytes > maxBytes;
  });
  return kept === -1 ? history : history.slice(0, Math.max(1, kept));
}

function withinBudget(letters: readonly DeadLetter[], maxBytes: number): readonly DeadLetter[] {
  let excess = byteCount(letters) - maxBytes;
  return letters.map((letter) => {
    const { content, ...rest } = letter;
    if (excess <= 0 || content === undefined) return letter;
    excess -= byteCount(letter) - byteCount(rest);
    return rest;
  });
}

function byteCount(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
