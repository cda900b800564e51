/** What can go wrong with a call, and with a whole run. */

import type { Clock } from '../../src/engine/walls.ts';
import type { Chance } from './chance.ts';

/** A run as its process has it: once that is dead, nothing it waits for comes any more. */
export interface Life {
  readonly isAlive: boolean;
  die(): void;
  /** Resolves when the run dies. */
  readonly death: Promise<void>;
  /** Its clock, which may be wrong. */
  readonly clock: Clock;
}

export function createLife(clock: Clock, skewMs: number): Life {
  let isAlive = true;
  let announce = (): void => {};
  const death = new Promise<void>((resolve) => {
    announce = resolve;
  });
  return {
    get isAlive() {
      return isAlive;
    },
    die() {
      isAlive = false;
      announce();
    },
    death,
    clock: {
      now: () => clock.now() + skewMs,
      turn: () => clock.turn(),
      sleep: (durationMs, signal) =>
        new Promise((resolve) => {
          void clock.sleep(durationMs, signal).then(() => {
            if (isAlive) resolve();
          });
        }),
    },
  };
}

/**
 * How a call ends. `refused`: an error, nothing done. `lost`: done, but the answer is an error.
 * `hangs`: nothing done, and no answer.
 */
const FATES = ['refused', 'lost', 'hangs'] as const;
export type Fate = 'answered' | (typeof FATES)[number];

export interface CallParts<Outcome> {
  readonly timeoutMs: number;
  /** Takes effect in the middle of the time that the call takes, even when nobody waits any more. */
  readonly effect: () => Outcome;
  /** What the caller is told when it cannot be told the outcome. */
  readonly failure: Outcome;
  /** Called with what a living caller is told. */
  readonly onAnswer?: (outcome: Outcome) => void;
  /** What is known to go wrong with it, whatever chance has in store. */
  readonly trouble?: CallTrouble | undefined;
}

export interface CallTrouble {
  readonly fate?: Fate;
  readonly leastLatencyMs?: number;
}

export interface Faults {
  /** Makes a call as a run, of which anything may become. */
  call<Outcome>(life: Life, parts: CallParts<Outcome>): Promise<Outcome>;
  /** Whether an answer is to be spoilt; never once the faults have ceased. */
  isSpoilt(onceIn: number): boolean;
  /** From then on nothing goes wrong any more. */
  cease(): void;
  /** How much has gone wrong so far: calls that failed, were slow, or were answered wrongly. */
  count(): number;
}

/** What a call takes when nothing is wrong. */
export interface UsualLatency {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** `oftenIn`: one call in so many goes wrong; in a calm, none. */
export function createFaults(
  clock: Clock,
  chance: Chance,
  oftenIn: number,
  { leastMs, mostMs }: UsualLatency,
): Faults {
  let onceIn = oftenIn;
  let count = 0;

  function fateOfNext(trouble: CallTrouble | undefined): {
    readonly fate: Fate;
    readonly latencyMs: number;
  } {
    const isWrong = chance.isOneIn(onceIn);
    const isSlow = chance.isOneIn(onceIn);
    if (isWrong || isSlow || trouble !== undefined) count += 1;
    const fate = isWrong ? chance.oneOf(...FATES) : 'answered';
    // The slowest take effect long after the caller has given up, perhaps after the end of the run.
    const latencyMs = isSlow ? chance.between(1_000, 30_000) : chance.between(leastMs, mostMs);
    return {
      fate: trouble?.fate ?? fate,
      latencyMs: Math.max(latencyMs, trouble?.leastLatencyMs ?? 0),
    };
  }

  /** The way to the other side, where the call takes effect, and back. */
  async function travel<Outcome>(
    { effect, failure }: CallParts<Outcome>,
    fate: Fate,
    latencyMs: number,
  ): Promise<Outcome> {
    await clock.sleep(latencyMs / 2);
    const outcome = fate === 'answered' || fate === 'lost' ? effect() : failure;
    await clock.sleep(latencyMs / 2);
    return fate === 'answered' ? outcome : failure;
  }

  async function giveUp<Outcome>({ timeoutMs, failure }: CallParts<Outcome>): Promise<Outcome> {
    await clock.sleep(timeoutMs);
    return failure;
  }

  return {
    call(life, parts) {
      return new Promise((resolve) => {
        if (!life.isAlive) return;
        const { fate, latencyMs } = fateOfNext(parts.trouble);
        const answered = travel(parts, fate, latencyMs);
        const isInTime = fate !== 'hangs' && latencyMs <= parts.timeoutMs;
        void (isInTime ? answered : giveUp(parts)).then((outcome) => {
          if (!life.isAlive) return;
          parts.onAnswer?.(outcome);
          resolve(outcome);
        });
      });
    },
    isSpoilt(rarity) {
      const isSpoilt = onceIn !== Number.POSITIVE_INFINITY && chance.isOneIn(rarity);
      if (isSpoilt) count += 1;
      return isSpoilt;
    },
    cease() {
      onceIn = Number.POSITIVE_INFINITY;
    },
    count: () => count,
  };
}
