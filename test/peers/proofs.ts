/** Which test shows that a failure of another exporter cannot happen here: by the letters of that failure. */

export interface Proof {
  /** Below the folder of the tests. */
  readonly file: string;
  /** The name of the test, or what it begins with. */
  readonly name: string;
}

const at = (file: string, name: string): Proof => ({ file: `${file}.test.ts`, name });

const OUTAGE = at('peers/azure-outages', 'keeps its checkpoint while Azure answers');
const LOST_ANSWER = at('peers/azure-outages', 'repeats at most the one batch for each lost answer');
const POISON = at(
  'peers/azure-refusals',
  'sets a record in the middle of a batch aside unreadably',
);
const NO_BATCH = at('peers/azure-refusals', 'says what to fix after one post when Azure takes no');
const NO_PAGE = at('peers/auth0-answers', 'is never taken for the end of the logs when');
const ASKS_AGAIN = at('peers/auth0-answers', 'is asked for again on the first page and on a later');
const HUNG = at('peers/auth0-access', 'ends with a report when a socket hangs on');
const NO_TOKEN = at('peers/auth0-access', 'ends the run with a report when the token endpoint');
const RENEWED = at('peers/auth0-access', 'is renewed when it was revoked in the middle of a run');
const WAITS = at('peers/auth0-access', 'waits for as long as a 429 asks when that fits the run');
const RATE_LIMITED = at('peers/auth0-access', 'ends as rate limited when a 429 asks for more than');
const PACED = at('peers/auth0-access', 'paces itself by the allowance that the headers tell');
const ONE_TOKEN = at('peers/auth0-access', 'one token serves many pages and many runs');
const TO_THE_END = at(
  'peers/auth0-places',
  'reads to the end, though no Link comes, no page is full',
);
const KEEPS_PLACE = at('peers/auth0-places', 'keeps its place on an empty page, with or without a');
const EXPIRED = at('peers/auth0-places', 'goes on at the oldest log that is kept and warns');
const SEVERAL_RUNS = at('peers/auth0-places', 'comes to the end of a backlog larger than a run');
const IDLE = at('peers/auth0-places', 'an idle run leaves a record');
const FIRST_LOG = at('peers/auth0-places', 'reads the first log that the start asks for');
const BAD_STATE = at('peers/state', 'stops at a document that it did not write or whose');
const FIRST_RUN = at('peers/state', 'takes an absent, a null and an empty document for a first');
const TRIMMED = at('peers/sizes', 'that the platform refuses for its size is trimmed');
const DIVIDED = at('peers/sizes', 'is divided after a');
const HUGE = at('peers/sizes', 'a log of 26 MB arrives shortened');
const OVERLAP = at('peers/calls-and-clocks', 'of ten calls at the same time one runs');
const FORGED = at('peers/calls-and-clocks', 'a forged call soon after a run asks neither');
const CLOCK = at('peers/calls-and-clocks', 'keeps its place when Azure refuses our date because');
const UNKNOWN = at('peers/content', 'lets unknown types and fields pass, and keeps the type');
const OWN_TIME = at('peers/content', 'keeps every event with its own time, those older than');
const BYTES = at('peers/content', 'signs the bytes that it sends, with emoji, accents');
const LATE = at('peers/content', 'goes by the order of the answer, not by dates');
const IDS = at('peers/content', 'tells ids apart that differ in their last digit alone');
const FIELD = at('peers/content', 'keeps a field of 40 KB valid and within the limit');
const KILLED = at('kills/kills', 'loses no log when its process is killed at any instant');
const CLOUDS = at('settings/data-collector-settings', 'calls the host of the chosen cloud');
const DATED_ANEW = at('destinations/data-collector/data-collector', 'dates every attempt anew');
const PURE = at(
  'destinations/data-collector/encode',
  'does not change the record that was handed in',
);
const SEALED = at('peers/auth0-access', 'is kept from one run to the next, but sealed');
const NO_SECRET = at('webtask', 'what is wrong is told in words that say what to fix');

export const PROOFS: Readonly<Record<string, readonly Proof[]>> = {
  E1: [OUTAGE, POISON, NO_BATCH],
  E2: [KILLED],
  E3: [NO_PAGE, ASKS_AGAIN, WAITS, RATE_LIMITED, RENEWED],
  E4: [at('peers/state', 'stops before it fetches anything when the read'), EXPIRED],
  E5: [FIRST_RUN, BAD_STATE],
  E6: [SEVERAL_RUNS],
  E7: [BYTES],
  E8: [CLOCK, DATED_ANEW],
  E9: [FIELD, HUGE],
  E10: [ONE_TOKEN, RENEWED, NO_TOKEN],
  E11: [OVERLAP, FORGED],
  E12: [UNKNOWN],
  E13: [CLOUDS],
  P1: [NO_TOKEN, HUNG],
  P2: [OUTAGE, POISON, NO_BATCH],
  P3: [at('peers/azure-outages', 'gives every batch attempts of its own, and forgets')],
  P4: [OUTAGE, RATE_LIMITED, PACED],
  P5: [LOST_ANSWER, KILLED, at('peers/state', 'repeats at most 8 batches when no write')],
  P6: [RENEWED, at('peers/auth0-access', 'is not kept after it was revoked between two')],
  P7: [UNKNOWN],
  P8: [at('settings/problems', 'takes empty, blank and a dash for not set')],
  P9: [OVERLAP, at('peers/calls-and-clocks', 'of two containers over one document one runs')],
  P10: [TRIMMED, at('peers/sizes', 'near 500 KB becomes smaller and keeps its checkpoint')],
  P11: [FORGED, at('peers/calls-and-clocks', 'a forged call during a run changes nothing')],
  P12: [at('peers/azure-outages', 'gives every batch attempts of its own, and forgets')],
  P13: [OWN_TIME, FIELD],
  P14: [at('peers/azure-outages', 'repeats a record as it was, unchanged by the'), PURE],
  P15: [at('peers/azure-outages', 'sends only the batch again whose answer was lost')],
  P16: [OWN_TIME],
  P17: [at('engine/slow-parts', 'sends records when the first has waited for as long as')],
  P18: [SEALED, NO_SECRET, POISON],
  P19: [IDLE],
  F1: [NO_PAGE, ASKS_AGAIN],
  F2: [NO_PAGE, ASKS_AGAIN],
  F3: [ASKS_AGAIN, HUNG, at('peers/azure-outages', 'an answer that breaks off is no acceptance')],
  F4: [LATE],
  F5: [FIRST_LOG, at('peers/auth0-places', 'begins at the oldest log that is kept, that one')],
  F6: [FIRST_RUN, BAD_STATE, at('peers/state', 'drops broken sections with a warning')],
  F7: [NO_TOKEN],
  F8: [NO_TOKEN],
  F9: [LOST_ANSWER, DIVIDED],
  F10: [HUGE, at('peers/sizes', 'with one record that is too large alone is divided')],
  F11: [HUNG, OUTAGE],
  F12: [OWN_TIME],
  F13: [ONE_TOKEN],
  F14: [UNKNOWN],
  C1: [LOST_ANSWER, RATE_LIMITED],
  C2: [PACED, HUNG],
  C3: [FIRST_LOG],
  C4: [KEEPS_PLACE],
  C5: [UNKNOWN],
  C6: [UNKNOWN],
  C7: [IDLE],
  L1: [ONE_TOKEN],
  L2: [WAITS],
  L3: [TO_THE_END, KEEPS_PLACE],
  L4: [NO_PAGE],
  L5: [IDS],
  V: [DIVIDED, POISON, NO_TOKEN],
  B: [DIVIDED, NO_BATCH, at('peers/azure-outages', 'waits as long as Azure asks when that fits')],
  G: [POISON, KILLED, at('peers/azure-refusals', 'says of a body that no record made wrong')],
  T: [IDS, WAITS],
  M: [SEVERAL_RUNS, KILLED],
  A: [TO_THE_END, ASKS_AGAIN],
};

/** By its number in the list of fault tests worth having. */
export const FAULT_TESTS: Readonly<Record<number, readonly Proof[]>> = {
  1: [OUTAGE],
  2: [LOST_ANSWER],
  3: [KILLED],
  4: [NO_TOKEN],
  5: [RENEWED],
  6: [WAITS, RATE_LIMITED, at('peers/auth0-access', 'waits until the reset that a 429 without')],
  7: [NO_PAGE, TO_THE_END, KEEPS_PLACE],
  8: [LATE],
  9: [FIRST_RUN, BAD_STATE, TRIMMED, at('peers/state', 'writes again after a write that failed')],
  10: [OVERLAP, FORGED],
  11: [BYTES],
  12: [CLOCK, DATED_ANEW, at('source/rate-limit', "takes the reset by the server's clock")],
  13: [FIELD, HUGE],
  14: [at('peers/sizes', 'a body of exactly the limit goes in one post')],
  15: [POISON],
  16: [UNKNOWN, at('settings/problems', 'takes empty, blank and a dash for not set')],
  17: [at('peers/azure-outages', 'repeats a record as it was, unchanged by the attempt')],
  18: [at('peers/azure-outages', 'gives every batch attempts of its own, and forgets')],
  19: [SEVERAL_RUNS],
  20: [OWN_TIME],
  21: [IDS],
  22: [UNKNOWN],
  23: [IDS],
  24: [HUNG, OUTAGE],
  25: [NO_SECRET, SEALED, POISON],
  26: [IDLE],
  27: [FIRST_LOG],
  28: [CLOUDS],
  30: [NO_BATCH],
};

/** What the others have and this exporter has not, so that it cannot fail here. */
export const LEFT_OUT: Readonly<Record<number, string>> = {
  29: 'there is no alert channel yet',
};
