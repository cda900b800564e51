/** Keeps the stored document under the 500 KB that the platform allows. */

import type { RunReport } from './report.ts';
import type { State } from './state.ts';

/** What the run history may take of the document, in bytes of its JSON. */
const MAX_HISTORY_BYTES = 200_000;

/** The state with as many of the newest reports as fit the budget; the newest always stays. */
export function trimState(state: State): State {
  let byteCount = 0;
  const history: RunReport[] = [];
  for (const report of state.history) {
    byteCount += Buffer.byteLength(JSON.stringify(report)) + 1;
    if (byteCount > MAX_HISTORY_BYTES && history.length > 0) break;
    history.push(report);
  }
  return history.length === state.history.length ? state : { ...state, history };
}
