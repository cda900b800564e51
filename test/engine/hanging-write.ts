/** A store of which one write gets no answer. */

import type { SimulatedStore, World } from './simulation.ts';
import { stateIn } from './simulation.ts';

export interface HangingWrite {
  /** When it was asked for; `undefined` before. */
  atMs: number | undefined;
}

/**
 * Lets the first write of progress at or after a time hang until its time-out. What it should have
 * written is there afterwards if it `takesEffect`.
 */
export function hangWriteAt(
  { store, clock }: World,
  fromMs: number,
  takesEffect: boolean,
): HangingWrite {
  const hanging: HangingWrite = { atMs: undefined };
  const write = store.write;
  const isProgress = (document: unknown) => stateIn(document).lease !== null;
  const hang: SimulatedStore['write'] = async (document, version, timeoutMs) => {
    if (hanging.atMs !== undefined || clock.now() < fromMs || !isProgress(document)) {
      return write(document, version, timeoutMs);
    }
    hanging.atMs = clock.now();
    const endsAtMs = clock.now() + timeoutMs;
    if (takesEffect) await write(document, version, timeoutMs);
    await clock.sleep(endsAtMs - clock.now());
    return { status: 'failed', reason: 'no answer in time', isTooLarge: false };
  };
  store.write = hang;
  return hanging;
}
