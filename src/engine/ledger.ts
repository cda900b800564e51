/** Which batches of a range were accepted, and how far the checkpoint may therefore move. */

import type { DeadLetter } from './dead-letters.ts';

/** A stretch of logs that is on its way to a destination. */
export interface Stretch {
  /** The id of its last log: a run that comes later continues after it. */
  readonly through: string;
  readonly logs: number;
  /** When its last log happened. */
  readonly lastLogAtMs: number | undefined;
}

/** How far a state may move its checkpoint, and what it must hold for that. */
export interface Progress {
  readonly position: string;
  readonly deadLetters: readonly DeadLetter[];
  /** How many stretches that covers. */
  readonly stretches: number;
}

export interface Ledger {
  /** Notes a stretch that follows the one before without a gap. */
  open(stretch: Stretch): void;
  /** Notes that a stretch goes on its way in two parts, of which the second ends where it ends. */
  split(stretch: Stretch, parts: readonly [Stretch, Stretch]): void;
  /** Notes that all of a stretch was accepted. */
  accept(stretch: Stretch): void;
  /** Notes that a stretch of one log was refused, and that it is not yet decided what becomes of it. */
  hold(stretch: Stretch): void;
  /** Notes that a stretch of one log was refused and is passed over once its dead letter is stored. */
  setAside(stretch: Stretch, deadLetter: DeadLetter): void;
  /** What the state should hold and does not hold yet; `undefined` when there is nothing new. */
  progress(): Progress | undefined;
  /** Notes that the state holds some progress. */
  store(progress: Progress): void;
  /** Up to here every log was accepted or set aside, without a gap. */
  position(): string;
  /** Stretches that might arrive once more if the process died now: what was refused did not arrive. */
  unstoredCount(): number;
  /** The logs up to the position that were accepted. */
  acceptedLogs(): number;
  /** The logs up to the position that were set aside. */
  setAsideLogs(): number;
  /** When the last log up to the position happened. */
  lastLogAtMs(): number | undefined;
}

interface Entry {
  readonly stretch: Stretch;
  isDone: boolean;
  isHeld?: boolean;
  deadLetter?: DeadLetter;
}

/** Makes a ledger for a range that begins after an id. */
export function createLedger(after: string): Ledger {
  /** In order, from the first that is not covered by the stored position. */
  let unstored: Entry[] = [];
  let position = after;
  let acceptedLogs = 0;
  let setAsideLogs = 0;
  let lastLogAtMs: number | undefined;
  /** How many of the unstored lie before the position. */
  let donePrefix = 0;

  function advance(): void {
    for (;;) {
      const next = unstored[donePrefix];
      if (next === undefined || !next.isDone) return;
      position = next.stretch.through;
      if (next.deadLetter === undefined) acceptedLogs += next.stretch.logs;
      else setAsideLogs += next.stretch.logs;
      lastLogAtMs = next.stretch.lastLogAtMs ?? lastLogAtMs;
      donePrefix += 1;
    }
  }

  function indexOf(stretch: Stretch): number {
    const index = unstored.findIndex((entry) => entry.stretch === stretch && !entry.isDone);
    if (index === -1) throw new Error('A stretch was reported that is not on its way.');
    return index;
  }

  function finish(stretch: Stretch, how: Omit<Entry, 'stretch'>): void {
    unstored[indexOf(stretch)] = { stretch, ...how };
    advance();
  }

  return {
    open(stretch) {
      unstored.push({ stretch, isDone: false });
    },
    split(stretch, parts) {
      const entries = parts.map((part) => ({ stretch: part, isDone: false }));
      unstored.splice(indexOf(stretch), 1, ...entries);
    },
    accept: (stretch) => finish(stretch, { isDone: true }),
    hold(stretch) {
      unstored[indexOf(stretch)] = { stretch, isDone: false, isHeld: true };
    },
    setAside: (stretch, deadLetter) => finish(stretch, { isDone: true, deadLetter }),
    progress() {
      if (donePrefix === 0) return undefined;
      const done = unstored.slice(0, donePrefix);
      const deadLetters = done.flatMap(({ deadLetter }) => deadLetter ?? []);
      return { position, deadLetters, stretches: donePrefix };
    },
    store({ stretches }) {
      if (stretches > donePrefix) throw new Error('More was stored than was ever reached.');
      unstored = unstored.slice(stretches);
      donePrefix -= stretches;
    },
    position: () => position,
    unstoredCount: () => unstored.filter(({ isHeld }) => isHeld !== true).length,
    acceptedLogs: () => acceptedLogs,
    setAsideLogs: () => setAsideLogs,
    lastLogAtMs: () => lastLogAtMs,
  };
}
