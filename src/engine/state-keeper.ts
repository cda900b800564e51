/** Keeps the state in the store up to date, as long as this run holds the lease. */

import { parseState } from './parse-state.ts';
import { retrying } from './retrying.ts';
import { EMPTY_STATE, type State } from './state.ts';
import { trimState } from './state-budget.ts';
import type { Clock, RandomSource, RetryOutcome, StateStore } from './walls.ts';

/** More conflicts in a row than this cannot come from requests that arrive now and then. */
const MAX_CONFLICTS = 5;

const ATTEMPT_TIMEOUT_MS = 5_000;

export type UpdateOutcome =
  | { readonly status: 'written' }
  /** Somebody else holds the lease now: this run must not write any more. */
  | { readonly status: 'lease-lost' }
  | { readonly status: 'failed'; readonly reason: string };

export interface StateKeeper {
  /** The state as last written or read. */
  current(): State;
  /**
   * Writes what `change` makes of the state. When somebody else wrote meanwhile, the document is
   * read again and `change` is applied to that, so that nothing of theirs is overwritten. One
   * update follows the other.
   */
  update(change: (state: State) => State, untilMs: number): Promise<UpdateOutcome>;
}

export interface StateKeeperParts {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The name under which this run holds the lease. */
  readonly holder: string;
}

/** Makes a keeper that goes on from a document that was read. */
export function createStateKeeper(
  { store, clock, random, holder }: StateKeeperParts,
  read: { readonly state: State; readonly version: string | undefined },
): StateKeeper {
  let { state, version } = read;
  let lastUpdate: Promise<unknown> = Promise.resolve();
  const never = new AbortController().signal;

  async function readAgain(timeoutMs: number): Promise<UpdateOutcome | RetryOutcome | undefined> {
    const again = await store.read(timeoutMs);
    if (again.status === 'failed') return { status: 'retry', reason: again.reason };
    const parsed = parseState(again.document);
    if (parsed.status === 'broken') return { status: 'failed', reason: parsed.reason };
    const found = parsed.status === 'first-run' ? EMPTY_STATE : parsed.state;
    if (found.lease?.holder !== holder) return { status: 'lease-lost' };
    state = found;
    version = again.version;
    return undefined;
  }

  async function attempt(
    change: (state: State) => State,
    timeoutMs: number,
  ): Promise<UpdateOutcome | RetryOutcome> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const changed = trimState(change(state));
      const write = await store.write(changed, version, timeoutMs);
      if (write.status === 'written') {
        state = changed;
        version = write.version;
        return { status: 'written' };
      }
      if (write.status === 'failed') return { status: 'retry', reason: write.reason };
      const problem = await readAgain(timeoutMs);
      if (problem !== undefined) return problem;
    }
    return { status: 'failed', reason: 'the state is being changed by somebody else all the time' };
  }

  async function update(change: (state: State) => State, untilMs: number): Promise<UpdateOutcome> {
    const limits = { untilMs, attemptTimeoutMs: ATTEMPT_TIMEOUT_MS, signal: never };
    const { outcome } = await retrying<UpdateOutcome>(
      (timeoutMs) => attempt(change, timeoutMs),
      limits,
      clock,
      random,
    );
    return outcome.status === 'retry' ? { status: 'failed', reason: outcome.reason } : outcome;
  }

  return {
    current: () => state,
    update(change, untilMs) {
      const result = lastUpdate.then(() => update(change, untilMs));
      lastUpdate = result;
      return result;
    },
  };
}
