/** Brings a document that an older version of the program wrote into the form of today. */

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
};

/** The document in the newest form that a row of steps leads to; untouched when no step fits it. */
export function migrateState(sections: Sections): Sections {
  const { version } = sections;
  const step = typeof version === 'number' ? STEPS[version] : undefined;
  return step === undefined ? sections : migrateState(step(sections));
}
