/** Sends batches, several at a time, and moves the stored checkpoint behind them. */

import min from 'lodash/min';
import { MIN_BATCH_RECORDS } from './circuit-breaker.ts';
import { createCondition } from './condition.ts';
import { deadLetterOf, withDeadLetters } from './dead-letters.ts';
import { defectEnding } from './defect.ts';
import { type Ending, unsavedEnding } from './ending.ts';
import { type HandOverParts, handOver } from './hand-over.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { deliverPart, type Part, type PartHandlers } from './parts.ts';
import { createQuarantine, type Refused } from './quarantine.ts';
import type { SaveOutcome } from './run.ts';
import { type State, withTail } from './state.ts';
import { createTypeCounts } from './type-counts.ts';
import type { Vault } from './walls.ts';

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
  /** How many logs of which type were in accepted batches, of the most frequent; `undefined` without any. */
  types(): Readonly<Record<string, number>> | undefined;
  /** Aborted as soon as there is an ending. */
  readonly signal: AbortSignal;
  /** Why nothing more can be delivered; `undefined` while all goes well. */
  ending(): Ending | undefined;
  /** The size down to which a refused batch was divided before the run ended, without an answer. */
  unresolvedRecords(): number | undefined;
  /** Begins the delivery of a batch as soon as there is room for one more. */
  send(batch: Part): Promise<void>;
  /** Begins nothing more, for a reason that lies elsewhere. */
  stop(ending: Ending): void;
  /**
   * Resolves when nothing is under way any more; to be called when nothing more will be sent.
   * `isAllRead`: because nothing else is left, so that all was tried.
   */
  settle(isAllRead: boolean): Promise<void>;
}

/** Where the deliveries of a run begin, and what the runs before have found there. */
export interface DeliveryPlace {
  readonly after: string;
  /** The size down to which the last run divided a refused batch before it ended. */
  readonly unresolvedRecords: number | undefined;
  /** Records that were set aside since the destination last accepted something. */
  readonly refusedBefore: number;
}

export interface DeliveriesParts extends HandOverParts {
  readonly vault: Vault;
  /** How many more dead letters the state can hold. */
  readonly deadLetterRoom: number;
  /** Writes a change of the state, and renews the lease with it. */
  readonly save: (change: (state: State) => State) => Promise<SaveOutcome>;
}

/** Makes the deliveries of one run to one destination, for the logs after an id. */
export function createDeliveries(parts: DeliveriesParts, place: DeliveryPlace): Deliveries {
  const { destination, clock, budget, vault, save } = parts;
  const { after, unresolvedRecords: beginsWith, refusedBefore } = place;
  const ledger = createLedger(after);
  const quarantine = createQuarantine(parts.deadLetterRoom, refusedBefore);
  /** While refused records are searched for in so small batches, little can come again. */
  const isSearching = beginsWith !== undefined && beginsWith < MIN_BATCH_RECORDS;
  const counts: DeliveryCounts = { batches: 0, bytes: 0, retries: 0 };
  const typeCounts = createTypeCounts();
  const condition = createCondition();
  const abort = new AbortController();
  /** Batches whose delivery has begun and whose outcome is not yet noted. */
  let underWay = 0;
  let isStoring = false;
  let isSettling = false;
  let firstEnding: Ending | undefined;
  let unresolvedRecords: number | undefined;

  function end(ending: Ending): void {
    firstEnding ??= ending;
    abort.abort();
    condition.changed();
  }

  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => end(defectEnding(error)));
  }

  async function deliver(batch: Part): Promise<void> {
    const refused = quarantine.openBatch(batch.records.length);
    let smallestPart: number | undefined;
    const handlers: PartHandlers = {
      async handOver(records) {
        if (firstEnding !== undefined) return firstEnding;
        const handedOver = await handOver(parts, records, abort.signal);
        if ('retries' in handedOver) counts.retries += handedOver.retries;
        return handedOver;
      },
      accepted(part) {
        quarantine.noteAcceptance();
        counts.batches += 1;
        counts.bytes += part.byteCount;
        ledger.accept(part.stretch);
        typeCounts.add(part.records);
        // The rest of the batch may take long, and this run may die before its end.
        if (part !== batch) storeProgress();
      },
      split(part, [first, second]) {
        smallestPart = first.records.length;
        ledger.split(part.stretch, [first.stretch, second.stretch]);
      },
      refusedAlone(part, reason) {
        ledger.hold(part.stretch);
        return refused.refuse({ part, reason });
      },
    };
    const ending = await deliverPart(batch, handlers);
    refused.close(ending);
    setAside(quarantine.release());
    if (ending === undefined) return;
    unresolvedRecords = min([unresolvedRecords, smallestPart]);
    end(ending);
  }

  function setAside(refused: readonly Refused[]): void {
    for (const { part, reason } of refused) {
      const { record, stretch } = part;
      const letter = deadLetterOf(record, destination.kind, reason, clock.now(), vault);
      ledger.setAside(stretch, letter);
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
    return isSettling && underWay === 0;
  }

  /** The checkpoint follows the accepted batches; sending goes on while it is being written. */
  async function storeUntilNothingIsNew(): Promise<void> {
    for (;;) {
      const progress = ledger.progress();
      if (progress === undefined || isLeftToTheRun()) return;
      const { position, deadLetters } = progress;
      const saved = await save((state) =>
        withDeadLetters(withTail(state, destination.kind, position), deadLetters),
      );
      // What an administrator overrules is written all the same.
      if (saved.status === 'written' || saved.status === 'overruled') ledger.store(progress);
      if (saved.status !== 'written') {
        end(unsavedEnding(saved));
        return;
      }
      condition.changed();
    }
  }

  return {
    ledger,
    counts,
    types: () => typeCounts.mostFrequent(),
    signal: abort.signal,
    ending: () => firstEnding,
    // In smaller batches it would not be noticed that too many are refused.
    unresolvedRecords: () =>
      quarantine.isCauseElsewhere() ? MIN_BATCH_RECORDS : unresolvedRecords,
    async send(batch) {
      const mostUnderWay = () =>
        counts.batches > 0 || isSearching ? MAX_IN_FLIGHT : MAX_IN_FLIGHT_AT_FIRST;
      const hasRoom = () =>
        underWay < mostUnderWay() && ledger.unstoredCount() < MAX_UNSTORED_BATCHES;
      await condition.until(() => firstEnding !== undefined || hasRoom());
      if (firstEnding !== undefined) return;
      if (clock.now() >= budget.deliverUntilMs) {
        end({ outcome: 'out-of-time' });
        return;
      }
      ledger.open(batch.stretch);
      underWay += 1;
      inBackground(
        deliver(batch).finally(() => {
          underWay -= 1;
          storeProgress();
          condition.changed();
        }),
      );
    },
    stop: end,
    async settle(isAllRead) {
      isSettling = true;
      await condition.until(() => underWay === 0 && !isStoring);
      const isTimeOver = firstEnding === undefined || firstEnding.outcome === 'out-of-time';
      if (firstEnding === undefined && isAllRead) setAside(quarantine.releaseAll());
      else if (isTimeOver && beginsWith === 1)
        firstEnding = quarantine.endingOfNothing() ?? firstEnding;
    },
  };
}
