/** The work of a run that hands dead letters over once more. */

import sum from 'lodash/sum';
import {
  type DeadLetterName,
  isSameLetter,
  withDeadLetters,
  withoutDeadLetters,
} from './dead-letters.ts';
import { fateOf, jointEnding } from './fates.ts';
import { type Replay, type ReplayParts, replayTo } from './replay.ts';
import type { HeldRun, Work, WorkResult } from './run.ts';
import type { State } from './state.ts';
import type { Destination, TokenCache } from './walls.ts';

export interface ReplayRunParts extends ReplayParts {
  readonly destinations: readonly Destination[];
  readonly tokens: TokenCache;
}

/**
 * Makes the work that replays the named dead letters. A record goes as it was stored; without
 * content its log is read anew. What is accepted leaves the state, what is refused again stays.
 */
export function replayRun(parts: ReplayRunParts, names: readonly DeadLetterName[]): Work {
  const { destinations, tokens } = parts;

  async function perform(held: HeldRun): Promise<WorkResult> {
    tokens.restore(held.before.tokens);
    const named = held.before.deadLetters.filter((letter) =>
      names.some((name) => isSameLetter(name, letter)),
    );
    // At the same time: one that does not answer must not use up the time of the other.
    const replays = await Promise.all(
      destinations.flatMap((destination) => {
        const letters = named.filter((letter) => letter.destination === destination.kind);
        return letters.length > 0 ? [replayTo(destination, letters, parts, held)] : [];
      }),
    );
    const unreachable = named.filter(
      (letter) => !destinations.some(({ kind }) => kind === letter.destination),
    );
    const gone = sum(replays.map((replay) => replay.gone));
    return {
      ...jointEnding(
        replays.map(({ ending, report }) => ({ ending, destination: report.destination })),
      ),
      warnings: [
        ...(gone === 0 ? [] : [goneWarning(gone)]),
        ...(unreachable.length === 0 ? [] : [unreachableWarning(unreachable.length)]),
      ],
      pages: 0,
      pageRetries: 0,
      deliveries: replays.map(({ ending, report }) =>
        replays.length < 2 ? report : { ...report, fate: fateOf(ending, {}) },
      ),
      finish: (state) => ({ ...replays.reduce(withReplay, state), tokens: tokens.sealed() }),
    };
  }

  return { kind: 'replay', prepare: (state) => state, perform };
}

function withReplay(state: State, { accepted, waiting }: Replay): State {
  // What was given up meanwhile must not come back.
  const stillThere = waiting.filter((letter) =>
    state.deadLetters.some((stored) => isSameLetter(stored, letter)),
  );
  return withDeadLetters(withoutDeadLetters(state, accepted), stillThere);
}

function unreachableWarning(count: number): string {
  return `${count} of the dead letters wait for a destination that the settings do not choose now.`;
}

function goneWarning(count: number): string {
  return (
    `${count} of the dead letters are kept without a record that can be opened, and Auth0 no longer has the log: ` +
    'they can only be discarded.'
  );
}
