/** The public keys that the authority signs its tokens with. */

import { createLocalJWKSet, type KeyLike } from 'jose';
import type { HttpClient } from '../../http/http-client.ts';
import type { Now } from './signed-tokens.ts';

/** How long keys are believed in, so that one that was taken back goes out of use. */
const KEPT_MS = 10 * 60_000;
/** Anybody can name unknown keys, and must not make the extension ask all the time. */
const PAUSE_AFTER_ANSWER_MS = 60_000;
const PAUSE_AFTER_FAILURE_MS = 10_000;
const TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 100_000;

export const SIGNING_ALGORITHM = 'RS256';

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** What is known of one authority. */
interface Known {
  readonly origin: string;
  kept: { readonly keys: KeySet; readonly atMs: number } | undefined;
  askableAtMs: number;
  underWay: Promise<KeySet | undefined> | undefined;
}

/** The authority that was asked last. An answer to a request for another one stays with that. */
export interface AuthorityKeyMemory {
  known: Known | undefined;
}

export type KeyOutcome =
  | { readonly status: 'found'; readonly key: KeyLike }
  /** The authority has no such key, or none was asked for because that was done a moment ago. */
  | { readonly status: 'unknown' }
  | { readonly status: 'unreachable' };

export interface AuthorityKeys {
  find(keyId: string): Promise<KeyOutcome>;
}

export function createAuthorityKeyMemory(): AuthorityKeyMemory {
  return { known: undefined };
}

export function createAuthorityKeys(
  origin: string,
  http: HttpClient,
  clock: Now,
  memory: AuthorityKeyMemory,
): AuthorityKeys {
  const known = memory.known?.origin === origin ? memory.known : nothingOf(origin);
  memory.known = known;

  function kept(): KeySet | undefined {
    const ageMs = clock.now() - (known.kept?.atMs ?? Number.NEGATIVE_INFINITY);
    return ageMs >= 0 && ageMs < KEPT_MS ? known.kept?.keys : undefined;
  }

  /** The keys of now, or `undefined` when they cannot be had. */
  async function ask(): Promise<KeySet | undefined> {
    if (known.underWay !== undefined) return known.underWay;
    const waitMs = known.askableAtMs - clock.now();
    // A longer wait comes from a clock that was set back.
    if (waitMs > 0 && waitMs <= PAUSE_AFTER_ANSWER_MS) return undefined;
    known.underWay = fetchKeys(origin, http);
    const keys = await known.underWay;
    known.underWay = undefined;
    const atMs = clock.now();
    known.askableAtMs =
      atMs + (keys === undefined ? PAUSE_AFTER_FAILURE_MS : PAUSE_AFTER_ANSWER_MS);
    if (keys !== undefined) known.kept = { keys, atMs };
    return keys;
  }

  return {
    async find(keyId) {
      const keys = kept() ?? (await ask());
      if (keys === undefined) return { status: 'unreachable' };
      const key = await keyIn(keys, keyId);
      if (key !== undefined) return { status: 'found', key };
      const newerKeys = await ask();
      const newerKey = newerKeys && (await keyIn(newerKeys, keyId));
      return newerKey === undefined ? { status: 'unknown' } : { status: 'found', key: newerKey };
    },
  };
}

function nothingOf(origin: string): Known {
  return { origin, kept: undefined, askableAtMs: 0, underWay: undefined };
}

/** Never rejects. */
async function fetchKeys(origin: string, http: HttpClient): Promise<KeySet | undefined> {
  const answer = await http.send({
    method: 'GET',
    url: `${origin}/.well-known/jwks.json`,
    headers: { accept: 'application/json' },
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  if (answer.status !== 'answered' || answer.statusCode !== 200) return undefined;
  try {
    return createLocalJWKSet(JSON.parse(answer.body));
  } catch {
    return undefined;
  }
}

async function keyIn(keys: KeySet, keyId: string): Promise<KeyLike | undefined> {
  try {
    return await keys({ alg: SIGNING_ALGORITHM, kid: keyId });
  } catch {
    return undefined;
  }
}
