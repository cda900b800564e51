/** The real time. */

import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './engine/walls.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(durationMs, signal) {
    // The only way in which the wait rejects is the abort, after which nothing is waited for.
    await wait(Math.max(0, durationMs), undefined, signal === undefined ? {} : { signal }).catch(
      () => undefined,
    );
  },
  turn: () => turn(),
};
