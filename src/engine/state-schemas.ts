/** The forms of the sections of the stored document. */

import * as v from 'valibot';
import { DESTINATION_KINDS } from './walls.ts';

/** As the source lets them in: printable, and short enough for the document. */
export const id = v.pipe(v.string(), v.regex(/^[!-~]{1,200}$/));
const count = v.pipe(v.number(), v.minValue(0));
/** What a date can be made of (ECMA-262, section 21.4.1.1). */
const MAX_TIME_MS = 8.64e15;
const time = v.pipe(v.number(), v.minValue(-MAX_TIME_MS), v.maxValue(MAX_TIME_MS));
export const destination = v.picklist(DESTINATION_KINDS);

const range = v.union([v.strictObject({ after: id }), v.strictObject({ after: id, until: id })]);
/** Without exactly one live tail, a destination would lose its place or a part of what is to come. */
const ranges = v.pipe(
  v.array(range),
  v.check((all) => all.filter((one) => !('until' in one)).length === 1),
);
export const checkpoints = v.record(destination, ranges);

/** Far below where adding 1 makes no difference. */
const MAX_MOVES = 1e9;
export const moves = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_MOVES));
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

export const text = v.string();
const texts = v.array(text);
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
