/** How an administrator's request reaches the state, whether a run is under way or not. */

import * as v from 'valibot';
import { isHeld } from './lease.ts';
import { parseState } from './parse-state.ts';
import { type AdministratorRequest, obey } from './requests.ts';
import { EMPTY_STATE } from './state.ts';
import { trimState } from './state-budget.ts';
import * as schemas from './state-schemas.ts';
import type { Clock, StateStore } from './walls.ts';

/** A run that catches up writes all the time; by then it has surely left a gap, or ended. */
const GIVE_UP_AFTER_MS = 25_000;
const RETRY_DELAY_MS = 100;

/** What waits must fit the document together with everything else. */
const MAX_WAITING_BYTES = 30_000;

const TIMEOUT_MS = 5_000;

export type AskOutcome =
  | { readonly status: 'done' }
  /** A run is under way; it obeys when it next writes the state, and the next run that exports at the latest. */
  | { readonly status: 'waiting' }
  | { readonly status: 'failed'; readonly reason: string };

/** Does what an administrator asks, or leaves it to the run that is under way; never rejects. */
export async function ask(
  store: StateStore,
  clock: Clock,
  request: AdministratorRequest,
): Promise<AskOutcome> {
  if (!v.is(schemas.request, request)) return failed('what was asked for cannot be stored');
  const giveUpAtMs = clock.now() + GIVE_UP_AFTER_MS;
  while (clock.now() < giveUpAtMs) {
    const outcome = await askOnce(store, clock, request);
    if (outcome.status !== 'conflict') return outcome;
    await clock.sleep(RETRY_DELAY_MS);
  }
  return failed('the state is being changed by somebody else all the time; try again');
}

async function askOnce(
  store: StateStore,
  clock: Clock,
  request: AdministratorRequest,
): Promise<AskOutcome | { readonly status: 'conflict' }> {
  const read = await store.read(TIMEOUT_MS);
  if (read.status === 'failed') return failed(`the state could not be read: ${read.reason}`);
  const parsed = parseState(read.document);
  if (parsed.status === 'broken') return failed(parsed.reason);
  const state = parsed.status === 'first-run' ? EMPTY_STATE : parsed.state;
  const asked = { ...state, requests: [...state.requests, request] };
  const isUnderWay = isHeld(state.lease, clock.now());
  if (isUnderWay && Buffer.byteLength(JSON.stringify(asked.requests)) > MAX_WAITING_BYTES) {
    return failed('a run is under way, and too much is waiting for its end; try again after it');
  }
  const changed = trimState(isUnderWay ? asked : obey(asked));
  const write = await store.write(changed, read.version, TIMEOUT_MS);
  if (write.status === 'written') return { status: isUnderWay ? 'waiting' : 'done' };
  if (write.status === 'conflict') return write;
  return failed(`the state could not be stored: ${write.reason}`);
}

function failed(reason: string): AskOutcome {
  return { status: 'failed', reason };
}
