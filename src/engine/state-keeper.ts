/** Keeps the state in the store up to date, as long as this run holds the lease. */

import { defectReason } from './defect.ts';
import { parseState } from './parse-state.ts';
import { retrying } from './retrying.ts';
import { runsOf, type State } from './state.ts';
import { writeTrimmed } from './trimmed-write.ts';
import type { Clock, RandomSource, RetryOutcome, StateStore } from './walls.ts';

/** More conflicts in a row than this cannot come from requests that arrive now and then. */
const MAX_CONFLICTS = 5;

const ATTEMPT_TIMEOUT_MS = 5_000;

export type UpdateOutcome =
  | { readonly status: 'written'; readonly state: State }
  /** Somebody else has changed the lease, or the whole document: this run must not write any more. */
  | { readonly status: 'lease-lost' }
  | { readonly status: 'failed'; readonly reason: string };

export interface StateKeeper {
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
  /** Once the document is another's, nothing is written any more, whatever the store would allow. */
  let isLost = false;
  /** How far documents have to be trimmed for this store. */
  let trimLevel = 0;
  const never = new AbortController().signal;

  /** The last write, which adds the report of this run, took effect although its answer was lost. */
  function hasEnded(stored: State): boolean {
    return runsOf(stored).some(({ runId }) => runId === holder);
  }

  async function readAgain(timeoutMs: number): Promise<UpdateOutcome | RetryOutcome | undefined> {
    const again = await store.read(timeoutMs);
    if (again.status === 'failed') return { status: 'retry', reason: again.reason };
    const parsed = parseState(again.document);
    if (parsed.status === 'parsed' && hasEnded(parsed.state)) {
      return { status: 'written', state: parsed.state };
    }
    if (parsed.status !== 'parsed' || parsed.state.lease?.holder !== holder) {
      isLost = true;
      return { status: 'lease-lost' };
    }
    state = parsed.state;
    version = again.version;
    return undefined;
  }

  async function attempt(
    change: (state: State) => State,
    timeoutMs: number,
  ): Promise<UpdateOutcome | RetryOutcome> {
    const endsAtMs = clock.now() + timeoutMs;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      if (isLost) return { status: 'lease-lost' };
      const { write, trimmed, level } = await writeTrimmed(
        (document) => store.write(document, version, endsAtMs - clock.now()),
        change(state),
        trimLevel,
      );
      trimLevel = level;
      if (write.status === 'written') {
        state = trimmed;
        version = write.version;
        return { status: 'written', state };
      }
      if (write.status === 'failed') return { status: 'retry', reason: write.reason };
      const problem = await readAgain(endsAtMs - clock.now());
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
    update(change, untilMs) {
      const result = lastUpdate
        .then(() => update(change, untilMs))
        .catch((error: unknown) => ({ status: 'failed', reason: defectReason(error) }) as const);
      lastUpdate = result;
      return result;
    },
  };
}
