/** Exports the logs after an id to one destination: pages into batches, batches into deliveries. */

import { createBatch } from './batch.ts';
import { defectEnding } from './defect.ts';
import { createDeliveries, type DeliveriesParts } from './deliveries.ts';
import type { Ending } from './ending.ts';
import { createPageReader, type PageReaderParts, type Reading } from './page-reader.ts';
import type { DeliveryReport } from './report.ts';
import type { Log, LogRecord } from './walls.ts';

export interface ExportParts extends DeliveriesParts, PageReaderParts {
  readonly toRecord: (log: Log) => LogRecord;
}

export interface ExportResult {
  readonly ending: Ending;
  readonly reading: Reading;
  readonly delivery: DeliveryReport;
  /** When the last log happened that was exported, without a gap before it. */
  readonly lastLogAtMs: number | undefined;
}

/**
 * Reads on until nothing is left, the time is over, or something ends the export. The checkpoint
 * of the destination is stored as it goes.
 */
export async function exportLogs(parts: ExportParts, after: string): Promise<ExportResult> {
  const { source, destination, toRecord, clock, budget } = parts;
  const deliveries = createDeliveries(parts, after);
  const reader = createPageReader(parts, after, deliveries.signal);
  let truncatedRecords = 0;
  let batch = createBatch(destination.limits);
  let lastLog: Log | undefined;
  let unsentSinceMs = 0;

  async function flush(): Promise<void> {
    if (lastLog === undefined) return;
    const { records, byteCount } = batch;
    const lastLogAtMs = source.timeOf(lastLog);
    const stretch = { through: lastLog.log_id, logs: records.length, lastLogAtMs };
    batch = createBatch(destination.limits);
    lastLog = undefined;
    await deliveries.send({ records, byteCount, stretch });
  }

  async function add(log: Log): Promise<void> {
    const record = destination.encode(toRecord(log));
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
  await deliveries.settle();

  const { ledger, counts } = deliveries;
  return {
    ending: deliveries.ending() ?? reader.ending() ?? { outcome: 'out-of-time' },
    reading: reader.reading(),
    delivery: {
      destination: destination.kind,
      logs: ledger.acceptedLogs(),
      ...counts,
      truncatedRecords,
      checkpoint: ledger.position(),
    },
    lastLogAtMs: ledger.lastLogAtMs(),
  };
}
