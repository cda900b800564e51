/** An administrator who asks for something while a run is under way. */

import { type AskOutcome, ask } from '../../src/engine/ask.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import type { DeliveryOutcome, EncodedRecord } from '../../src/engine/walls.ts';
import { START_MS } from './simulated-clock.ts';
import type { World } from './simulation.ts';

/** Who asks, and when, in tests that do not look at it. */
export const ASKED = { by: 'ann@example.com', atMs: START_MS } as const;

/** Asks for these things, one after the other, before a delivery of a run is answered. */
export function askDuring(
  { destination, store, clock }: World,
  requests: readonly AdministratorRequest[],
  delivery = 3,
): readonly AskOutcome[] {
  const outcomes: AskOutcome[] = [];
  const answer = destination.answer;
  let deliveries = 0;
  destination.answer = async (records: readonly EncodedRecord[]): Promise<DeliveryOutcome> => {
    deliveries += 1;
    if (deliveries === delivery) {
      for (const request of requests) outcomes.push(await ask(store, clock, request));
    }
    return answer(records);
  };
  return outcomes;
}
