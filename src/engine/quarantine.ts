/** Holds records that were refused alone until it is clear that the fault is theirs. */

import { isSystemic, systemicEnding } from './circuit-breaker.ts';
import { MAX_DEAD_LETTERS } from './dead-letters.ts';
import type { Ending } from './ending.ts';
import type { SinglePart } from './parts.ts';

export interface Refused {
  readonly part: SinglePart;
  readonly reason: string;
}

/** What was refused of one batch. */
export interface BatchQuarantine {
  /** Notes a record; answers with an ending when that is too much for single records to be at fault. */
  refuse(refused: Refused): Ending | undefined;
  /** Notes that the delivery of the batch is over. */
  close(ending: Ending | undefined): void;
}

export interface Quarantine {
  openBatch(batchRecords: number): BatchQuarantine;
  /** What may be set aside: of batches that are over, unless the cause lies elsewhere; each once. */
  release(): readonly Refused[];
}

const NO_ROOM: Ending = {
  outcome: 'stopped',
  reason:
    `${MAX_DEAD_LETTERS} dead letters are stored, and no more fit: another record was refused, ` +
    'and passing over it would lose it. Replay or discard dead letters',
};

/** Makes the quarantine of one run, in whose state so many more dead letters fit. */
export function createQuarantine(room: number): Quarantine {
  let inRun = 0;
  let isCauseElsewhere = false;
  let judged: Refused[] = [];
  return {
    openBatch(batchRecords) {
      const held: Refused[] = [];
      return {
        refuse(refused) {
          inRun += 1;
          const counts = { inBatch: held.length + 1, batchRecords, inRun };
          if (isSystemic(counts)) {
            isCauseElsewhere = true;
            return systemicEnding(counts, refused.reason);
          }
          if (inRun > room) return NO_ROOM;
          held.push(refused);
          return undefined;
        },
        close(ending) {
          if (ending?.outcome !== 'misconfigured') judged.push(...held);
        },
      };
    },
    release() {
      if (isCauseElsewhere) return [];
      const released = judged;
      judged = [];
      return released;
    },
  };
}
