/** How the work of a run ended, before it becomes part of the report. */

import type { RunOutcome } from './report.ts';
import type { SaveOutcome } from './run.ts';
import type { DeliveryOutcome, PageOutcome } from './walls.ts';

export interface Ending {
  readonly outcome: RunOutcome;
  readonly reason?: string;
  readonly problems?: readonly string[];
}

/** From the best to the worst: of several endings the worst is the run's. */
const ORDER: readonly RunOutcome[] = [
  'caught-up',
  'out-of-time',
  'rate-limited',
  'stopped',
  'misconfigured',
];

/** The ending of a run whose parts ended as `endings`; nothing to do counts as caught up. */
export function worstEnding(endings: readonly Ending[]): Ending {
  return endings.reduce<Ending>(
    (worst, ending) =>
      ORDER.indexOf(ending.outcome) > ORDER.indexOf(worst.outcome) ? ending : worst,
    endings[0] ?? { outcome: 'caught-up' },
  );
}

type Failure =
  | Exclude<PageOutcome, { status: 'page' }>
  | Exclude<DeliveryOutcome, { status: 'accepted' | 'refused' }>;

/** The ending for an outcome that is neither a page nor an accepted delivery, after all retries. */
export function endingOf(outcome: Failure, wasCutShort: boolean): Ending {
  switch (outcome.status) {
    case 'misconfigured':
      return { outcome: 'misconfigured', problems: [outcome.problem] };
    case 'retry':
      if (outcome.isRateLimited === true)
        return { outcome: 'rate-limited', reason: outcome.reason };
      // The time of the run ended the attempt, before the other side could have been expected to answer.
      if (wasCutShort) return { outcome: 'out-of-time', reason: outcome.reason };
      return { outcome: 'stopped', reason: outcome.reason };
    case 'stopped':
      return { outcome: 'stopped', reason: outcome.reason };
  }
}

/** The ending of a run whose state could not be written, or that an administrator ended. */
export function unsavedEnding(save: Exclude<SaveOutcome, { status: 'written' }>): Ending {
  switch (save.status) {
    case 'lease-lost':
      return { outcome: 'stopped', reason: 'another run took over the lease' };
    case 'overruled':
      return { outcome: 'stopped', reason: save.reason };
    case 'failed':
      return { outcome: 'stopped', reason: `the state could not be stored: ${save.reason}` };
  }
}
