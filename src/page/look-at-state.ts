/** The stored state as a page shows it. */

import { parseState } from '../engine/parse-state.ts';
import { EMPTY_STATE, type State } from '../engine/state.ts';
import type { StateStore } from '../engine/walls.ts';

const TIMEOUT_MS = 5_000;

export type Look =
  | { readonly status: 'state'; readonly state: State }
  | { readonly status: 'unreadable'; readonly reason: string };

/** Reads the state; an empty store is one before the first run. */
export async function lookAtState(store: StateStore): Promise<Look> {
  const read = await store.read(TIMEOUT_MS);
  if (read.status === 'failed') {
    return { status: 'unreadable', reason: `The state could not be read: ${read.reason}.` };
  }
  const parsed = parseState(read.document);
  if (parsed.status === 'broken') return { status: 'unreadable', reason: parsed.reason };
  return { status: 'state', state: parsed.status === 'first-run' ? EMPTY_STATE : parsed.state };
}
