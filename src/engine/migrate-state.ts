/** Brings a document that an older version of the program wrote into the form of today. */

import * as v from 'valibot';
import * as schemas from './state-schemas.ts';

type Sections = Readonly<Record<string, unknown>>;

/** What turns a document of the version that is its key into one of the next. */
const STEPS: Readonly<Record<number, (sections: Sections) => Sections>> = {
  /** Version 2 knows dead letters, what administrators ask for, and warnings of runs that died. */
  1: (sections) => ({
    ...sections,
    version: 2,
    completeUntilMs: {},
    moves: 0,
    pausedAtMs: null,
    requests: [],
    unreportedWarnings: [],
    deadLetters: [],
  }),
  /** Version 3 knows who asked for something, what administrators did, and a line of each earlier run. */
  2: (sections) => ({
    ...sections,
    version: 3,
    requests: signed(sections['requests'], leaseEndMs(sections['lease'])),
    pastRuns: [],
    actions: [],
  }),
};

/** What waits is still done, although nobody knows any more who asked for it, nor exactly when. */
function signed(requests: unknown, atMs: number): unknown {
  if (!Array.isArray(requests)) return requests;
  return requests.map((request: unknown) =>
    typeof request === 'object' && request !== null
      ? { by: 'an administrator', atMs, ...request }
      : request,
  );
}

/** Requests wait while a lease is held, so it tells about when they were made. */
function leaseEndMs(lease: unknown): number {
  const parsed = v.safeParse(schemas.lease, lease);
  return parsed.success ? (parsed.output?.expiresAtMs ?? 0) : 0;
}

/** The document in the newest form that a row of steps leads to; untouched when no step fits it. */
export function migrateState(sections: Sections): Sections {
  const { version } = sections;
  const step = typeof version === 'number' ? STEPS[version] : undefined;
  return step === undefined ? sections : migrateState(step(sections));
}
