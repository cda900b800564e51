/** Reads the records of an upload, or says why the service refuses them all. */

import { isUtf8 } from 'node:buffer';
import { type Answer, emptyAnswer } from '../http/answer.ts';
import { isObject, type JsonObject, parseJson } from '../http/json-input.ts';
import type { IngestionSettings } from './ingestion-settings.ts';
import { refusal } from './refusals.ts';

export type Upload =
  | { readonly isSound: true; readonly records: readonly JsonObject[] }
  | { readonly isSound: false; readonly answer: Answer };

const refused = (answer: Answer): Upload => ({ isSound: false, answer });

const invalid = (message: string): Upload => refused(refusal('InvalidPayload', message));

const MINUTE_MS = 60_000;

function isRangeTooLong(records: readonly JsonObject[], settings: IngestionSettings): boolean {
  const { maxTimeRangeMinutes, timeProperty } = settings;
  if (maxTimeRangeMinutes === null) return false;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    const timeMs = Date.parse(String(record[timeProperty]));
    if (Number.isNaN(timeMs)) continue;
    first = Math.min(first, timeMs);
    last = Math.max(last, timeMs);
  }
  return last - first > maxTimeRangeMinutes * MINUTE_MS;
}

/** An empty body was seen to be answered 500, without a code. */
export function readUpload(bytes: Buffer, settings: IngestionSettings): Upload {
  if (bytes.length === 0) return refused(emptyAnswer(500));
  if (!isUtf8(bytes)) return invalid('The body is not UTF-8.');
  const list = parseJson(bytes.toString('utf8'));
  if (!Array.isArray(list)) return invalid('The body is not a JSON array.');
  const records: readonly unknown[] = list;
  if (!records.every(isObject)) return invalid('Every record is a JSON object.');
  const ids = new Set<unknown>(settings.refusedLogIds);
  if (ids.size > 0 && records.some((record) => ids.has(record[settings.idProperty]))) {
    return invalid('A record does not fit the stream.');
  }
  if (isRangeTooLong(records, settings)) {
    return refused(
      refusal('RecordsTimeRangeIsMoreThan30Minutes', 'The times of the records are too far apart.'),
    );
  }
  return { isSound: true, records };
}
