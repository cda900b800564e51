/** What sends rows about the export itself, beside the logs. */

import type { DeliveryOutcome, LogRecord } from '../engine/walls.ts';

export interface RowSender {
  /** Hands one row over, once; answers within `timeoutMs`, never rejects. */
  deliverRow(row: LogRecord, timeoutMs: number): Promise<DeliveryOutcome>;
}
