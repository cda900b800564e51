/** The forms of the sections of the stored document. */

import * as v from 'valibot';
import { DESTINATION_KINDS } from './walls.ts';

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const count = v.pipe(v.number(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());
export const destination = v.picklist(DESTINATION_KINDS);

const range = v.union([v.strictObject({ after: id }), v.strictObject({ after: id, until: id })]);
/** A destination without a range has lost its place. */
export const checkpoints = v.record(destination, v.pipe(v.array(range), v.minLength(1)));

export const moves = v.pipe(v.number(), v.integer(), v.minValue(0));
export const completeUntilMs = v.record(destination, time);
export const pausedAtMs = v.nullable(time);
export const lease = v.nullable(v.object({ holder: v.string(), expiresAtMs: time }));
export const tokens = v.record(v.string(), v.string());

const deadLetterName = v.object({ logId: id, destination });

export const request = v.variant('kind', [
  v.object({ kind: v.literal('pause'), atMs: time }),
  v.object({ kind: v.literal('resume') }),
  v.object({ kind: v.literal('move'), destination, after: id }),
  v.object({ kind: v.literal('discard'), deadLetters: v.array(deadLetterName) }),
]);

export const deadLetter = v.object({
  logId: id,
  logType: v.string(),
  destination,
  reason: v.string(),
  refusedAtMs: time,
  content: v.exactOptional(v.string()),
});

export const warning = v.string();
const texts = v.array(warning);
export const report = v.object({
  runId: v.string(),
  trigger: v.picklist(['schedule', 'administrator', 'command-line']),
  work: v.exactOptional(v.literal('replay')),
  startedAtMs: time,
  endedAtMs: time,
  outcome: v.picklist(['caught-up', 'out-of-time', 'rate-limited', 'stopped', 'misconfigured']),
  reason: v.exactOptional(v.string()),
  problems: v.exactOptional(texts),
  warnings: v.exactOptional(texts),
  pages: count,
  pageRetries: count,
  deliveries: v.array(
    v.object({
      destination,
      logs: count,
      batches: count,
      bytes: count,
      retries: count,
      truncatedRecords: count,
      deadLetters: v.exactOptional(count),
      unresolvedRecords: v.exactOptional(count),
      checkpoint: v.string(),
    }),
  ),
  lagMs: v.exactOptional(v.number()),
  lastExportedAtMs: v.exactOptional(v.number()),
  capacityLogs: v.exactOptional(v.number()),
});
