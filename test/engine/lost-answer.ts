/** A store that does what it is asked, of which one answer gets lost. */

import type { State } from '../../src/engine/state.ts';
import { type SimulatedStore, stateIn, type World } from './simulation.ts';

export interface LostAnswer {
  /** Whether it was lost already. */
  isLost: boolean;
}

/** Lets the answer of the first write of a state that `isMeant` get lost, although it took effect. */
export function loseAnswer({ store }: World, isMeant: (state: State) => boolean): LostAnswer {
  const lost: LostAnswer = { isLost: false };
  const write = store.write;
  const forgetful: SimulatedStore['write'] = async (document, version, timeoutMs) => {
    const outcome = await write(document, version, timeoutMs);
    if (lost.isLost || outcome.status !== 'written' || !isMeant(stateIn(document))) return outcome;
    lost.isLost = true;
    return { status: 'failed', reason: 'the answer was lost', isTooLarge: false };
  };
  store.write = forgetful;
  return lost;
}
