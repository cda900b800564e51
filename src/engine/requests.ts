/** What an administrator may ask of the export, and how it is done when a run is under way. */

import { actionOf, type NOTED_KINDS } from './actions.ts';
import { type DeadLetterName, withoutDeadLetters } from './dead-letters.ts';
import { type State, withTail } from './state.ts';
import { DESTINATION_KINDS, type DestinationKind } from './walls.ts';

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
 * Makes what joins a run's changes of the state with what administrators asked for meanwhile, which
 * prevails: once a checkpoint was moved since the state `before`, the run's own position there means
 * nothing. The places of other destinations are still the run's to write.
 */
export function createObedience({
  moves,
}: State): (change: (state: State) => State) => (state: State) => State {
  /** Which checkpoint the first, second, ... move was for: seen while it waited, and done in that order. */
  const destinations = new Map<number, DestinationKind>();

  function noteWaiting({ moves: done, requests }: State): void {
    const waiting = requests.flatMap((one) => (one.kind === 'move' ? one.destination : []));
    for (const [index, kind] of waiting.entries()) destinations.set(done + index + 1, kind);
  }

  /** What was moved by somebody else could be any. */
  function movedUntil(done: number): readonly DestinationKind[] {
    const moved: DestinationKind[] = [];
    for (let move = moves + 1; move <= done; move += 1) {
      const kind = destinations.get(move);
      if (kind === undefined) return DESTINATION_KINDS;
      moved.push(kind);
    }
    return done < moves ? DESTINATION_KINDS : moved;
  }

  return (change) => (state) => {
    noteWaiting(state);
    const moved = movedUntil(state.moves);
    return obey(moved.reduce((changed, kind) => withPlaceOf(state, kind, changed), change(state)));
  };
}

/** A changed state with the place of one destination as it was. */
function withPlaceOf(state: State, kind: DestinationKind, changed: State): State {
  return {
    ...changed,
    checkpoints: withEntryOf(state.checkpoints, kind, changed.checkpoints),
    completeUntilMs: withEntryOf(state.completeUntilMs, kind, changed.completeUntilMs),
  };
}

type ByDestination<Entry> = Readonly<Partial<Record<DestinationKind, Entry>>>;

function withEntryOf<Entry>(
  from: ByDestination<Entry>,
  kind: DestinationKind,
  to: ByDestination<Entry>,
): ByDestination<Entry> {
  const { [kind]: _, ...others } = to;
  const entry = from[kind];
  return entry === undefined ? others : { ...others, [kind]: entry };
}
