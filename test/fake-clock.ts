/** A clock that moves only when somebody sleeps or a test says so, so that no test waits. */

import type { Clock } from '../src/engine/walls.ts';

export interface FakeClock extends Clock {
  /** Moves the time, backwards too; whoever sleeps until then or earlier wakes. */
  set(nowMs: number): void;
  /** Moves the time onwards by so much. */
  advance(durationMs: number): void;
  /** How long was slept each time, in the order in which the sleeps began. */
  readonly sleptMs: readonly number[];
}

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** Two o'clock on an ordinary day. */
export const ORDINARY_DAY_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

/**
 * Makes a clock whose sleepers wake one after the other, the earliest first, as soon as the
 * program has nothing else to do; each moves the time to its own end.
 */
export function createFakeClock(startMs = ORDINARY_DAY_MS): FakeClock {
  let nowMs = startMs;
  let sleepers: Sleeper[] = [];
  let isScheduled = false;
  const sleptMs: number[] = [];

  function leave(sleeper: Sleeper): void {
    sleepers = sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  }
  function earliest(): Sleeper | undefined {
    return sleepers.reduce<Sleeper | undefined>(
      (first, sleeper) =>
        first === undefined || sleeper.untilMs < first.untilMs ? sleeper : first,
      undefined,
    );
  }
  function wakeEarliest(): void {
    isScheduled = false;
    const sleeper = earliest();
    if (sleeper === undefined) return;
    nowMs = Math.max(nowMs, sleeper.untilMs);
    leave(sleeper);
    schedule();
  }
  function schedule(): void {
    if (isScheduled || sleepers.length === 0) return;
    isScheduled = true;
    setImmediate(wakeEarliest);
  }

  const clock: FakeClock = {
    now: () => nowMs,
    sleptMs,
    turn: () => new Promise<void>((resolve) => setImmediate(resolve)),
    sleep(durationMs, signal) {
      return new Promise<void>((resolve) => {
        if (signal?.aborted === true) return resolve();
        const sleeper = { untilMs: nowMs + Math.max(0, durationMs), wake: resolve };
        sleptMs.push(durationMs);
        signal?.addEventListener('abort', () => leave(sleeper), { once: true });
        sleepers.push(sleeper);
        schedule();
      });
    },
    set(timeMs) {
      nowMs = timeMs;
      const due = sleepers
        .filter(({ untilMs }) => untilMs <= nowMs)
        .sort((one, other) => one.untilMs - other.untilMs);
      for (const sleeper of due) leave(sleeper);
    },
    advance(durationMs) {
      clock.set(nowMs + durationMs);
    },
  };
  return clock;
}
