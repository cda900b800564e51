/** Reads a stored document, section by section, without trusting it. */

import * as v from 'valibot';
import type { RunReport } from './report.ts';
import { EMPTY_STATE, type Lease, STATE_VERSION, type State } from './state.ts';
import { DESTINATION_KINDS } from './walls.ts';

export type ParsedState =
  | { readonly status: 'first-run' }
  | { readonly status: 'parsed'; readonly state: State; readonly warnings: readonly string[] }
  | { readonly status: 'broken'; readonly reason: string };

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const count = v.pipe(v.number(), v.minValue(0));
const range = v.union([v.strictObject({ after: id }), v.strictObject({ after: id, until: id })]);
const destination = v.picklist(DESTINATION_KINDS);
// A destination without a range has lost its place.
const checkpoints = v.record(destination, v.pipe(v.array(range), v.minLength(1)));
const lease = v.nullable(v.object({ holder: v.string(), expiresAtMs: v.number() }));
const texts = v.array(v.string());
const report = v.object({
  runId: v.string(),
  trigger: v.picklist(['schedule', 'administrator', 'command-line']),
  startedAtMs: v.number(),
  endedAtMs: v.number(),
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
      checkpoint: v.string(),
    }),
  ),
  lagMs: v.exactOptional(v.number()),
  lastExportedAtMs: v.exactOptional(v.number()),
  capacityLogs: v.exactOptional(v.number()),
});
const tokens = v.record(v.string(), v.string());

/**
 * Reads the document of a store. An absent, null or empty one is a first run. A section that only
 * serves convenience is dropped with a warning when it is broken; a broken checkpoint is never
 * replaced by a guess, because that would lose or repeat logs.
 */
export function parseState(document: unknown): ParsedState {
  if (document === undefined || document === null) return { status: 'first-run' };
  if (typeof document !== 'object' || Array.isArray(document)) return broken('is not an object');
  const sections = document as Readonly<Record<string, unknown>>;
  if (Object.keys(sections).length === 0) return { status: 'first-run' };
  if (sections['version'] !== STATE_VERSION) {
    return broken(`is not of version ${STATE_VERSION}, so this program did not write it`);
  }
  const position = v.safeParse(checkpoints, sections['checkpoints']);
  // An empty list would pass for an object without entries, and so for a first run.
  if (!position.success || Array.isArray(sections['checkpoints'])) {
    return broken('has a checkpoint that cannot be read');
  }

  const warnings: string[] = [];
  function section<Value>(
    name: string,
    schema: v.GenericSchema<unknown, Value>,
    fallback: Value,
  ): Value {
    const parsed = v.safeParse(schema, sections[name]);
    if (parsed.success) return parsed.output;
    warnings.push(`The stored ${name} could not be read and was dropped.`);
    return fallback;
  }
  const state: State = {
    version: STATE_VERSION,
    checkpoints: position.output,
    lease: section<Lease | null>('lease', lease, EMPTY_STATE.lease),
    history: section<readonly RunReport[]>('history', v.array(report), EMPTY_STATE.history),
    tokens: section<State['tokens']>('tokens', tokens, EMPTY_STATE.tokens),
  };
  return { status: 'parsed', state, warnings };
}

function broken(what: string): ParsedState {
  const reason =
    `The stored state ${what}. Nothing was exported, so that no log is lost or repeated. ` +
    'Restore the state, or delete it and set START_FROM to where the export should go on.';
  return { status: 'broken', reason };
}
