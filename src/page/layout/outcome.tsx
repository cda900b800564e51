/** How a run ended, as a coloured word. */

import type { Run } from '../runs/run.ts';
import { outcomeWords } from '../words/run-words.ts';

export function Outcome({ run }: { readonly run: Run }) {
  const { tone, text } = outcomeWords(run);
  return <span class={`badge ${tone}`}>{text}</span>;
}
