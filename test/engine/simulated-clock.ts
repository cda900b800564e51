/** A clock in memory, so that whole runs take no time. */

import type { Clock } from '../../src/engine/walls.ts';

/** Two o'clock on an ordinary day. */
export const START_MS = Date.UTC(2026, 10, 1, 14, 0, 0);

/** A clock that jumps from one end of a wait to the next as soon as nothing else is going on. */
export function createSimulatedClock(startMs = START_MS): Clock & { set(nowMs: number): void } {
  let nowMs = startMs;
  const waiting: { readonly untilMs: number; readonly wake: () => void }[] = [];
  let isScheduled = false;

  function wakeNext(): void {
    isScheduled = false;
    waiting.sort((one, other) => one.untilMs - other.untilMs);
    const next = waiting.shift();
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.untilMs);
    next.wake();
    schedule();
  }
  function schedule(): void {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(wakeNext);
  }
  return {
    now: () => nowMs,
    set(time) {
      nowMs = time;
    },
    turn: () => Promise.resolve(),
    sleep(durationMs, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const wake = (): void => {
          signal?.removeEventListener('abort', wake);
          // Nobody waits for an aborted end any more, so the time must not jump there.
          if (waiting.includes(entry)) waiting.splice(waiting.indexOf(entry), 1);
          resolve();
        };
        const entry = { untilMs: nowMs + durationMs, wake };
        signal?.addEventListener('abort', wake);
        waiting.push(entry);
        schedule();
      });
    },
  };
}
