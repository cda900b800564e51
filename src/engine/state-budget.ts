/** Keeps the stored document under the 500 KB that the platform allows. */

import type { DeadLetter } from './dead-letters.ts';
import type { RunReport } from './report.ts';
import type { State } from './state.ts';

/** What the sections may take of the document, in bytes of their JSON. */
interface Budget {
  readonly maxHistoryBytes: number;
  readonly maxDeadLetterBytes: number;
}

/**
 * The budget, and smaller ones for a store that refuses what fits it. The history is convenience;
 * the content of a dead letter may be the last copy of a log, so it goes last.
 */
const BUDGETS: readonly Budget[] = [
  { maxHistoryBytes: 200_000, maxDeadLetterBytes: 150_000 },
  { maxHistoryBytes: 50_000, maxDeadLetterBytes: 150_000 },
  { maxHistoryBytes: 0, maxDeadLetterBytes: 150_000 },
  { maxHistoryBytes: 0, maxDeadLetterBytes: 50_000 },
  { maxHistoryBytes: 0, maxDeadLetterBytes: 0 },
];

/** The last level of `trimState`, below which nothing can be left out. */
export const LAST_TRIM_LEVEL = BUDGETS.length - 1;

/** For everything that is neither. */
const MAX_OTHER_BYTES = 50_000;

/**
 * The state within the budgets of its sections, from `level` 0 to `LAST_TRIM_LEVEL`: as many of the
 * newest reports as fit, of which the newest always stays; all dead letters, of which the oldest
 * give up their content; and without the tokens, which can be asked for again, if these take too
 * much.
 */
export function trimState(state: State, level = 0): State {
  const { maxHistoryBytes = 0, maxDeadLetterBytes = 0 } = BUDGETS[level] ?? {};
  const { history, deadLetters, tokens, ...others } = state;
  const isOver = byteCount({ ...others, tokens }) > MAX_OTHER_BYTES;
  return {
    ...state,
    history: newestReports(history, maxHistoryBytes),
    deadLetters: withinBudget(deadLetters, maxDeadLetterBytes),
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
