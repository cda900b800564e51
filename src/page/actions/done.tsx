/** Says on the next page what became of an action. Only these words: what stands in an address is anybody's. */

import { Notice } from '../layout/notice.tsx';
import type { Tone } from '../words/tone.ts';

const DONE = {
  pause: ['good', 'The export is paused.'],
  resume: ['good', 'The export goes on with the next run.'],
  move: ['good', 'The checkpoint was moved. The next run goes on from there.'],
  discard: ['good', 'The dead letters were discarded.'],
  waiting: [
    'busy',
    'A run is under way. It does what you asked for when it next stores its place.',
  ],
  busy: ['busy', 'A run is under way already, so no other was begun.'],
  nothing: ['warning', 'No dead letter was ticked.'],
} as const satisfies Readonly<Record<string, readonly [Tone, string]>>;

export type Done = keyof typeof DONE;

export function DoneNotice({ done }: { readonly done: string | undefined }) {
  const found = Object.entries(DONE).find(([name]) => name === done)?.[1];
  if (found === undefined) return null;
  const [tone, text] = found;
  return (
    <div role="status">
      <Notice tone={tone}>{text}</Notice>
    </div>
  );
}
