/** What an administrator may ask of the export, and how it is done when a run is under way. */

import { type DeadLetterName, withoutDeadLetters } from './dead-letters.ts';
import { type State, withTail } from './state.ts';
import type { DestinationKind } from './walls.ts';

export type AdministratorRequest =
  /** Nothing is exported any more until `resume`; the run under way ends. */
  | { readonly kind: 'pause'; readonly atMs: number }
  | { readonly kind: 'resume' }
  /** The export goes on after an id; the run under way ends. */
  | { readonly kind: 'move'; readonly destination: DestinationKind; readonly after: string }
  /** Dead letters are given up. */
  | { readonly kind: 'discard'; readonly deadLetters: readonly DeadLetterName[] };

/** The state with everything done that administrators have asked for. */
export function obey(state: State): State {
  if (state.requests.length === 0) return state;
  return { ...state.requests.reduce(obeyOne, state), requests: [] };
}

function obeyOne(state: State, request: AdministratorRequest): State {
  switch (request.kind) {
    case 'pause':
      return { ...state, pausedAtMs: request.atMs };
    case 'resume':
      return { ...state, pausedAtMs: null };
    case 'move': {
      const { destination, after } = request;
      return { ...withTail(state, destination, after), moves: state.moves + 1 };
    }
    case 'discard':
      return withoutDeadLetters(state, request.deadLetters);
  }
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
