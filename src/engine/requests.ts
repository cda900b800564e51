/** What an administrator may ask of the export, and how it is done when a run is under way. */

import { actionOf, type NOTED_KINDS } from './actions.ts';
import { type DeadLetterName, withoutDeadLetters } from './dead-letters.ts';
import { type State, withTail } from './state.ts';
import type { DestinationKind } from './walls.ts';

/** Who asked, and when. */
interface Asked {
  /** As shown to people, at most 100 characters; what is longer is cut off. */
  readonly by: string;
  readonly atMs: number;
}

export type AdministratorRequest = Asked &
  (
    | /** Nothing is exported any more until `resume`; the run under way ends. */
    { readonly kind: 'pause' }
    | { readonly kind: 'resume' }
    /** The export goes on after an id; the run under way ends. */
    | { readonly kind: 'move'; readonly destination: DestinationKind; readonly after: string }
    /** Dead letters are given up. */
    | { readonly kind: 'discard'; readonly deadLetters: readonly DeadLetterName[] }
    /** Nothing is changed: it is only kept that something was done. */
    | {
        readonly kind: 'note';
        readonly action: (typeof NOTED_KINDS)[number];
        /** In a sentence, at most 200 characters; what is longer is cut off. */
        readonly detail: string;
      }
  );

/** The state with everything done that administrators have asked for, and with an action for each of it. */
export function obey(state: State): State {
  if (state.requests.length === 0) return state;
  return { ...state.requests.reduce(obeyOne, state), requests: [] };
}

function obeyOne(state: State, request: AdministratorRequest): State {
  const obeyed = withRequestDone(state, request);
  return { ...obeyed, actions: [actionOf(request, state, obeyed), ...state.actions] };
}

function withRequestDone(state: State, request: AdministratorRequest): State {
  switch (request.kind) {
    case 'pause':
      return { ...state, pausedAtMs: pausedSinceMs(state, request.atMs) };
    case 'resume':
      return { ...state, pausedAtMs: null };
    case 'move': {
      const { destination, after } = request;
      return { ...withTail(state, destination, after), moves: state.moves + 1 };
    }
    case 'discard':
      return withoutDeadLetters(state, request.deadLetters);
    case 'note':
      return state;
  }
}

/**
 * What is paused already stays paused since then. Only a run that somebody began in spite of that
 * has to notice that it was asked to end, and it does by the time.
 */
function pausedSinceMs({ pausedAtMs, lease }: State, askedAtMs: number): number {
  return pausedAtMs === null || lease !== null ? askedAtMs : pausedAtMs;
}

/**
 * A run's change of the state together with what administrators asked for meanwhile, which
 * prevails: `moves` is how often the checkpoints had been moved when the run began, and once they
 * were moved again its own positions mean nothing.
 */
export function obedient(change: (state: State) => State, moves: number): (state: State) => State {
  return (state) => {
    const changed = change(state);
    const { checkpoints, completeUntilMs } = state;
    const isMoved = state.moves !== moves;
    return obey(isMoved ? { ...changed, checkpoints, completeUntilMs } : changed);
  };
}
