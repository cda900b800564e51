/** A sentence or some paragraphs that stand out, with their tone. */

import type { Child } from '#html/jsx-runtime';
import type { Tone } from '../words/tone.ts';

/** Tells the tone to those who do not see the colour. */
const WORDS: Readonly<Record<Tone, string>> = {
  good: 'Good',
  busy: 'Under way',
  warning: 'Warning',
  bad: 'Problem',
};

interface NoticeProps {
  readonly tone: Tone;
  /** In place of the word for the tone. */
  readonly word?: string | undefined;
  readonly children?: Child;
}

export function Notice({ tone, word = WORDS[tone], children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <span class="badge">{word}</span>
      <div>{children}</div>
    </div>
  );
}
