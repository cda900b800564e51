/** What is said of a run: how it ended, and who or what began it. */

import type { RunOutcome, RunReport } from '../../engine/report.ts';
import { deadLettersOf, type Run } from '../runs/run.ts';
import { oneLine } from './text.ts';
import type { Tone } from './tone.ts';

export interface OutcomeWords {
  readonly tone: Tone;
  /** Two or three words. */
  readonly text: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
}

export const OUTCOME_WORDS: Readonly<Record<RunOutcome, OutcomeWords>> = {
  'caught-up': { tone: 'good', text: 'caught up', meaning: 'Nothing was left to export.' },
  'out-of-time': {
    tone: 'busy',
    text: 'out of time',
    meaning: 'More was left to export; the next run goes on from here.',
  },
  'rate-limited': {
    tone: 'warning',
    text: 'rate limited',
    meaning: 'A rate limit was reached; the next run goes on from here.',
  },
  stopped: {
    tone: 'bad',
    text: 'stopped',
    meaning: 'The run could not go on; the next one tries again from here.',
  },
  misconfigured: {
    tone: 'bad',
    text: 'misconfigured',
    meaning: 'Nothing is exported until a person puts this right.',
  },
};

const REPLAYED: OutcomeWords = {
  tone: 'good',
  text: 'replayed',
  meaning: 'Dead letters were sent again.',
};

const REFUSED_AGAIN: OutcomeWords = {
  tone: 'warning',
  text: 'refused again',
  meaning: 'Azure refused some of the dead letters again; they wait where they were.',
};

/** How a run ended. */
export function outcomeWords(run: Run): OutcomeWords {
  if (run.work !== 'replay' || run.outcome !== 'caught-up') return OUTCOME_WORDS[run.outcome];
  return deadLettersOf(run) > 0 ? REFUSED_AGAIN : REPLAYED;
}

const TRIGGER_WORDS: Readonly<Record<RunReport['trigger'], string>> = {
  schedule: 'schedule',
  administrator: 'an administrator',
  'command-line': 'command line',
};

/** Who or what began a run. */
export function triggerWords({
  trigger,
  by = '',
}: Pick<RunReport, 'trigger'> & Partial<Pick<RunReport, 'by'>>): string {
  return oneLine(by, 100) || TRIGGER_WORDS[trigger];
}
