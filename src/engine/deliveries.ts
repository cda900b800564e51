/** Sends batches, several at a time, and moves the stored checkpoint behind them. */

import { createCondition } from './condition.ts';
import { defectEnding } from './defect.ts';
import { type Ending, endingOf } from './ending.ts';
import { createLedger, type Ledger, type Stretch } from './ledger.ts';
import { retrying } from './retrying.ts';
import { type State, withTail } from './state.ts';
import type { UpdateOutcome } from './state-keeper.ts';
import type { TimeBudget } from './time-budget.ts';
import type { Clock, Destination, EncodedRecord, RandomSource } from './walls.ts';

/**
 * The most batches that are sent again when a run dies: those in flight and those accepted while
 * a state write is under way. The README promises this number.
 */
export const MAX_UNSTORED_BATCHES = 8;

/**
 * Only one until the first is accepted: behind a batch that fails in every run, the same three
 * others would otherwise be delivered in every run.
 */
const MAX_IN_FLIGHT_AT_FIRST = 1;
const MAX_IN_FLIGHT = 4;

export interface DeliveryCounts {
  batches: number;
  bytes: number;
  retries: number;
}

export interface Deliveries {
  readonly ledger: Ledger;
  readonly counts: Readonly<DeliveryCounts>;
  /** Aborted as soon as there is an ending. */
  readonly signal: AbortSignal;
  /** Why nothing more can be delivered; `undefined` while all goes well. */
  ending(): Ending | undefined;
  /** Begins the delivery of a batch as soon as there is room for one more. */
  send(batch: OutgoingBatch): Promise<void>;
  /** Begins nothing more, for a reason that lies elsewhere. */
  stop(ending: Ending): void;
  /** Resolves when nothing is under way any more; to be called when nothing more will be sent. */
  settle(): Promise<void>;
}

export interface OutgoingBatch {
  readonly records: readonly EncodedRecord[];
  readonly byteCount: number;
  readonly stretch: Stretch;
}

export interface DeliveriesParts {
  readonly destination: Destination;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly budget: TimeBudget;
  /** Whether this run still holds the lease, by its own clock. */
  readonly isLeaseValid: () => boolean;
  /** Writes a change of the state, and renews the lease with it. */
  readonly save: (change: (state: State) => State) => Promise<UpdateOutcome>;
}

const LEASE_EXPIRED: Ending = {
  outcome: 'stopped',
  reason: 'the lease ended before it could be renewed, so another run may have begun',
};

/** Makes the deliveries of one run to one destination, for the logs after an id. */
export function createDeliveries(parts: DeliveriesParts, after: string): Deliveries {
  const { destination, clock, random, budget, isLeaseValid, save } = parts;
  const ledger = createLedger(after);
  const counts: DeliveryCounts = { batches: 0, bytes: 0, retries: 0 };
  const condition = createCondition();
  const abort = new AbortController();
  let inFlight = 0;
  let isStoring = false;
  let isSettling = false;
  let firstEnding: Ending | undefined;

  function end(ending: Ending): void {
    firstEnding ??= ending;
    abort.abort();
    condition.changed();
  }

  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => end(defectEnding(error)));
  }

  async function handOver(records: readonly EncodedRecord[]) {
    const { deliverUntilMs: untilMs, attemptTimeoutMs } = budget;
    inFlight += 1;
    try {
      return await retrying(
        async (timeoutMs) =>
          isLeaseValid()
            ? destination.deliver(records, timeoutMs)
            : ({ status: 'lease-expired' } as const),
        { untilMs, attemptTimeoutMs, signal: abort.signal },
        clock,
        random,
      );
    } finally {
      inFlight -= 1;
    }
  }

  async function deliver({ records, byteCount, stretch }: OutgoingBatch): Promise<void> {
    const { outcome, retries, wasCutShort } = await handOver(records);
    counts.retries += retries;
    if (outcome.status === 'accepted') {
      counts.batches += 1;
      counts.bytes += byteCount;
      ledger.accept(stretch);
      storeProgress();
    } else if (outcome.status === 'lease-expired') {
      end(LEASE_EXPIRED);
    } else {
      end(endingOf(outcome, wasCutShort));
    }
  }

  function storeProgress(): void {
    if (isStoring) return;
    isStoring = true;
    inBackground(
      storeUntilNothingIsNew().finally(() => {
        isStoring = false;
        condition.changed();
      }),
    );
  }

  /** What is accepted last of all is stored by the run, together with its report. */
  function isLeftToTheRun(): boolean {
    return isSettling && inFlight === 0;
  }

  /** The checkpoint follows the accepted batches; sending goes on while it is being written. */
  async function storeUntilNothingIsNew(): Promise<void> {
    while (ledger.position() !== ledger.storedPosition() && !isLeftToTheRun()) {
      const position = ledger.position();
      const update = await save((state) => withTail(state, destination.kind, position));
      if (update.status !== 'written') {
        end(unsavedEnding(update));
        return;
      }
      ledger.store(position);
      condition.changed();
    }
  }

  return {
    ledger,
    counts,
    signal: abort.signal,
    ending: () => firstEnding,
    async send(batch) {
      const mostInFlight = () => (counts.batches === 0 ? MAX_IN_FLIGHT_AT_FIRST : MAX_IN_FLIGHT);
      const hasRoom = () =>
        inFlight < mostInFlight() && ledger.unstoredCount() < MAX_UNSTORED_BATCHES;
      await condition.until(() => firstEnding !== undefined || hasRoom());
      if (firstEnding !== undefined) return;
      if (clock.now() >= budget.deliverUntilMs) {
        end({ outcome: 'out-of-time' });
        return;
      }
      ledger.open(batch.stretch);
      inBackground(deliver(batch).finally(() => condition.changed()));
    },
    stop: end,
    async settle() {
      isSettling = true;
      await condition.until(() => inFlight === 0 && !isStoring);
    },
  };
}

/** The ending of a run whose state could not be written. */
export function unsavedEnding(update: Exclude<UpdateOutcome, { status: 'written' }>): Ending {
  const reason =
    update.status === 'lease-lost'
      ? 'another run took over the lease'
      : `the state could not be stored: ${update.reason}`;
  return { outcome: 'stopped', reason };
}
