/** What the page needs from outside; assembled in `src/webtask.ts` and `src/assemble.ts`. */

import type { ConnectionStep } from '../connections/test-connections.ts';
import type { DeadLetter, DeadLetterName } from '../engine/dead-letters.ts';
import type { RunResult } from '../engine/run.ts';
import type { State } from '../engine/state.ts';
import type { Clock, StateStore } from '../engine/walls.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { PageAssets } from './assets.ts';
import type { OldestLogMemory } from './overview/oldest-log.ts';
import type { SignInMemory } from './sign-in/sign-in-memory.ts';

/** What outlives a request, as long as the platform keeps the process. */
export interface PageMemory {
  readonly signIn: SignInMemory;
  readonly oldestLog: OldestLogMemory;
}

/** What administrators can have done. `by` is who asked for it. */
export interface PageWork {
  runExport(by: string): Promise<RunResult>;
  runReplay(by: string, deadLetters: readonly DeadLetterName[]): Promise<RunResult>;
  testConnections(): Promise<readonly ConnectionStep[]>;
  /** When the oldest log happened that Auth0 still has, in milliseconds since 1970. */
  oldestLogAtMs(state: State): Promise<number | undefined>;
  /** The record of a dead letter as JSON text; `undefined` when it is not kept or cannot be opened. */
  openDeadLetter(letter: DeadLetter): string | undefined;
}

export interface PageParts {
  /** The settings as the platform gave them. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly work: PageWork;
  readonly memory: PageMemory;
  readonly assets: PageAssets;
  /** The path under which the extension is served, without a slash at its end. */
  readonly prefix: string;
}
