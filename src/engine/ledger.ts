/** Which batches of a range were accepted, and how far the checkpoint may therefore move. */

/** A stretch of logs that is on its way to a destination. */
export interface Stretch {
  /** The id of its last log: a run that comes later continues after it. */
  readonly through: string;
  readonly logs: number;
  /** When its last log happened. */
  readonly lastLogAtMs: number | undefined;
}

export interface Ledger {
  /** Notes a stretch that follows the one before without a gap. */
  open(stretch: Stretch): void;
  /** Notes that all of a stretch was accepted. */
  accept(stretch: Stretch): void;
  /** Notes that the state holds a position. */
  store(position: string): void;
  /** Up to here every log was accepted, without a gap. */
  position(): string;
  /** The position that the state holds. */
  storedPosition(): string;
  /** Stretches that would be sent again if the process died now. */
  unstoredCount(): number;
  /** The logs up to the position. */
  acceptedLogs(): number;
  /** When the last log up to the position happened. */
  lastLogAtMs(): number | undefined;
}

/** Makes a ledger for a range that begins after an id. */
export function createLedger(after: string): Ledger {
  /** In order, from the first that is not covered by the stored position. */
  let unstored: { readonly stretch: Stretch; isAccepted: boolean }[] = [];
  let position = after;
  let storedPosition = after;
  let acceptedLogs = 0;
  let lastLogAtMs: number | undefined;
  /** How many of the unstored lie before the position. */
  let acceptedPrefix = 0;

  function advance(): void {
    for (;;) {
      const next = unstored[acceptedPrefix];
      if (next === undefined || !next.isAccepted) return;
      position = next.stretch.through;
      acceptedLogs += next.stretch.logs;
      lastLogAtMs = next.stretch.lastLogAtMs ?? lastLogAtMs;
      acceptedPrefix += 1;
    }
  }

  return {
    open(stretch) {
      unstored.push({ stretch, isAccepted: false });
    },
    accept(stretch) {
      const entry = unstored.find((candidate) => candidate.stretch === stretch);
      if (entry === undefined) throw new Error('A stretch was accepted that was never opened.');
      entry.isAccepted = true;
      advance();
    },
    store(newPosition) {
      const index = unstored
        .slice(0, acceptedPrefix)
        .findIndex(({ stretch }) => stretch.through === newPosition);
      if (index === -1) throw new Error('A position was stored that was never reached.');
      unstored = unstored.slice(index + 1);
      acceptedPrefix -= index + 1;
      storedPosition = newPosition;
    },
    position: () => position,
    storedPosition: () => storedPosition,
    unstoredCount: () => unstored.length,
    acceptedLogs: () => acceptedLogs,
    lastLogAtMs: () => lastLogAtMs,
  };
}
