/** Holds records that were refused alone until it is clear that the fault is theirs. */

import { isSystemic, nothingAcceptedEnding, systemicEnding } from './circuit-breaker.ts';
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
  /** Notes that the destination accepts something, so that what it refuses is the fault of the records. */
  noteAcceptance(): void;
  /** What may be set aside: of batches that are over, once something was accepted; each once. */
  release(): readonly Refused[];
  /** The same when nothing else is left to be tried. */
  releaseAll(): readonly Refused[];
  /** Whether so many were refused that the records are not at fault. */
  isCauseElsewhere(): boolean;
  /** The ending of a run in which nothing was accepted; `undefined` when nothing is held either. */
  endingOfNothing(): Ending | undefined;
}

const NO_ROOM: Ending = {
  outcome: 'stopped',
  reason:
    `So many dead letters are stored that no more fit (${MAX_DEAD_LETTERS} of a destination, half of that of each of two): ` +
    'another record was refused, and passing over it would lose it. Replay or discard dead letters',
};

/**
 * Makes the quarantine of one run. `room`: so many more dead letters fit the state.
 * `refusedBefore`: so many were set aside by the runs before since something was accepted.
 */
export function createQuarantine(room: number, refusedBefore: number): Quarantine {
  let inRun = 0;
  let isAnythingAccepted = false;
  let isCauseElsewhere = false;
  let judged: Refused[] = [];

  function releaseAll(): readonly Refused[] {
    const released = judged;
    judged = [];
    return isCauseElsewhere ? [] : released;
  }

  return {
    openBatch(batchRecords) {
      const held: Refused[] = [];
      return {
        refuse(refused) {
          inRun += 1;
          const before = isAnythingAccepted ? 0 : refusedBefore;
          const counts = { inBatch: held.length + 1, batchRecords, inRun: before + inRun };
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
    noteAcceptance() {
      isAnythingAccepted = true;
    },
    release: () => (isAnythingAccepted ? releaseAll() : []),
    releaseAll,
    isCauseElsewhere: () => isCauseElsewhere,
    endingOfNothing() {
      const [first] = judged;
      if (first === undefined || isAnythingAccepted) return undefined;
      const count = judged.length;
      judged = [];
      return nothingAcceptedEnding(count, first.reason);
    },
  };
}
