/** What a campaign, or many of them, came to. */

import sum from 'lodash/sum';

export interface Tally {
  readonly runs: number;
  /** Of these, with both destinations. */
  readonly runsToBoth: number;
  /** Runs whose process died. */
  readonly deaths: number;
  /** Calls that failed, were slow, or were answered wrongly. */
  readonly faults: number;
  readonly conflicts: number;
  readonly logs: number;
  /** Logs that were deleted before anything could read them for a destination, each told by a warning. */
  readonly deletedUnread: number;
  readonly lost: number;
  readonly deadLetters: number;
  /** Of these, what was replayed in the end; the others had lost their content, and Auth0 their log. */
  readonly replayed: number;
  readonly requests: number;
  /** How often the settings were changed to other destinations. */
  readonly switches: number;
  /** The most records of accepted batches that a run was ahead of what it had stored at a destination, in batches. */
  readonly mostUnstoredBatches: number;
}

/** Many tallies as one. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const total = (figure: keyof Tally): number => sum(tallies.map((tally) => tally[figure]));
  return {
    runs: total('runs'),
    runsToBoth: total('runsToBoth'),
    deaths: total('deaths'),
    faults: total('faults'),
    conflicts: total('conflicts'),
    logs: total('logs'),
    deletedUnread: total('deletedUnread'),
    lost: total('lost'),
    deadLetters: total('deadLetters'),
    replayed: total('replayed'),
    requests: total('requests'),
    switches: total('switches'),
    mostUnstoredBatches: Math.max(0, ...tallies.map((tally) => tally.mostUnstoredBatches)),
  };
}
