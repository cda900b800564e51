/** How an administrator's request reaches the state, whether a run is under way or not. */

import * as v from 'valibot';
import { isHeld } from './lease.ts';
import { parseState } from './parse-state.ts';
import { type AdministratorRequest, obey } from './requests.ts';
import { EMPTY_STATE } from './state.ts';
import { LAST_TRIM_LEVEL } from './state-budget.ts';
import * as schemas from './state-schemas.ts';
import { writeTrimmed } from './trimmed-write.ts';
import type { Clock, StateStore } from './walls.ts';

/** A run that catches up writes all the time; by then it has surely left a gap, or ended. */
const GIVE_UP_AFTER_MS = 25_000;
const RETRY_DELAY_MS = 100;

/** What waits must fit the document together with everything else; notes leave room for the rest. */
const MAX_WAITING_BYTES = 30_000;
const MAX_WAITING_NOTE_BYTES = 20_000;

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
  // As it will be read again: with the name and the note cut to their lengths.
  const storable = v.safeParse(schemas.request, request);
  if (!storable.success) return failed('what was asked for cannot be stored');
  const giveUpAtMs = clock.now() + GIVE_UP_AFTER_MS;
  while (clock.now() < giveUpAtMs) {
    const outcome = await askOnce(store, clock, storable.output);
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
  const isNote = request.kind === 'note';
  const maxWaitingBytes = isNote ? MAX_WAITING_NOTE_BYTES : MAX_WAITING_BYTES;
  if (isUnderWay && Buffer.byteLength(JSON.stringify(asked.requests)) > maxWaitingBytes) {
    return failed('a run is under way, and too much is waiting for its end; try again after it');
  }
  const { write } = await writeTrimmed(
    (document) => store.write(document, read.version, TIMEOUT_MS),
    isUnderWay ? asked : obey(asked),
    0,
    // Nothing is given up for a note.
    isNote ? 0 : LAST_TRIM_LEVEL,
  );
  if (write.status === 'written') return { status: isUnderWay ? 'waiting' : 'done' };
  if (write.status === 'conflict') return write;
  return failed(`the state could not be stored: ${write.reason}`);
}

function failed(reason: string): AskOutcome {
  return { status: 'failed', reason };
}
