/** Processes of the extension that end at a chosen call to the outside, without notice. */

import type { Clock, StateStore } from '../../src/engine/walls.ts';
import type { HttpClient } from '../../src/http/http-client.ts';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';

/** Where a process ends: at which of its calls, counted from 1 over all processes, and on which side of its effect. */
export interface Death {
  readonly atCall: number;
  readonly takesEffect: boolean;
}

/** What counts the calls of one process after the other, and ends the one that makes the fatal call. */
export interface Lives {
  /** How many calls have been made. */
  calls(): number;
  /** Does something in a process of its own. Resolves to `false` when that process ended before it was done. */
  live(what: (life: Life) => Promise<unknown>): Promise<boolean>;
}

/** One process, with what reaches beyond it. */
export interface Life {
  readonly clock: Clock;
  readonly http: HttpClient;
  lend(store: StateStore): StateStore;
}

/** Longer than a lease, so that the next process need not wait for the end of the last one's. */
const BETWEEN_LIVES_MS = 120_000;

const NEVER = new Promise<never>(() => {});

export function createLives(death: Death | undefined): Lives {
  let calls = 0;
  let aheadMs = 0;
  return {
    calls: () => calls,
    async live(what) {
      aheadMs += BETWEEN_LIVES_MS;
      const ended = new AbortController();
      const died = new Promise<false>((resolve) => {
        ended.signal.addEventListener('abort', () => resolve(false));
      });
      const http = createHttpClient();

      async function call<Answer>(perform: () => Promise<Answer>): Promise<Answer> {
        if (ended.signal.aborted) return NEVER;
        calls += 1;
        const isFatal = calls === death?.atCall;
        const end = (): Promise<never> => {
          ended.abort();
          return NEVER;
        };
        if (isFatal && !death?.takesEffect) return end();
        const answer = await perform();
        return isFatal || ended.signal.aborted ? end() : answer;
      }

      const life: Life = {
        clock: clockOf(aheadMs, ended.signal),
        http: { send: (request) => call(() => http.send(request)) },
        lend: (store) => ({
          read: (timeoutMs) => call(() => store.read(timeoutMs)),
          write: (document, version, timeoutMs) =>
            call(() => store.write(document, version, timeoutMs)),
        }),
      };
      try {
        return await Promise.race([what(life).then(() => true), died]);
      } finally {
        ended.abort();
        http.close();
      }
    },
  };
}

/** The real time and some minutes more; whoever sleeps when the process ends never wakes. */
function clockOf(aheadMs: number, ended: AbortSignal): Clock {
  return {
    now: () => Date.now() + aheadMs,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const timer = setTimeout(resolve, Math.max(0, durationMs));
        ended.addEventListener('abort', () => clearTimeout(timer));
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
