/** The forms of the sections of the stored document. */

import * as v from 'valibot';
import { ACTION_KINDS, NOTED_KINDS } from './actions.ts';
import { MAX_BY_LENGTH, MAX_DETAIL_LENGTH, shortLine } from './short-texts.ts';
import { MAX_REPORTED_TYPES } from './type-counts.ts';
import { DESTINATION_KINDS } from './walls.ts';

/** As the source lets them in: printable, and short enough for the document. */
export const id = v.pipe(v.string(), v.regex(/^[!-~]{1,200}$/));
const figure = v.pipe(v.number(), v.finite());
const count = v.pipe(figure, v.minValue(0));
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

/** A name or a note that is too long is cut off: what was asked for matters more. */
const by = line(MAX_BY_LENGTH);
const detail = line(MAX_DETAIL_LENGTH);

function line(maxLength: number) {
  return v.pipe(
    v.string(),
    v.transform((text) => shortLine(text, maxLength)),
  );
}

const asked = { by, atMs: time };

export const request = v.variant('kind', [
  v.object({ kind: v.literal('pause'), ...asked }),
  v.object({ kind: v.literal('resume'), ...asked }),
  v.object({ kind: v.literal('move'), ...asked, destination, after: id }),
  v.object({ kind: v.literal('discard'), ...asked, deadLetters: v.array(deadLetterName) }),
  v.object({ kind: v.literal('note'), ...asked, action: v.picklist(NOTED_KINDS), detail }),
]);

export const action = v.object({ kind: v.picklist(ACTION_KINDS), ...asked, detail });

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
const shortText = v.pipe(text, v.maxLength(200));

const outcome = v.picklist([
  'caught-up',
  'out-of-time',
  'rate-limited',
  'stopped',
  'misconfigured',
]);

const reached = {
  outcome,
  lagMs: v.exactOptional(figure),
  lastExportedAtMs: v.exactOptional(figure),
};

/** What report and line have in common. */
const run = {
  runId: shortText,
  trigger: v.picklist(['schedule', 'administrator', 'command-line']),
  by: v.exactOptional(by),
  work: v.exactOptional(v.literal('replay')),
  startedAtMs: time,
  endedAtMs: time,
  ...reached,
};

const delivery = {
  destination,
  fate: v.exactOptional(
    v.object({
      ...reached,
      reason: v.exactOptional(text),
      hasGap: v.exactOptional(v.literal(true)),
    }),
  ),
  deadLetters: v.exactOptional(count),
  unresolvedRecords: v.exactOptional(count),
};

/** More than there will ever be kinds. */
const MAX_DELIVERIES = 10;

function deliveries<Entry>(entry: v.GenericSchema<unknown, Entry>) {
  return v.pipe(v.array(entry), v.maxLength(MAX_DELIVERIES));
}

const types = v.pipe(v.record(shortText, count), v.maxEntries(MAX_REPORTED_TYPES));

export const report = v.object({
  ...run,
  reason: v.exactOptional(text),
  problems: v.exactOptional(texts),
  warnings: v.exactOptional(texts),
  pages: count,
  pageRetries: count,
  deliveries: deliveries(
    v.object({
      ...delivery,
      logs: count,
      batches: count,
      bytes: count,
      retries: count,
      truncatedRecords: count,
      types: v.exactOptional(types),
      checkpoint: shortText,
    }),
  ),
  capacityLogs: v.exactOptional(figure),
});

export const runLine = v.object({
  ...run,
  reason: v.exactOptional(shortText),
  pageRetries: v.exactOptional(count),
  deliveries: deliveries(
    v.object({
      ...delivery,
      logs: v.exactOptional(count),
      batches: v.exactOptional(count),
      retries: v.exactOptional(count),
      checkpoint: v.exactOptional(shortText),
    }),
  ),
});
