/** Encoded records for tests of what is sent. */

import type { EncodedRecord } from '../../src/engine/walls.ts';

export function encoded(record: Readonly<Record<string, unknown>>): EncodedRecord {
  const bytes = Buffer.from(JSON.stringify(record));
  return {
    logId: String(record['log_id']),
    logType: String(record['type'] ?? ''),
    bytes,
    isTruncated: false,
  };
}
