/** Hands the dead letters of one destination over once more. */

import { bodyBytes, createBatch } from './batch.ts';
import {
  type DeadLetter,
  type DeadLetterName,
  shortReason,
  withoutDeadLetters,
} from './dead-letters.ts';
import { type Ending, endingOf, unsavedEnding } from './ending.ts';
import { deliverPart, type PartHandlers } from './parts.ts';
import type { DeliveryReport } from './report.ts';
import { retrying } from './retrying.ts';
import type { HeldRun } from './run.ts';
import { tailOf } from './state.ts';
import type {
  Clock,
  Destination,
  EncodedRecord,
  Log,
  LogRecord,
  PageSource,
  RandomSource,
  Vault,
} from './walls.ts';

export interface ReplayParts {
  readonly source: PageSource;
  readonly toRecord: (log: Log) => LogRecord;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomSource;
}

const DONE: Ending = { outcome: 'caught-up' };

/** What became of the dead letters of one destination. */
export interface Replay {
  readonly ending: Ending;
  readonly report: DeliveryReport;
  readonly accepted: readonly DeadLetterName[];
  readonly refusedAgain: readonly DeadLetter[];
  /** Those without content whose log Auth0 no longer has. */
  readonly gone: number;
}

/** Replays until all are accepted or refused again, or something ends it; stores what was accepted as it goes. */
export async function replayTo(
  destination: Destination,
  letters: readonly DeadLetter[],
  parts: ReplayParts,
  held: HeldRun,
): Promise<Replay> {
  const { source, vault, clock, random } = parts;
  const { budget } = held;
  const never = new AbortController().signal;
  const counts = { batches: 0, bytes: 0, retries: 0 };
  const accepted: DeadLetterName[] = [];
  const refusedAgain: DeadLetter[] = [];
  let truncatedRecords = 0;
  let gone = 0;
  let batch = createBatch(destination.limits);

  /** The record of a dead letter, `gone`, or the ending that kept it from being read. */
  async function recordOf(letter: DeadLetter): Promise<EncodedRecord | 'gone' | Ending> {
    const bytes = letter.content === undefined ? undefined : vault.unlock(letter.content);
    const { logId, logType } = letter;
    if (bytes !== undefined) return { logId, logType, bytes, isTruncated: false };
    const { outcome, wasCutShort } = await retrying(
      (timeoutMs) => source.fetchLog(logId, timeoutMs),
      {
        untilMs: budget.fetchUntilMs,
        attemptTimeoutMs: budget.attemptTimeoutMs,
        signal: never,
      },
      clock,
      random,
    );
    if (outcome.status === 'log') return destination.encode(parts.toRecord(outcome.log));
    return outcome.status === 'gone' ? 'gone' : endingOf(outcome, wasCutShort);
  }

  const handlers: PartHandlers = {
    async handOver(records) {
      if (!held.isLeaseValid()) return unsavedEnding({ status: 'lease-lost' });
      const handedOver = await retrying(
        (timeoutMs) => destination.deliver(records, timeoutMs),
        {
          untilMs: budget.deliverUntilMs,
          attemptTimeoutMs: budget.attemptTimeoutMs,
          signal: never,
        },
        clock,
        random,
      );
      counts.retries += handedOver.retries;
      return handedOver;
    },
    accepted({ records, byteCount }) {
      counts.batches += 1;
      counts.bytes += byteCount;
      accepted.push(...records.map(({ logId }) => ({ logId, destination: destination.kind })));
    },
    split: () => {},
    refusedAlone({ record: { logId } }, reason) {
      const letter = letters.find((candidate) => candidate.logId === logId);
      if (letter !== undefined) {
        refusedAgain.push({ ...letter, reason: shortReason(reason), refusedAtMs: clock.now() });
      }
      return undefined;
    },
  };

  async function flush(): Promise<Ending | undefined> {
    const { records } = batch;
    const last = records.at(-1);
    if (last === undefined) return undefined;
    batch = createBatch(destination.limits);
    const stretch = { through: last.logId, logs: records.length, lastLogAtMs: undefined };
    const ending = await deliverPart({ records, byteCount: bodyBytes(records), stretch }, handlers);
    const saved = await held.save((state) => withoutDeadLetters(state, accepted));
    return saved.status === 'written' ? ending : unsavedEnding(saved);
  }

  async function add(record: EncodedRecord): Promise<Ending | undefined> {
    if (record.isTruncated) truncatedRecords += 1;
    if (batch.tryAdd(record)) return undefined;
    const ending = await flush();
    batch.tryAdd(record);
    return ending;
  }

  async function replayOne(letter: DeadLetter): Promise<Ending | undefined> {
    const record = await recordOf(letter);
    if (record === 'gone') {
      gone += 1;
      return undefined;
    }
    // What was read before it is still delivered.
    if ('outcome' in record) return (await flush()) ?? record;
    return add(record);
  }

  async function replayAll(): Promise<Ending | undefined> {
    for (const letter of letters) {
      const ending = await replayOne(letter);
      if (ending !== undefined) return ending;
    }
    return flush();
  }

  const ending = (await replayAll()) ?? DONE;
  return {
    ending,
    report: {
      destination: destination.kind,
      logs: accepted.length,
      ...counts,
      truncatedRecords,
      ...(refusedAgain.length === 0 ? {} : { deadLetters: refusedAgain.length }),
      checkpoint: tailOf(held.before, destination.kind) ?? '',
    },
    accepted,
    refusedAgain,
    gone,
  };
}
