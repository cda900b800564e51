/** Hands records over to a destination, with retries, as long as the lease lasts. */

import type { Ending } from './ending.ts';
import { type Retried, retrying } from './retrying.ts';
import type { TimeBudget } from './time-budget.ts';
import type { Clock, DeliveryOutcome, Destination, EncodedRecord, RandomSource } from './walls.ts';

export interface HandOverParts {
  readonly destination: Destination;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly budget: TimeBudget;
  /** Whether this run still holds the lease, by its own clock. */
  readonly isLeaseValid: () => boolean;
}

const LEASE_EXPIRED: Ending = {
  outcome: 'stopped',
  reason: 'the lease ended before it could be renewed, so another run may have begun',
};

/** Resolves to what the destination said in the end, or to an ending when the lease is over. */
export async function handOver(
  { destination, clock, random, budget, isLeaseValid }: HandOverParts,
  records: readonly EncodedRecord[],
  signal: AbortSignal,
): Promise<Retried<DeliveryOutcome> | Ending> {
  const { deliverUntilMs: untilMs, attemptTimeoutMs } = budget;
  const handedOver = await retrying(
    async (timeoutMs) =>
      isLeaseValid()
        ? destination.deliver(records, timeoutMs)
        : ({ status: 'lease-expired' } as const),
    { untilMs, attemptTimeoutMs, signal },
    clock,
    random,
  );
  const { outcome } = handedOver;
  return outcome.status === 'lease-expired' ? LEASE_EXPIRED : { ...handedOver, outcome };
}
