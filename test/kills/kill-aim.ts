/** Chooses the instants of kills, so that they fall all over a run however fast the machine is. */

import type { Random } from '../../src/sandbox/random.ts';

/** Where in the life of a run a kill fell. */
export type Hit = 'before-run' | 'during-run' | 'after-run';

export interface KillAim {
  /** How long after its call the next process is killed. */
  nextMs(): number;
  /** Corrects the notion of how long a run takes; `runMs` when it was answered before the kill. */
  learn(hit: Hit, killedAfterMs: number, runMs: number | undefined): void;
}

/** Of a run, that is: a fifth of the kills falls behind its end. */
const REACH = 1.25;
const PARTS = 10;
const FIRST_GUESS_MS = 800;
/** A process that has not even taken the lease by then is slower than was thought. */
const LATE_SHARE = 0.4;
const GROWTH = 1.5;

/** Ten kills in a row fall into ten different tenths of the reach, so that a short campaign is a fair one too. */
export function createKillAim(chance: Random): KillAim {
  let expectedMs = FIRST_GUESS_MS;
  let partsLeft: number[] = [];
  return {
    nextMs() {
      if (partsLeft.length === 0) partsLeft = Array.from({ length: PARTS }, (_, part) => part);
      const part = chance.pick(partsLeft);
      partsLeft = partsLeft.filter((other) => other !== part);
      return (expectedMs * REACH * (part + chance.unit())) / PARTS;
    },
    learn(hit, killedAfterMs, runMs) {
      if (runMs !== undefined) expectedMs = (expectedMs + runMs) / 2;
      else if (hit === 'before-run' && killedAfterMs > LATE_SHARE * expectedMs) {
        expectedMs *= GROWTH;
      } else expectedMs = Math.max(expectedMs, killedAfterMs * REACH);
    },
  };
}
