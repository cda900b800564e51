/** How long until logs that wait are deleted at Auth0, before they are exported. */

import { durationWords } from '../words/duration.ts';
import { isTime } from '../words/time.ts';
import type { Tone } from '../words/tone.ts';

export interface RetentionFacts {
  /** When the oldest log happened that Auth0 still has. */
  readonly oldestRetainedAtMs: number | undefined;
  /** Up to when everything is exported. */
  readonly frontierMs: number;
  /** How many milliseconds of logs are exported in a millisecond; unknown counts as none. */
  readonly speed: number | undefined;
  readonly nowMs: number;
}

export interface RetentionOutlook {
  /** `good`: what waits is exported long before it is deleted; `bad`: logs are being lost. */
  readonly tone: Tone;
  readonly sentence: string;
}

const DAY_MS = 24 * 3_600_000;
const NEAR_SHARE = 1 / 4;

/**
 * Auth0 deletes logs of a fixed age, so the edge of deletion moves as fast as time. It reaches the
 * last exported log unless the export moves as fast. A tenant younger than its retention deletes
 * nothing yet, and so has longer than this says. `undefined` when nothing waits, or it is not known.
 */
export function retentionOutlook(facts: RetentionFacts): RetentionOutlook | undefined {
  const { oldestRetainedAtMs, frontierMs, speed, nowMs } = facts;
  if (!isTime(oldestRetainedAtMs) || oldestRetainedAtMs > nowMs || frontierMs >= nowMs) {
    return undefined;
  }
  // A log that is retained still and was exported, is not lost.
  const aheadMs = frontierMs - oldestRetainedAtMs;
  if (aheadMs < 0) {
    return {
      tone: 'bad',
      sentence: `Logs are being lost now: Auth0 has already deleted logs that were not exported, up to ${durationWords(-aheadMs)} of them.`,
    };
  }
  if (speed !== undefined && speed >= 1) {
    return {
      tone: 'good',
      sentence: 'The export is at least as fast as Auth0 deletes old logs: none is lost.',
    };
  }
  const inMs = aheadMs / (1 - (speed ?? 0));
  const isNear = inMs < DAY_MS || inMs < (nowMs - oldestRetainedAtMs) * NEAR_SHARE;
  const condition = speed === undefined ? 'If the export does not go on' : 'At the present speed';
  return {
    tone: isNear ? 'warning' : 'good',
    sentence: `${condition}, Auth0 begins to delete logs that are not exported yet in about ${durationWords(inMs)}.`,
  };
}
