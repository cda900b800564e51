/** Hands the dead letters of one destination over once more. */

import { createBatch } from './batch.ts';
import {
  type DeadLetter,
  type DeadLetterName,
  shortReason,
  withoutDeadLetters,
} from './dead-letters.ts';
import { encodeLog } from './encode-log.ts';
import { type Ending, endingOf, unsavedEnding } from './ending.ts';
import { handOver } from './hand-over.ts';
import { deliverPart, type PartHandlers } from './parts.ts';
import type { DeliveryReport } from './report.ts';
import { retrying } from './retrying.ts';
import type { HeldRun } from './run.ts';
import { tailOf } from './state.ts';
import { createTypeCounts } from './type-counts.ts';
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
  /** Those that were refused again, or whose log could not be read: they go to the end of the list. */
  readonly waiting: readonly DeadLetter[];
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
  const typeCounts = createTypeCounts();
  const accepted: DeadLetterName[] = [];
  const waiting: DeadLetter[] = [];
  let truncatedRecords = 0;
  let refused = 0;
  let unread: Ending | undefined;
  let gone = 0;
  let batch = createBatch(destination.limits);

  /** The record of a dead letter, `gone`, or the ending that kept it from being read. */
  async function recordOf(letter: DeadLetter): Promise<EncodedRecord | 'gone' | Ending> {
    const bytes = letter.content === undefined ? undefined : vault.unlock(letter.content);
    const { logId, logType } = letter;
    if (bytes !== undefined) return { logId, logType, bytes, isTruncated: false };
    const { outcome, wasCutShort } = await retrying(
      (timeoutMs) => source.fetchLog(logId, timeoutMs),
      // Not longer, because the fault may be that of one log alone.
      {
        untilMs: Math.min(budget.fetchUntilMs, clock.now() + budget.attemptTimeoutMs),
        attemptTimeoutMs: budget.attemptTimeoutMs,
        signal: never,
      },
      clock,
      random,
    );
    if (outcome.status === 'log') return encodeLog(outcome.log, parts.toRecord, destination);
    return outcome.status === 'gone' ? 'gone' : endingOf(outcome, wasCutShort);
  }

  const handlers: PartHandlers = {
    async handOver(records) {
      const handedOver = await handOver({ ...parts, ...held, destination }, records, never);
      if ('retries' in handedOver) counts.retries += handedOver.retries;
      return handedOver;
    },
    accepted({ records, byteCount }) {
      counts.batches += 1;
      counts.bytes += byteCount;
      accepted.push(...records.map(({ logId }) => ({ logId, destination: destination.kind })));
      typeCounts.add(records);
    },
    split: () => {},
    refusedAlone({ record: { logId } }, reason) {
      refused += 1;
      const letter = letters.find((candidate) => candidate.logId === logId);
      if (letter !== undefined) {
        waiting.push({ ...letter, reason: shortReason(reason), refusedAtMs: clock.now() });
      }
      return undefined;
    },
  };

  async function flush(): Promise<Ending | undefined> {
    const { records, byteCount } = batch;
    const last = records.at(-1);
    if (last === undefined) return undefined;
    batch = createBatch(destination.limits);
    const stretch = { through: last.logId, logs: records.length, lastLogAtMs: undefined };
    const ending = await deliverPart({ records, byteCount, stretch }, handlers);
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
    if (!('outcome' in record)) return add(record);
    // What was read before it is still delivered.
    if (record.outcome !== 'stopped') return (await flush()) ?? record;
    // One log that cannot be read must not keep the others waiting, now or next time.
    unread ??= record;
    waiting.push(letter);
    return undefined;
  }

  async function replayAll(): Promise<Ending | undefined> {
    for (const letter of letters) {
      const ending = await replayOne(letter);
      if (ending !== undefined) return ending;
    }
    return (await flush()) ?? unread;
  }

  const ending = (await replayAll()) ?? DONE;
  const types = typeCounts.mostFrequent();
  return {
    ending,
    report: {
      destination: destination.kind,
      logs: accepted.length,
      ...counts,
      truncatedRecords,
      ...(types === undefined ? {} : { types }),
      ...(refused === 0 ? {} : { deadLetters: refused }),
      checkpoint: tailOf(held.before, destination.kind) ?? '',
    },
    accepted,
    waiting,
    gone,
  };
}
