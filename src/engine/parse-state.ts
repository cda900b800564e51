/** Reads a stored document, section by section, without trusting it. */

import * as v from 'valibot';
import type { Action } from './actions.ts';
import type { DeadLetter } from './dead-letters.ts';
import { migrateState } from './migrate-state.ts';
import type { RunReport } from './report.ts';
import type { AdministratorRequest } from './requests.ts';
import type { RunLine } from './run-line.ts';
import { EMPTY_STATE, type Lease, STATE_VERSION, type State } from './state.ts';
import * as schemas from './state-schemas.ts';
import { withWarnings } from './warnings.ts';

export type ParsedState =
  | { readonly status: 'first-run' }
  | { readonly status: 'parsed'; readonly state: State }
  | { readonly status: 'broken'; readonly reason: string };

/**
 * Reads the document of a store. An absent, null or empty one is a first run. A section that only
 * serves convenience is dropped when it is broken, of a list only the entries that are, which the
 * state then holds as a warning; a broken checkpoint is never replaced by a guess, because that
 * would lose or repeat logs.
 */
export function parseState(document: unknown): ParsedState {
  if (document === undefined || document === null) return { status: 'first-run' };
  if (typeof document !== 'object' || Array.isArray(document)) return broken('is not an object');
  const stored = document as Readonly<Record<string, unknown>>;
  if (Object.keys(stored).length === 0) return { status: 'first-run' };
  const sections = migrateState(stored);
  const { version } = sections;
  if (typeof version === 'number' && version > STATE_VERSION) {
    return broken(
      `is of version ${version}, which a newer version of this program wrote`,
      'Install that version again; nothing in the state has to be changed.',
    );
  }
  if (version !== STATE_VERSION) {
    return broken(`is of no version up to ${STATE_VERSION}, so this program did not write it`);
  }
  const position = v.safeParse(schemas.checkpoints, sections['checkpoints']);
  // An empty list would pass for an object without entries, and so for a first run.
  if (!position.success || Array.isArray(sections['checkpoints'])) {
    return broken('has a checkpoint that cannot be read');
  }

  const warnings: string[] = [];
  function section<Value>(
    name: keyof State,
    schema: v.GenericSchema<unknown, Value>,
    fallback: Value,
  ): Value {
    const parsed = v.safeParse(schema, sections[name]);
    if (parsed.success) return parsed.output;
    warnings.push(`The stored ${WORDS[name] ?? name} could not be read and was dropped.`);
    return fallback;
  }
  /** The entries of a list that can be read; `rescue` may make something of one that cannot. */
  function list<Entry>(
    name: keyof State,
    schema: v.GenericSchema<unknown, Entry>,
    rescue: (entry: unknown) => Entry | undefined = () => undefined,
  ): readonly Entry[] {
    const entries = section<readonly unknown[]>(name, v.array(v.unknown()), []);
    const kept: Entry[] = [];
    for (const entry of entries) {
      const parsed = v.safeParse(schema, entry);
      const readable = parsed.success ? parsed.output : rescue(entry);
      if (readable !== undefined) kept.push(readable);
    }
    const dropped = entries.length - kept.length;
    if (dropped > 0) {
      warnings.push(
        `Of the stored ${WORDS[name] ?? name}, ${dropped} of ${entries.length} entries could not be read and were dropped.`,
      );
    }
    return kept;
  }

  const state: State = {
    version: STATE_VERSION,
    checkpoints: position.output,
    completeUntilMs: section<State['completeUntilMs']>(
      'completeUntilMs',
      schemas.completeUntilMs,
      {},
    ),
    moves: section('moves', schemas.moves, EMPTY_STATE.moves),
    pausedAtMs: section<number | null>('pausedAtMs', schemas.pausedAtMs, null),
    requests: list<AdministratorRequest>('requests', schemas.request),
    lease: section<Lease | null>('lease', schemas.lease, EMPTY_STATE.lease),
    unreportedWarnings: list<string>('unreportedWarnings', schemas.text),
    history: list<RunReport>('history', schemas.report),
    pastRuns: list<RunLine>('pastRuns', schemas.runLine),
    actions: list<Action>('actions', schemas.action),
    deadLetters: list<DeadLetter>('deadLetters', schemas.deadLetter, rescueDeadLetter),
    tokens: section<State['tokens']>('tokens', schemas.tokens, EMPTY_STATE.tokens),
  };
  // Kept in the state until a report has told them, whoever writes it next.
  const unreportedWarnings = withWarnings(state.unreportedWarnings, warnings);
  return { status: 'parsed', state: { ...state, unreportedWarnings } };
}

/** What people call a section whose name is no word. */
const WORDS: Readonly<Partial<Record<keyof State, string>>> = {
  completeUntilMs: 'time up to which nothing is missing',
  moves: 'count of moved checkpoints',
  pausedAtMs: 'pause',
  unreportedWarnings: 'warnings of a run that died',
  pastRuns: 'list of earlier runs',
  actions: 'list of what administrators did',
  deadLetters: 'dead letters',
};

const nameOfDeadLetter = v.object({ logId: schemas.id, destination: schemas.destination });

/** The id is what must not be lost: with it, the log can be read again. */
function rescueDeadLetter(entry: unknown): DeadLetter | undefined {
  const parsed = v.safeParse(nameOfDeadLetter, entry);
  if (!parsed.success) return undefined;
  const reason = 'its stored entry could not be read';
  return { ...parsed.output, logType: '', reason, refusedAtMs: 0 };
}

const ANEW = 'Restore the state, or delete it and set START_FROM to where the export should go on.';

function broken(what: string, advice = ANEW): ParsedState {
  const reason = `The stored state ${what}. Nothing was exported, so that no log is lost or repeated. ${advice}`;
  return { status: 'broken', reason };
}
