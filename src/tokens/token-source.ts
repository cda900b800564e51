/** An access token: asked for once, shared by all that need it, renewed in time, sealed between runs. */

import { inTime } from '../engine/in-time.ts';
import type { Clock, MisconfiguredOutcome, RetryOutcome, TokenCache } from '../engine/walls.ts';
import type { Seal } from '../seal/seal.ts';

export interface HeldToken {
  readonly accessToken: string;
  readonly renewAtMs: number;
}

/** What became of one request for a token. */
export type GrantOutcome =
  | { readonly status: 'granted'; readonly token: HeldToken }
  | RetryOutcome
  | MisconfiguredOutcome;

export type TokenOutcome =
  | { readonly status: 'token'; readonly token: string }
  | RetryOutcome
  | MisconfiguredOutcome;

export interface TokenSource extends TokenCache {
  /**
   * The present token, or a new one when there is none that lasts; answers within `timeoutMs`, never
   * rejects.
   */
  getToken(timeoutMs: number): Promise<TokenOutcome>;
  /** Forgets the token, because it was refused; only the one that is named, if one is. */
  forget(refused?: string): void;
}

/** A request that others may share. */
interface PendingRequest {
  readonly outcome: Promise<GrantOutcome>;
  /** When it is given up. */
  readonly untilMs: number;
}

/**
 * Makes a source of tokens over a function that asks for one within a time and never rejects.
 * `name`: under which the sealed token stands in the state.
 */
export function holdToken(
  name: string,
  requestToken: (timeoutMs: number) => Promise<GrantOutcome>,
  seal: Seal,
  clock: Clock,
): TokenSource {
  let held: HeldToken | undefined;
  let sealed: Readonly<Record<string, string>> = {};
  let pending: PendingRequest | undefined;

  async function request(timeoutMs: number): Promise<GrantOutcome> {
    try {
      const outcome = await requestToken(timeoutMs);
      if (outcome.status === 'granted') {
        held = outcome.token;
        sealed = { [name]: seal.seal(JSON.stringify(held)) };
      }
      return outcome;
    } finally {
      // Not before the token is held, or somebody who asks in between would request another.
      pending = undefined;
    }
  }

  /** The outcome of the request that is under way, or of a new one. */
  async function grant(untilMs: number): Promise<GrantOutcome> {
    const timeoutMs = untilMs - clock.now();
    const shared = pending;
    if (shared === undefined) {
      pending = { outcome: request(timeoutMs), untilMs };
      return pending.outcome;
    }
    const outcome = await inTime(shared.outcome, untilMs, () => noTokenIn(timeoutMs), clock);
    // It ended with the time of whoever began it, which says nothing to one who has more.
    const isForNow = outcome.status !== 'retry' || clock.now() < shared.untilMs;
    return isForNow || clock.now() >= untilMs ? outcome : grant(untilMs);
  }

  return {
    restore(sealedTokens) {
      const text = sealedTokens[name];
      held = text === undefined ? undefined : parseHeldToken(seal.open(text));
      sealed = held === undefined || text === undefined ? {} : { [name]: text };
    },
    sealed: () => sealed,
    forget(refused) {
      // Another delivery may have renewed it since.
      if (refused !== undefined && refused !== held?.accessToken) return;
      held = undefined;
      sealed = {};
    },
    async getToken(timeoutMs) {
      if (held !== undefined && clock.now() < held.renewAtMs) {
        return { status: 'token', token: held.accessToken };
      }
      const outcome = await grant(clock.now() + timeoutMs);
      if (outcome.status !== 'granted') return outcome;
      return { status: 'token', token: outcome.token.accessToken };
    },
  };
}

function noTokenIn(timeoutMs: number): RetryOutcome {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return { status: 'retry', reason: `no token came in ${seconds} s` };
}

function parseHeldToken(text: string | undefined): HeldToken | undefined {
  if (text === undefined) return undefined;
  try {
    const { accessToken, renewAtMs } = JSON.parse(text) as Partial<HeldToken>;
    if (typeof accessToken !== 'string' || typeof renewAtMs !== 'number') return undefined;
    return { accessToken, renewAtMs };
  } catch {
    return undefined;
  }
}
