/** What one run did: the report that ends every run. */

import type { DestinationKind } from './walls.ts';

export type Trigger = 'schedule' | 'administrator' | 'command-line';

/** How a run began. */
export interface Start {
  readonly trigger: Trigger;
  /** Who began it, when that was a person. */
  readonly by?: string;
}

/** How a run ended. */
export type RunOutcome = 'caught-up' | 'out-of-time' | 'rate-limited' | 'stopped' | 'misconfigured';

/** What one destination got during a run. */
export interface DeliveryReport {
  readonly destination: DestinationKind;
  /** The logs in accepted batches, up to the first batch that was not accepted. */
  readonly logs: number;
  readonly batches: number;
  /** UTF-8 bytes in accepted batches. */
  readonly bytes: number;
  /** Attempts that had to be repeated. */
  readonly retries: number;
  /** Records in which something was shortened to fit the destination. */
  readonly truncatedRecords: number;
  /** Records that the destination refused on their own and that were set aside. */
  readonly deadLetters?: number;
  /** How many logs of which type were in accepted batches; the most frequent types only. */
  readonly types?: Readonly<Record<string, number>>;
  /** The size down to which a refused batch was divided before the run ended; the next run begins with it. */
  readonly unresolvedRecords?: number;
  /** The id that the next run continues after. */
  readonly checkpoint: string;
  /** How it ended for this destination; absent when it was the only one, so that this is the run's. */
  readonly fate?: Fate;
}

/** How a run ended for one of several destinations, as the report says of the run. */
export interface Fate {
  readonly outcome: RunOutcome;
  /** Why it stopped, or what a person has to put right. */
  readonly reason?: string;
  readonly lagMs?: number;
  readonly lastExportedAtMs?: number;
  /** Logs may be missing there. */
  readonly hasGap?: true;
}

export interface RunReport {
  readonly runId: string;
  readonly trigger: Trigger;
  /** Who began it, when that was a person. */
  readonly by?: string;
  /** What was done, unless it was the export of new logs. */
  readonly work?: 'replay';
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly outcome: RunOutcome;
  /** Why the run stopped, in a sentence. */
  readonly reason?: string;
  /** What a person has to put right, each in a sentence. */
  readonly problems?: readonly string[];
  /** What a person should know although the run went on. */
  readonly warnings?: readonly string[];
  readonly pages: number;
  /** Requests for a page that had to be repeated. */
  readonly pageRetries: number;
  readonly deliveries: readonly DeliveryReport[];
  /** 0 when the last look at Auth0 found nothing left to export, else the age of the last exported log at that look. */
  readonly lagMs?: number;
  /** When the last exported log happened. */
  readonly lastExportedAtMs?: number;
  /** About how many logs a run of the full time budget can carry at the speed of this one. */
  readonly capacityLogs?: number;
}
