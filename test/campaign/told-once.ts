/** Watches the history: every run and every action is told once, in order, and nothing asked for is forgotten. */

import { runsOf, type State } from '../../src/engine/state.ts';
import type { Change } from './watch.ts';

export interface ToldOnce {
  /** Looks at a write that took effect; what is wrong with it, each in a sentence. */
  see(change: Change): readonly string[];
  /** Notes that somebody destroyed what waited in a state. */
  noteDamage(change: Change): void;
  /** Whether what somebody asked for is told as done, or was destroyed. */
  isSettled(by: string): boolean;
}

/**
 * In a campaign everybody asks once, so that a name tells requests apart. `isRoomy`: the store takes
 * so much that no action has to be given up at once.
 */
export function createToldOnce(isRoomy: boolean): ToldOnce {
  const runs = createListWatch('run');
  const actions = createListWatch('action');
  const destroyed = new Set<string>();

  function seeRequests({ before, after }: Change): readonly string[] {
    const waiting = new Set(askersIn(after.requests));
    const gone = askersIn(before.requests).filter((by) => !waiting.has(by));
    const forgotten = gone.filter((by) => isRoomy && !actions.told.has(by));
    return [
      ...forgotten.map((by) => `what ${by} asked for was forgotten`),
      ...[...waiting]
        .filter((by) => actions.told.has(by))
        .map((by) => `what ${by} asked for is done, and waits again`),
    ];
  }

  return {
    see: (change) => [
      ...runs.see(runIdsIn(change.before), runIdsIn(change.after)),
      ...actions.see(askersIn(change.before.actions), askersIn(change.after.actions)),
      ...seeRequests(change),
      ...(runsOf(change.before).length > 0 && runsOf(change.after).length === 0
        ? ['no run is left in the history']
        : []),
    ],
    noteDamage({ before, after }) {
      const waiting = new Set(askersIn(after.requests));
      for (const by of askersIn(before.requests)) if (!waiting.has(by)) destroyed.add(by);
    },
    isSettled: (by) => actions.told.has(by) || destroyed.has(by),
  };
}

function runIdsIn(state: State): readonly string[] {
  return runsOf(state).map(({ runId }) => runId);
}

function askersIn(asked: readonly { readonly by: string }[]): readonly string[] {
  return asked.map(({ by }) => by);
}

/** A list of which only the end may go, and that grows at its beginning, by what was never there. */
function createListWatch(what: string) {
  const told = new Set<string>();
  return {
    told,
    see(before: readonly string[], after: readonly string[]): readonly string[] {
      const earlier = new Set(before);
      const first = after.findIndex((name) => earlier.has(name));
      const added = first === -1 ? after : after.slice(0, first);
      const kept = after.slice(added.length);
      const again = added.filter((name) => told.has(name));
      const isInOrder = kept.every((name, index) => name === before[index]);
      const isDoubled = new Set(after).size < after.length;
      for (const name of [...before, ...added]) told.add(name);
      return [
        ...again.map((name) => `the ${what} ${name} was told again`),
        ...(isDoubled ? [`a ${what} is told twice: ${after.join(', ')}`] : []),
        ...(isInOrder ? [] : [`the ${what}s ${before.join(', ')} became ${after.join(', ')}`]),
      ];
    },
  };
}
