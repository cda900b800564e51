/** Exports the logs after an id to one destination: pages into batches, batches into deliveries. */

import { createBatch } from './batch.ts';
import type { DeadLetter } from './dead-letters.ts';
import { defectEnding } from './defect.ts';
import { createDeliveries, type DeliveriesParts, type DeliveryPlace } from './deliveries.ts';
import { encodeLog } from './encode-log.ts';
import type { Ending } from './ending.ts';
import { createPageReader, type PageReaderParts, type Place, type Reading } from './page-reader.ts';
import type { DeliveryReport } from './report.ts';
import type { SaveOutcome } from './run.ts';
import type { State } from './state.ts';
import type { BatchLimits, Log, LogRecord } from './walls.ts';
import { withWarnings } from './warnings.ts';

export interface ExportParts extends DeliveriesParts, PageReaderParts {
  readonly toRecord: (log: Log) => LogRecord;
}

export interface ExportPlace extends Place, DeliveryPlace {}

export interface ExportResult {
  readonly ending: Ending;
  readonly reading: Reading;
  readonly delivery: DeliveryReport;
  /** The dead letters that the state must hold before the checkpoint may move as far as the report says. */
  readonly deadLetters: readonly DeadLetter[];
  /** When the last log happened that was exported, without a gap before it. */
  readonly lastLogAtMs: number | undefined;
}

/**
 * Reads on until nothing is left, the time is over, or something ends the export. The checkpoint
 * of the destination is stored as it goes.
 */
export async function exportLogs(parts: ExportParts, place: ExportPlace): Promise<ExportResult> {
  const { unresolvedRecords } = place;
  const { source, destination, toRecord, clock, budget } = parts;
  const deliveries = createDeliveries({ ...parts, save }, place);
  const reader = createPageReader(parts, place, deliveries.signal);
  let truncatedRecords = 0;
  let batch = createBatch(batchLimits());
  let lastLog: Log | undefined;
  let unsentSinceMs = 0;

  /** What could not be divided to the end in one run is gone on with in the next, until something is accepted. */
  function batchLimits(): BatchLimits {
    const { limits } = destination;
    if (unresolvedRecords === undefined || deliveries.counts.batches > 0) return limits;
    return { ...limits, maxBatchRecords: Math.min(limits.maxBatchRecords, unresolvedRecords) };
  }

  /** The size to go on with, if the run ended before a refused batch was divided to the end. */
  function stillUnresolved(): number | undefined {
    const kept = deliveries.counts.batches === 0 ? unresolvedRecords : undefined;
    return deliveries.unresolvedRecords() ?? kept;
  }

  /** A warning is stored with the first checkpoint past its cause: this run may die before its report. */
  function save(change: (state: State) => State): Promise<SaveOutcome> {
    const { warnings } = reader.reading();
    return parts.save((state) => {
      const unreportedWarnings = withWarnings(state.unreportedWarnings, warnings);
      return { ...change(state), unreportedWarnings };
    });
  }

  async function flush(): Promise<void> {
    if (lastLog === undefined) return;
    const { records, byteCount } = batch;
    const lastLogAtMs = source.timeOf(lastLog);
    const stretch = { through: lastLog.log_id, logs: records.length, lastLogAtMs };
    batch = createBatch(batchLimits());
    lastLog = undefined;
    await deliveries.send({ records, byteCount, stretch });
  }

  async function add(log: Log): Promise<void> {
    const record = encodeLog(log, toRecord, destination);
    if (record.isTruncated) truncatedRecords += 1;
    if (!batch.tryAdd(record)) {
      await flush();
      batch.tryAdd(record);
    }
    if (lastLog === undefined) unsentSinceMs = clock.now();
    lastLog = log;
    if (batch.isFull) await flush();
  }

  async function exportPages(): Promise<void> {
    for await (const page of reader.pages()) {
      for (const log of page.logs) await add(log);
      const willWaitUntilMs = clock.now() + (page.pauseMs ?? 0);
      if (willWaitUntilMs - unsentSinceMs > budget.maxUnsentMs) await flush();
      if (deliveries.ending() !== undefined) return;
    }
    await flush();
  }

  await exportPages().catch((error: unknown) => deliveries.stop(defectEnding(error)));
  // A defect is this destination's own: another one goes on.
  await deliveries
    .settle(reader.ending()?.outcome === 'caught-up')
    .catch((error: unknown) => deliveries.stop(defectEnding(error)));

  const { ledger, counts } = deliveries;
  const unresolved = stillUnresolved();
  const types = deliveries.types();
  return {
    ending: deliveries.ending() ?? reader.ending() ?? { outcome: 'out-of-time' },
    reading: reader.reading(),
    delivery: {
      destination: destination.kind,
      logs: ledger.acceptedLogs(),
      ...counts,
      truncatedRecords,
      ...(ledger.setAsideLogs() === 0 ? {} : { deadLetters: ledger.setAsideLogs() }),
      ...(types === undefined ? {} : { types }),
      ...(unresolved === undefined ? {} : { unresolvedRecords: unresolved }),
      checkpoint: ledger.position(),
    },
    deadLetters: ledger.progress()?.deadLetters ?? [],
    lastLogAtMs: ledger.lastLogAtMs(),
  };
}
