/** Ends the waiting for work that does not end by itself. */

import type { Clock } from './walls.ts';

/** What `work` resolves to, or what `otherwise` gives if that has not come by `untilMs`. */
export async function inTime<Value>(
  work: Promise<Value>,
  untilMs: number,
  otherwise: () => Value,
  clock: Clock,
): Promise<Value> {
  const done = new AbortController();
  const overtime = clock.sleep(untilMs - clock.now(), done.signal).then(otherwise);
  try {
    return await Promise.race([work, overtime]);
  } finally {
    done.abort();
  }
}
