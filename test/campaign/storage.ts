/** The one stored document, and what every write of it must keep. */

import { parseState } from '../../src/engine/parse-state.ts';
import { EMPTY_STATE, type State, tailOf } from '../../src/engine/state.ts';
import {
  DESTINATION_KINDS,
  type DestinationKind,
  type ReadOutcome,
  type StateStore,
  type WriteOutcome,
} from '../../src/engine/walls.ts';
import type { Chance } from './chance.ts';
import type { Faults, Life } from './faults.ts';
import type { Change } from './watch.ts';

const NOT_STORED: WriteOutcome = { status: 'failed', reason: 'no answer', isTooLarge: false };
const TOO_LARGE: WriteOutcome = { status: 'failed', reason: 'too large', isTooLarge: true };

export interface CampaignStorage {
  /** The store as one process has it. */
  storeOf(life: Life, onWritten: (change: Change) => void): StateStore;
  /** The document, as text. */
  text(): string;
  state(): State;
  /** Puts something else in the place of a section, as a foreign program would. */
  damage(chance: Chance): Change;
  /** Writes that came to nothing because somebody else wrote first. */
  conflicts(): number;
}

export function createStorage(faults: Faults, maxBytes: number, initial: unknown): CampaignStorage {
  let stored = { text: JSON.stringify(initial), revision: 0 };
  let read: { readonly revision: number; readonly state: State } | undefined;
  let conflictCount = 0;

  /** Each document is parsed once, because a full one takes its time. */
  function state(): State {
    const { text, revision } = stored;
    if (read?.revision === revision) return read.state;
    const parsed = parseState(JSON.parse(text));
    if (parsed.status === 'broken') throw new Error(`the state cannot be read: ${parsed.reason}`);
    read = { revision, state: parsed.status === 'parsed' ? parsed.state : EMPTY_STATE };
    return read.state;
  }

  return {
    text: () => stored.text,
    state,
    conflicts: () => conflictCount,
    damage(chance) {
      const before = state();
      const sections: Record<string, unknown> = JSON.parse(stored.text);
      if (sections['version'] === undefined) return { before, after: before };
      const name = chance.oneOf(
        'history',
        'pastRuns',
        'actions',
        'tokens',
        'lease',
        'requests',
        'unreportedWarnings',
      );
      sections[name] = chance.oneOf<unknown>(null, 7, 'garbage', [null, {}], { a: 1 });
      stored = { text: JSON.stringify(sections), revision: stored.revision + 1 };
      return { before, after: state() };
    },
    storeOf: (life, onWritten) => ({
      read: (timeoutMs) =>
        faults.call<ReadOutcome>(life, {
          timeoutMs,
          effect() {
            const document: unknown = JSON.parse(stored.text);
            return { status: 'read', document, version: String(stored.revision) };
          },
          failure: { status: 'failed', reason: 'no answer' },
        }),
      write: (document, version, timeoutMs) =>
        faults.call<WriteOutcome>(life, {
          timeoutMs,
          effect() {
            if (version !== String(stored.revision)) {
              conflictCount += 1;
              return { status: 'conflict' };
            }
            const text = JSON.stringify(document);
            if (Buffer.byteLength(text) > maxBytes) return TOO_LARGE;
            const before = state();
            stored = { text, revision: stored.revision + 1 };
            onWritten({ before, after: state() });
            return { status: 'written', version: String(stored.revision) };
          },
          failure: NOT_STORED,
        }),
    }),
  };
}

/** Where the export to a destination continues in a state, as text that can be compared. */
export function placeIn(state: State, kind: DestinationKind): string {
  return tailOf(state, kind) ?? '';
}

/** The destinations that have a place in a state. */
export function openedIn(state: State): readonly DestinationKind[] {
  return DESTINATION_KINDS.filter((kind) => tailOf(state, kind) !== undefined);
}
