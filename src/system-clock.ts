/** The real time. */

import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './engine/walls.ts';

/**
 * Makes the clock for one run. It begins at the system's time and goes on evenly from there: were
 * the system's clock set back meanwhile, a deadline or a lease would be longer than it should.
 */
export function createSystemClock(): Clock {
  const startedAtMs = Date.now() - performance.now();
  return {
    now: () => Math.round(startedAtMs + performance.now()),
    async sleep(durationMs, signal) {
      // The only way in which the wait rejects is the abort, after which nothing is waited for.
      await wait(Math.max(0, durationMs), undefined, signal === undefined ? {} : { signal }).catch(
        () => undefined,
      );
    },
    turn: () => turn(),
  };
}
