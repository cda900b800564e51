/** Slows down the guessing of the password. */

const MAX_WRONG = 5;
const WINDOW_MS = 15 * 60_000;

export interface PasswordThrottle {
  /** How long everyone whom it concerns must wait before the next attempt; 0 when nobody must. */
  waitMs(nowMs: number): number;
  recordWrong(nowMs: number): void;
}

/** They wait together, because a guesser can have any number of addresses. */
export function createPasswordThrottle(): PasswordThrottle {
  let wrongAtMs: readonly number[] = [];

  function recent(nowMs: number): readonly number[] {
    // A clock that was set back must not lock the page for longer than the window.
    return wrongAtMs.filter((atMs) => Math.abs(nowMs - atMs) < WINDOW_MS);
  }

  return {
    waitMs(nowMs) {
      const wrong = recent(nowMs);
      const [oldestAtMs] = wrong;
      if (wrong.length < MAX_WRONG || oldestAtMs === undefined) return 0;
      return Math.min(WINDOW_MS, oldestAtMs + WINDOW_MS - nowMs);
    },
    recordWrong(nowMs) {
      wrongAtMs = [...recent(nowMs), nowMs].slice(-MAX_WRONG);
    },
  };
}
