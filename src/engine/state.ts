/** The one stored document: what the next run needs to know of the ones before. */

import type { RunReport } from './report.ts';
import type { DestinationKind } from './walls.ts';

/** The form of the document; raised when a new version of the program writes it differently. */
export const STATE_VERSION = 1;

/** A stretch of log ids still to be exported: `after` is exclusive, `until` inclusive; without it, the live tail. */
export interface Range {
  readonly after: string;
  readonly until?: string;
}

/** Who may move the checkpoints, and until when. */
export interface Lease {
  readonly holder: string;
  readonly expiresAtMs: number;
}

export interface State {
  readonly version: typeof STATE_VERSION;
  readonly checkpoints: Readonly<Partial<Record<DestinationKind, readonly Range[]>>>;
  readonly lease: Lease | null;
  /** The reports of the last runs, the newest first. */
  readonly history: readonly RunReport[];
  /** Sealed access tokens by name. */
  readonly tokens: Readonly<Record<string, string>>;
}

export const EMPTY_STATE: State = {
  version: STATE_VERSION,
  checkpoints: {},
  lease: null,
  history: [],
  tokens: {},
};

/** Where the live tail of a destination continues; `undefined` before its first run. */
export function tailOf(state: State, destination: DestinationKind): string | undefined {
  return state.checkpoints[destination]?.find((range) => range.until === undefined)?.after;
}

/** The state with the live tail of a destination moved to continue after an id. */
export function withTail(state: State, destination: DestinationKind, after: string): State {
  const bounded = (state.checkpoints[destination] ?? []).filter(({ until }) => until !== undefined);
  const checkpoints = { ...state.checkpoints, [destination]: [...bounded, { after }] };
  return { ...state, checkpoints };
}
