/** Exports the logs after an id to one destination: pages into batches, batches into deliveries. */

import { createBatch } from './batch.ts';
import { createDeliveries, type DeliveriesParts } from './deliveries.ts';
import type { Ending } from './ending.ts';
import { createPageReader, type PageReaderParts, type Reading } from './page-reader.ts';
import type { DeliveryReport } from './report.ts';
import type { Log, LogRecord } from './walls.ts';

/** Before a longer pause than this, what has been read so far is sent. */
const MAX_PAUSE_WITH_UNSENT_MS = 1_000;

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
  const { source, destination, toRecord } = parts;
  const deliveries = createDeliveries(parts, after);
  const reader = createPageReader(parts, after, deliveries.signal);
  let truncatedRecords = 0;
  let batch = createBatch(destination.limits);
  let lastLog: Log | undefined;

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
    lastLog = log;
  }

  for await (const page of reader.pages()) {
    for (const log of page.logs) await add(log);
    if ((page.pauseMs ?? 0) > MAX_PAUSE_WITH_UNSENT_MS) await flush();
    if (deliveries.ending() !== undefined) break;
  }
  await flush();
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
